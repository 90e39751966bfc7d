import { nearest } from "../../provider/domain/nearest";
import type { Misspelling } from "../../provider/host/configuration";
import { variableNames } from "../../provider/host/given-keys";
import type { VendorDefinition } from "../../provider/vendors/vendor";

/** The variables that look like one that is read, and are none. */
export function misspeltVariables(
  names: readonly string[],
  vendors: readonly VendorDefinition[],
): readonly Misspelling[] {
  const prefixes = ["PHONE", ...vendors.map(({ name }) => name.toUpperCase())].map((each) => `${each}_`);
  const known = [
    "PHONE_SANDBOX",
    "PHONE_SANDBOX_TOKEN",
    ...vendors.flatMap(({ name, keys }) => [
      ...Object.values(keys).flatMap(variableNames),
      `${name.toUpperCase()}_BASE_URL`,
    ]),
  ];
  return names
    .filter((name) => !known.includes(name) && prefixes.some((prefix) => name.startsWith(prefix)))
    .map((name) => ({ name, meant: nearest(name, known) }))
    .filter(({ meant }) => meant !== undefined);
}
