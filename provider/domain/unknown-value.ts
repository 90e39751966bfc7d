/** What the engine writes in a preview in the place of a value that is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknownValue(value: unknown): boolean {
  return value === unknownValue;
}
