import type { VendorDefinition } from "../../vendors/vendor";
import type { Context } from "../context";
import { type Failure, fault } from "./failure";

/** The vendor that is meant, or what is wrong with how it is named. */
export interface VendorChoice {
  readonly definition: VendorDefinition | undefined;
  readonly failures: readonly Failure[];
}

/** Settles who is asked: the vendor that is given, that of the account, or the one of `phone:vendor`. */
export function chooseVendor(
  { vendors, vendorByAccount, defaultVendor }: Context,
  { vendor, account }: { readonly vendor?: string | undefined; readonly account?: string | undefined },
): VendorChoice {
  const wrong = (...at: Parameters<typeof fault>) => ({ definition: undefined, failures: [fault(...at)] });
  const ofAccount = account === undefined ? undefined : vendorByAccount.get(account);
  if (account !== undefined && ofAccount === undefined) {
    const known = vendorByAccount.size === 0 ? "It has none." : `Known are ${listed(vendorByAccount)}.`;
    return wrong("account", `"${account}" is not an entry of phone:accounts. ${known}`);
  }
  const name = vendor ?? ofAccount ?? defaultVendor;
  if (name === undefined) {
    return wrong("vendor", `is missing. Give one of ${listed(vendors)}, or set phone:vendor.`);
  }
  const definition = vendors.get(name);
  if (definition === undefined) {
    const place =
      vendor !== undefined
        ? "vendor"
        : ofAccount !== undefined
          ? `phone:accounts.${account}.vendor`
          : "phone:vendor";
    return wrong(place, `"${name}" is not a known vendor. Use one of ${listed(vendors)}.`);
  }
  if (ofAccount !== undefined && ofAccount !== name) {
    return wrong(
      "account",
      `"${account}" is an account of ${ofAccount}, not of ${name}. Leave vendor out, or name another account.`,
    );
  }
  return { definition, failures: [] };
}

function listed(names: ReadonlyMap<string, unknown>): string {
  return [...names.keys()].join(", ");
}
