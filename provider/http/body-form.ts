/** What the body of an answer is. */
export type BodyForm = "json" | "text" | "page" | "empty";

/** The form of a body, whose JSON is undefined where it has none. */
export function formOf(text: string, json: unknown): BodyForm {
  if (json !== undefined) return "json";
  if (text.trim() === "") return "empty";
  return /^\s*</.test(text) ? "page" : "text";
}
