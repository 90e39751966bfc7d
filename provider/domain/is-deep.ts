// What people write has a handful of levels; what goes through a value part by part, as zod and JSON do, ends at some thousands.
const deepest = 100;

/** Whether a value is nested deeper than anybody means, or has a part of which it is itself a part. */
export function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = [...new Set(level.flatMap((each) => partsOf(each)))];
  }
  return false;
}

function partsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).filter((part) => typeof part === "object" && part !== null);
}
