import type { AnswerShape } from "../vendor";

/**
 * The fields of a row, for the shape of an answer that holds such rows.
 *
 * @example
 * ```ts
 * const list: AnswerShape = { path: "/numbers", fields: { "total?": "number", ...fieldsUnder("numbers[]", row) } };
 * ```
 */
export function fieldsUnder(place: string, fields: AnswerShape["fields"]): AnswerShape["fields"] {
  return Object.fromEntries(Object.entries(fields).map(([name, types]) => [`${place}.${name}`, types]));
}
