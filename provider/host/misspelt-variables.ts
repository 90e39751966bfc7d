import { ConfigurationError } from "../domain/errors";
import { nearest } from "../domain/nearest";
import type { VendorDefinition } from "../vendors/vendor";
import type { Environment, Misspelling } from "./configuration";
import { baseUrlVariable, variableNames } from "./given-keys";

// Programs have variables of their own that are called so, such as PLIVO_ANSWER_URL: what is meant as one of ours has to be a slip.
const mostSlips = 2;

/** The variables that look like one that is read, and are none. */
export function misspeltVariables(
  names: readonly string[],
  vendors: readonly VendorDefinition[],
): readonly Misspelling[] {
  const prefixes = ["PHONE", ...vendors.map(({ name }) => name.toUpperCase())].map((each) => `${each}_`);
  const known = knownVariables(vendors);
  return names
    .filter((name) => !known.includes(name) && prefixes.some((prefix) => name.startsWith(prefix)))
    .map((name) => ({ name, meant: nearest(name, known, mostSlips) }))
    .filter(({ meant }) => meant !== undefined);
}

/**
 * Refuses a variable that is misspelt, and should say where the vendor is, where the one that was meant is not set: the run would be on the
 * real vendor. A key that is misspelt is missing, which is told anyway. Throws ConfigurationError.
 */
export function requireSpeltAddresses(environment: Environment, vendors: readonly VendorDefinition[]): void {
  const set = Object.keys(environment).filter((name) => environment[name]);
  const unset = addresses(vendors).filter((name) => !set.includes(name));
  const known = knownVariables(vendors);
  // With another beginning it is another program's, such as CAS_BASE_URL.
  const likely = (name: string) => unset.filter((each) => each.split("_")[0] === name.split("_")[0]);
  const wrong = set
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, meant: nearest(name, likely(name), mostSlips) }))
    .find(({ meant }) => meant !== undefined);
  if (wrong === undefined) return;
  throw new ConfigurationError(`is no variable that is read. Did you mean ${wrong.meant}?`, {
    argument: wrong.name,
    nextStep: `Nothing was bought. Set ${wrong.meant} instead, or unset ${wrong.name}.`,
  });
}

function knownVariables(vendors: readonly VendorDefinition[]): readonly string[] {
  return [
    ...addresses(vendors),
    "PHONE_SANDBOX_TOKEN",
    ...vendors.flatMap(({ keys }) => Object.values(keys).flatMap(variableNames)),
  ];
}

function addresses(vendors: readonly VendorDefinition[]): readonly string[] {
  return ["PHONE_SANDBOX", ...vendors.map(({ name }) => baseUrlVariable(name))];
}
