import { Config, getProject, runtime as sdk } from "@pulumi/pulumi";
import type { AnyOwner, AnyQuery, AvailableNumber, RentedNumber } from "../inventory/asked-and-found";
import type { KnownVendors } from "./known-vendors";

/** What to look for with {@link searchNumbers}; members as in the arguments of PhoneNumber, plain values only. */
export interface NumberQuery extends AnyQuery {
  vendor?: keyof KnownVendors;
}

/** Whose numbers {@link listNumbers} lists. */
export interface NumberOwner extends AnyOwner {
  vendor?: keyof KnownVendors;
}

/**
 * Free numbers with their prices, in the vendor's order. Buys nothing.
 *
 * Keys come from the stack's configuration in a Pulumi program, from the environment elsewhere. Throws ArgumentError,
 * ConfigurationError, AuthenticationError, RateLimitedError, UnreachableError.
 *
 * @example
 * const [first] = await searchNumbers({ vendor: "plivo", country: "US", areaCode: "415", limit: 5 });
 * console.log(first?.e164, first?.monthlyPrice?.amount);
 */
export async function searchNumbers(query: NumberQuery): Promise<AvailableNumber[]> {
  const [context, inventory] = await Promise.all([openContext(), import("../inventory/search-numbers.js")]);
  return inventory.searchNumbers(context, query);
}

/**
 * Every number that the account owns, in or out of any stack.
 *
 * Keys and errors as with {@link searchNumbers}.
 *
 * @example
 * for (const number of await listNumbers({ vendor: "plivo" })) console.log(number.e164, number.renewsAt);
 */
export async function listNumbers(owner: NumberOwner = {}): Promise<RentedNumber[]> {
  const [context, inventory] = await Promise.all([openContext(), import("../inventory/list-numbers.js")]);
  return inventory.listNumbers(context, owner);
}

// Loaded on demand: a program that only declares numbers needs neither schemas nor HTTP client nor vendors.
async function openContext() {
  const opening = await import("./open-context.js");
  const config = new Config("phone");
  const reader = {
    get: (key: string) => config.get(key.replace(/^phone:/, "")),
    rawConfig: sdk.allConfig(),
    projectName: getProject(),
  };
  const context = await opening.openContext(reader);
  opening.requireConfiguredKeys(reader, context);
  return context;
}
