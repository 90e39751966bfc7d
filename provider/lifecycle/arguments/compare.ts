import { argumentNames } from "../../domain/argument-schema";

import type { CheckedArguments } from "../state";

// Criteria chose the number once. Editing them does not change the number.
const choosing = new Set<string>(["search", "vendorOptions"]);

// A word about an earlier purchase says nothing of the number.
const compared = argumentNames.filter((name) => name !== "nothingBought");

/** The names of the arguments that differ: those that stay in force after the purchase, and those that only chose the number. */
export function compareArguments(before: CheckedArguments, now: Readonly<Record<string, unknown>>) {
  const differing = compared.filter(
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
