import type { VendorBody } from "./stand-in";

/** The members of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as a JSON object; undefined when it is something else. */
export function objectOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The members of a body that is a JSON object; undefined for any other, and for an empty one. */
export function objectIn(body: VendorBody): Fields | undefined {
  return body.kind === "json" ? objectOf(body.value) : undefined;
}

/**
 * The members of a body, none for an empty one. Throws what `refuse` makes of any other body: the vendor's own
 * words for it.
 */
export function fieldsOf(body: VendorBody, refuse: (problem: "malformed" | "no-object") => Error): Fields {
  if (body.kind === "none") return {};
  if (body.kind === "malformed") throw refuse("malformed");
  const fields = objectOf(body.value);
  if (fields === undefined) throw refuse("no-object");
  return fields;
}
