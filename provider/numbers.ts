import { Config } from "@pulumi/pulumi";
import type { Money } from "./domain/money";
import type { NumberCapability, NumberType, VendorName } from "./domain/names";
import type { Context } from "./lifecycle/context";

/** What to look for with {@link searchNumbers}; members as in the arguments of PhoneNumber, plain values only. */
export interface NumberQuery {
  /** Default: `phone:vendor`. */
  vendor?: VendorName;
  /** ISO 3166-1 alpha-2. */
  country: string;
  type?: NumberType;
  areaCode?: string;
  prefix?: string;
  contains?: string;
  region?: string;
  locality?: string;
  capabilities?: NumberCapability[];
  vendorOptions?: Record<string, string | number | boolean>;
  /** Most numbers to return; default 20. */
  limit?: number;
}

/** A number that is for sale. */
export interface AvailableNumber {
  readonly e164: string;
  /** Rent of a month; null when the vendor does not tell. */
  readonly monthlyPrice: Money | null;
  /** What the purchase costs once; null when the vendor does not tell. */
  readonly setupPrice: Money | null;
  readonly type: NumberType | null;
  /** Where it is, in the vendor's words. */
  readonly place: string | null;
  readonly capabilities: readonly NumberCapability[];
  /** Which documents the country wants first, in the vendor's words; null when none. */
  readonly restriction: string | null;
}

/** A number that the account owns. */
export interface RentedNumber {
  readonly e164: string;
  readonly vendorId: string;
  /** `pending` while documents are waited for; null when the vendor does not tell. */
  readonly status: "active" | "pending" | null;
  readonly monthlyPrice: Money | null;
  /** ISO date; null when the vendor does not tell. */
  readonly renewsAt: string | null;
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly alias: string | null;
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

let context: Context | undefined;

// Loaded on demand: a program that only declares numbers needs neither schemas nor HTTP client nor vendors.
async function load() {
  const [runtime, search] = await Promise.all([import("./runtime.js"), import("./lifecycle/search.js")]);
  const config = new Config("phone");
  context ??= runtime.openContext({ get: (key) => config.get(key.replace(/^phone:/, "")) });
  return { context, search };
}
