import { argumentNames } from "../domain/arguments";
import type { NumberChanges } from "../vendors/vendor";
import type { CheckedArguments, NumberState } from "./state";

/** The part of a number that changes in place, as it is now. */
export type InPlace = Required<{ [Name in keyof NumberChanges]: string | null }>;

/** What was seen last, as far as it changes in place. */
export function seenLast({ observed }: NumberState): InPlace {
  return { agent: observed.boundAgent, subaccount: observed.heldBy, alias: observed.label };
}

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

/** True when arguments that stay in force after the purchase differ, whether or not the vendor has to be told. */
export function askedDiffers(before: CheckedArguments, now: Readonly<Record<string, unknown>>): boolean {
  return argumentNames
    .filter((name) => !choosing.has(name))
    .some((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

/** True when the criteria differ. */
export function criteriaDiffer(before: CheckedArguments, now: Readonly<Record<string, unknown>>): boolean {
  return argumentNames
    .filter((name) => choosing.has(name))
    .some((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}
