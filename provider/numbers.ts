import { Config } from "@pulumi/pulumi";
import type { VendorName } from "./domain/names";
import type { AvailableNumber, NumberQuery, RentedNumber } from "./lifecycle/search";

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
  const { context, search } = await load();
  return search.searchNumbers(context, query);
}

/**
 * Every number that the account owns, in or out of any stack.
 *
 * Keys and errors as with {@link searchNumbers}.
 *
 * @example
 * for (const number of await listNumbers({ vendor: "plivo" })) console.log(number.e164, number.renewsAt);
 */
export async function listNumbers(options: { vendor?: VendorName } = {}): Promise<RentedNumber[]> {
  const { context, search } = await load();
  return search.listNumbers(context, options.vendor);
}

// Loaded on demand: a program that only declares numbers needs neither schemas nor HTTP client nor vendors.
async function load() {
  const [runtime, search] = await Promise.all([import("./runtime.js"), import("./lifecycle/search.js")]);
  const config = new Config("phone");
  const context = runtime.openContext({ get: (key) => config.get(key.replace(/^phone:/, "")) });
  return { context, search };
}
