/** What is wrong with a value, as far as it is used here. */
interface Issue {
  readonly message: string;
  /** The members that lead to the value. */
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
}

/**
 * What is wrong with a part of what a program gave, in one sentence or more without the last full stop. A value of another type is told
 * with where such values come from: configuration makes numbers of digits, also of ids, and text of numbers.
 */
export function issueMessage(issue: Issue, given: unknown): string {
  const message = `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
  if (issue.code !== "invalid_type") return message;
  const { expected } = issue as { readonly expected?: unknown };
  const next = nextStep(expected, issue.path.reduce(memberOf, given));
  return next === undefined ? message : `${message}. ${next}`;
}

// One entry of a list may be given without the list around it.
function memberOf(value: unknown, name: PropertyKey): unknown {
  if (typeof name === "number" && !Array.isArray(value)) return value;
  return typeof value === "object" && value !== null
    ? (value as Record<PropertyKey, unknown>)[name]
    : undefined;
}

function nextStep(expected: unknown, value: unknown): string | undefined {
  if (value === null) return "Leave it out instead of null";
  if (expected === "string" && typeof value === "number") {
    const isExact = Number.isSafeInteger(value) || !Number.isInteger(value);
    return `${isExact ? "" : "Its last digits are lost already. "}${inQuotes}`;
  }
  if (expected === "string" && typeof value === "boolean") return inQuotes;
  if (typeof value !== "string") return undefined;
  if (expected === "number") return `${bare}getNumber${inObject("float")}`;
  if (expected === "boolean") return `${bare}getBoolean${inObject("bool")}`;
  if (expected === "object" || expected === "array" || expected === "record") return `${bare}getObject`;
  return undefined;
}

const inQuotes =
  "Write it in quotes; in an object of the configuration, set it by pulumi config set --path --type string";
const bare = "Write it without quotes; take it from the configuration by ";

function inObject(type: string): string {
  return `, or out of an object where it was set by pulumi config set --path --type ${type}`;
}
