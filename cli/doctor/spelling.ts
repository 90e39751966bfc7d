import { nearest } from "../../provider/domain/nearest";
import type { VendorDefinition } from "../../provider/vendors/vendor";

/** A name that nothing reads, and the one that is meant. */
export interface Misspelling {
  readonly name: string;
  readonly meant: string | undefined;
}

const settings = [
  "vendor",
  "accounts",
  "vendorModules",
  "sandbox",
  "maxPurchases",
  "settleSeconds",
  "releaseWindowHours",
  "onlyStack",
];

/** The keys of `phone:` that nothing reads: they have no effect, and two of them guard money. */
export function unknownKeys(
  keys: readonly string[],
  vendors: readonly VendorDefinition[],
): readonly Misspelling[] {
  const ofVendors = vendors.flatMap(({ name, keys: own }) => [
    ...Object.values(own).map(({ config }) => config),
    `${name}BaseUrl`,
    `${name}SettleSeconds`,
  ]);
  const known = [...settings, ...ofVendors].map((name) => `phone:${name}`);
  return keys
    .filter((key) => key.startsWith("phone:") && !known.includes(key))
    .map((name) => ({ name, meant: nearest(name, known) }));
}

/** The variables that look like one that is read, and are none. */
export function misspeltVariables(
  names: readonly string[],
  vendors: readonly VendorDefinition[],
): readonly Misspelling[] {
  const prefixes = ["PHONE", ...vendors.map(({ name }) => name.toUpperCase())].map((each) => `${each}_`);
  const known = [
    "PHONE_SANDBOX",
    ...vendors.flatMap(({ name, keys }) => [
      ...Object.values(keys).map(({ environment }) => environment),
      `${name.toUpperCase()}_BASE_URL`,
    ]),
  ];
  return names
    .filter((name) => !known.includes(name) && prefixes.some((prefix) => name.startsWith(prefix)))
    .map((name) => ({ name, meant: nearest(name, known) }))
    .filter(({ meant }) => meant !== undefined);
}
