import { wellFormed } from "./characters";

/** Properties of a resource, as they cross the border to Pulumi: inputs, outputs, state. */
export type Properties = Readonly<Record<string, unknown>>;

/** The properties of these names that are there. */
export function pick(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    names.filter((name) => properties[name] !== undefined).map((name) => [name, properties[name]]),
  );
}

/** All properties but those of these names. */
export function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** Plain JSON values of whole characters: anything else would be lost, or fail the call. */
export function json(properties: Properties): Record<string, unknown> {
  const text = JSON.stringify(properties);
  // Half a character is written as an escape.
  const isPlain = !text.includes("\\ud");
  return JSON.parse(text, isPlain ? undefined : whole) as Record<string, unknown>;
}

function whole(_: string, value: unknown): unknown {
  return typeof value === "string" ? wellFormed(value) : value;
}

/** JSON that is the same in whatever order the parts of an object are: on the way through the engine they come into another one. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
