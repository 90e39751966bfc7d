import { ArgumentError } from "../domain/errors";
import type { Money } from "../domain/money";
import type { NumberCapability, NumberType } from "../domain/names";
import { readCountry } from "../domain/number";
import { decideVendor } from "../lifecycle/arguments/choose-vendor";
import { type Failure, parseArguments } from "../lifecycle/arguments/failure";
import { capabilityFailures } from "../lifecycle/arguments/unsupported";
import type { Context } from "../lifecycle/context";
import type { VendorDefinition } from "../vendors/vendor";

/** What to look for; members as in the arguments of PhoneNumber, plain values only. */
export interface AnyQuery {
  /** Default: the account's, or `phone:vendor`. */
  vendor?: string;
  /** An entry of `phone:accounts`; default: the vendor's own keys. */
  account?: string;
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

/** Whose numbers are meant; members as in {@link AnyQuery}. */
export type AnyOwner = Pick<AnyQuery, "vendor" | "account">;

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
  readonly vendorId: string | null;
  /** `pending` while documents are waited for; null when the vendor does not tell. */
  readonly status: "active" | "pending" | "lapsing" | null;
  readonly monthlyPrice: Money | null;
  /** ISO date; null when the vendor does not tell. */
  readonly renewsAt: string | null;
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly alias: string | null;
}

/** Free numbers of one search, in the vendor's order, as far as asked for. */
export async function searchNumbers(context: Context, query: AnyQuery): Promise<AvailableNumber[]> {
  const { vendor, account, country: written, type, vendorOptions = {}, limit = 20, ...criteria } = query;
  const definition = definitionOf(context, query);
  const { args, failures } = parseArguments(given({ type, vendorOptions, search: given(criteria) }));
  refuse([...failures, ...capabilityFailures(definition, args, [])]);
  if (!Number.isInteger(limit) || limit < 1) {
    refuse([{ property: "limit", reason: "must be a whole number of 1 or more." }]);
  }
  const country = readCountry(String(written));
  if (country === undefined) {
    refuse([{ property: "country", reason: `"${written}" is no ISO 3166-1 alpha-2 code, such as "US".` }]);
    return [];
  }
  const { vendor: opened } = await context.account({ vendor: definition.name, account });
  const found: AvailableNumber[] = [];
  const wanted = {
    country,
    type: args.type,
    criteria: args.search?.[0] ?? {},
    options: args.vendorOptions ?? {},
  };
  for await (const page of opened.search(wanted)) {
    found.push(...page.map(({ terms: _, ...offer }) => offer));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** Every number of the account. */
export async function listNumbers(context: Context, owner: AnyOwner): Promise<RentedNumber[]> {
  const definition = definitionOf(context, owner);
  const { vendor } = await context.account({ ...owner, vendor: definition.name });
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

function definitionOf(context: Context, owner: AnyOwner): VendorDefinition {
  const { definition, failures } = decideVendor(context, owner);
  refuse(failures);
  if (definition === undefined) throw new Error("a vendor is decided, or there is a failure");
  return definition;
}

// Here the criteria are the query itself, not an entry of a list.
function refuse(failures: readonly Failure[]): void {
  const [first] = failures;
  if (first === undefined) return;
  const reason = first.reason.startsWith(`${first.property}: `)
    ? first.reason.slice(first.property.length + 2)
    : first.reason;
  throw new ArgumentError(reason.replace(/\.$/, ""), {
    argument: first.property.replace(/^search\[0\]\./, ""),
    nextStep: "Nothing was asked of the vendor.",
  });
}

function given(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
