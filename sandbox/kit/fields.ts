/** The members of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as a JSON object; undefined when it is something else. */
export function objectOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
