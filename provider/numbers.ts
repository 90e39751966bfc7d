import { Config } from "@pulumi/pulumi";
import { argumentSchema } from "./domain/arguments";
import { ArgumentError } from "./domain/errors";
import type { Money } from "./domain/money";
import type { NumberCapability, NumberType, VendorName } from "./domain/names";
import { readCountry } from "./domain/number";
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
  readonly status: "active" | "pending";
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
  const { vendor: name, country: written, type, vendorOptions = {}, limit = 20, ...criteria } = query;
  const parsed = argumentSchema.safeParse({ search: criteria, type });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ArgumentError(issue?.message ?? "is malformed", {
      argument: issue?.path.slice(2).join(".") || "query",
      nextStep: "Mend it and search again.",
    });
  }
  const country = readCountry(written);
  if (country === undefined) {
    throw new ArgumentError(`"${written}" is no ISO 3166-1 alpha-2 code`, {
      argument: "country",
      nextStep: 'Write two letters, such as "US".',
    });
  }
  const { vendor } = await account(name);
  const found: AvailableNumber[] = [];
  const search = { country, type, criteria: parsed.data.search?.[0] ?? {}, options: vendorOptions };
  for await (const offer of vendor.search(search)) {
    if (found.push(offer) >= limit) break;
  }
  return found;
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
  const { vendor } = await account(options.vendor);
  return (await vendor.list()).map(
    ({ e164, vendorId, status, monthlyPrice, renewsAt, agent, subaccount, alias }) => ({
      e164,
      vendorId,
      status,
      monthlyPrice,
      renewsAt,
      agent,
      subaccount,
      alias,
    }),
  );
}

let context: Context | undefined;

async function account(name: VendorName | undefined) {
  if (context === undefined) {
    // Loaded on demand: a program that only declares numbers needs neither HTTP client nor vendors.
    const { openContext } = require("./runtime") as typeof import("./runtime");
    const config = new Config("phone");
    context = openContext({ get: (key) => config.get(key.replace(/^phone:/, "")) });
  }
  const vendor = (name ?? context.defaultVendor) as VendorName | undefined;
  if (vendor === undefined || context.definition(vendor) === undefined) {
    throw new ArgumentError(vendor === undefined ? "is missing" : `"${vendor}" is not supported yet`, {
      argument: "vendor",
      nextStep: 'Give vendor: "plivo", or set phone:vendor.',
    });
  }
  return context.account(vendor);
}
