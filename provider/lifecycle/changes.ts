import { argumentNames } from "../domain/arguments";
import type { NumberChanges } from "../vendors/vendor";
import type { CheckedArguments, InPlace } from "./state";

/**
 * What has to be changed at the vendor so that the number is as asked: what differs from the arguments, and what was asked
 * for once and no longer is. What nobody asked for is left alone.
 */
export function changesNeeded(
  args: CheckedArguments,
  now: InPlace,
  askedBefore: CheckedArguments,
): NumberChanges {
  const changes: { -readonly [Name in keyof NumberChanges]: NumberChanges[Name] } = {};
  for (const name of ["agent", "subaccount", "alias"] as const) {
    const asked = args[name] || undefined;
    const before = askedBefore[name] || undefined;
    if (asked !== undefined) {
      if (asked !== now[name]) changes[name] = asked;
    } else if (before !== undefined && before === now[name]) {
      changes[name] = null;
    }
  }
  return changes;
}

// Criteria chose the number once. Editing them is no change of the number.
const choosing = new Set<string>(["search", "vendorOptions"]);

/** The names of the arguments that differ: those that stay in force after the purchase, and those that only chose the number. */
export function argumentsDiffering(before: CheckedArguments, now: Readonly<Record<string, unknown>>) {
  const differing = argumentNames.filter(
    (name) => JSON.stringify(plain(before[name])) !== JSON.stringify(plain(now[name])),
  );
  return {
    inForce: differing.filter((name) => !choosing.has(name)),
    choosing: differing.filter((name) => choosing.has(name)),
  };
}

/** A value in one form: neither the order of members matters, nor that of capabilities, all of which must hold. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    name === "capabilities" && Array.isArray(member) ? member.toSorted() : plain(member),
  ]);
  return Object.fromEntries(members.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
