import type { z } from "zod";
import type { SearchCriteria } from "../domain/arguments";
import type { Money } from "../domain/money";
import type { NumberCapability, NumberType, VendorName } from "../domain/names";
import type { E164 } from "../domain/number";

/**
 * What a vendor's API can do, as data: check, the argument types and the documentation are made from it.
 */
export interface Capabilities {
  /** Search criteria it honours; null when it has no search. */
  readonly search: readonly (keyof SearchCriteria)[] | null;
  /** Whether a number that the program names can be bought. */
  readonly exactNumber: boolean;
  readonly types: readonly NumberType[];
  readonly list: boolean;
  readonly get: boolean;
  /** Its word for what answers a call, and when that can be bound; null when its API cannot bind. */
  readonly agent: { readonly word: string; readonly atPurchase: boolean; readonly later: boolean } | null;
  readonly subaccount: boolean;
  /** Its word for a label; null when it has none. */
  readonly label: string | null;
  /** Where it tells a price before the purchase is made. */
  readonly priceBeforePurchase: boolean;
  readonly renewalDate: boolean;
  readonly release: "at-once" | "period-end";
}

/** A configuration key of a vendor and the environment variable that stands in for it. */
export interface KeyDefinition {
  /** Below `phone:`, e.g. `plivoAuthToken`. */
  readonly config: string;
  readonly environment: string;
  /** Whether it must never be seen. */
  readonly secret: boolean;
  /** What its value looks like, and how to say so. */
  readonly form?: { readonly pattern: RegExp; readonly description: string };
}

/** How to reach one account. */
export interface AccountSettings<Key extends string = string> {
  readonly baseUrl: string;
  readonly keys: Readonly<Record<Key, string>>;
}

/** Everything about a vendor that is known without asking it. */
export interface VendorDefinition<Key extends string = string> {
  readonly name: VendorName;
  readonly capabilities: Capabilities;
  /** Origin of its API. */
  readonly baseUrl: string;
  readonly keys: Readonly<Record<Key, KeyDefinition>>;
  /** Strict schema of `vendorOptions`. */
  readonly options: z.ZodType<VendorOptions>;
  /** What of a search it cannot do although its capabilities have each criterion. */
  searchFailures(criteria: SearchCriteria, type: NumberType | undefined): readonly SearchFailure[];
  /** Opens an account. Sends nothing yet. */
  connect(settings: AccountSettings<Key>): Vendor;
}

/** A criterion that a vendor cannot honour beside the others, and what to do. */
export interface SearchFailure {
  readonly criterion: string;
  readonly reason: string;
}

/** `vendorOptions`, parsed by the vendor's own schema. */
export type VendorOptions = Readonly<Record<string, unknown>>;

/** What to look for: one of the criteria of `search`, with what holds for all of them. */
export interface SearchQuery {
  readonly country: string;
  readonly type: NumberType | undefined;
  readonly criteria: SearchCriteria;
  readonly options: VendorOptions;
}

/** A number that is for sale. */
export interface Offer {
  readonly e164: E164;
  readonly monthlyPrice: Money | null;
  readonly setupPrice: Money | null;
  readonly type: NumberType | null;
  /** Where it is, in the vendor's words. */
  readonly place: string | null;
  readonly capabilities: readonly NumberCapability[];
  /** What the country asks for before the number works, in the vendor's words; null when nothing. */
  readonly restriction: string | null;
}

/** A number that the account owns. */
export interface OwnedNumber {
  readonly e164: E164;
  readonly vendorId: string;
  /** `pending` while documents are waited for; null when the vendor does not tell. */
  readonly status: "active" | "pending" | null;
  /** Why the status is what it is, where there is something to say. */
  readonly statusReason: string | null;
  readonly monthlyPrice: Money | null;
  /** ISO date; null when the vendor tells none. */
  readonly renewsAt: string | null;
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly alias: string | null;
  readonly capabilities: readonly NumberCapability[];
  readonly region: string | null;
  /** ISO date; null when the vendor tells none. */
  readonly purchasedAt: string | null;
}

/** What to buy, and how it shall be from the start where the vendor can do that. */
export interface Order {
  readonly e164: E164;
  readonly agent: string | undefined;
  readonly subaccount: string | undefined;
}

/** What the answer to a purchase proves. */
export interface Receipt {
  readonly vendorId: string;
  readonly status: "active" | "pending";
  readonly statusReason: string | null;
}

/** Changes in place; an absent member stays as it is, null takes it away. */
export interface NumberChanges {
  readonly agent?: string | null;
  readonly subaccount?: string | null;
  readonly alias?: string | null;
}

/**
 * One account of one vendor. Every method may throw, beside what it names: AuthenticationError, PermissionError,
 * RateLimitedError, UnreachableError (nothing was sent or nothing can have changed), UnclearError, RefusedError.
 */
export interface Vendor {
  readonly definition: VendorDefinition;
  /** The account's public name, where it has one; never a key. Kept in state, so that other keys are noticed. */
  readonly account: string | null;

  /** Free numbers, page by page as they are asked for; a page may be empty. An iteration may be left at any time. */
  search(query: SearchQuery): AsyncIterable<readonly Offer[]>;

  /** The offer of exactly this number; undefined when it is not for sale. */
  find(number: E164, country: string): Promise<Offer | undefined>;

  /**
   * Buys exactly this number. Throws NumberTakenError (not for sale), NoFundsError, ComplianceError; an UnclearError is
   * the only one after which it may have been bought.
   */
  buy(order: Order): Promise<Receipt>;

  /** Every number of the account, or an error: never a part. */
  list(): Promise<readonly OwnedNumber[]>;

  /** The number as it is now; undefined only when the vendor says that the account does not own it. */
  get(number: E164): Promise<OwnedNumber | undefined>;

  /**
   * Makes the changes to a number as it was just read, and reads it back. Throws NotFoundError, and UnfinishedError when a
   * change did not hold.
   */
  update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber>;

  /** Gives the number back; false when the account did not own it any more. */
  release(number: E164): Promise<boolean>;

  /** Throws ArgumentError when no such agent exists. Asks once per process. */
  checkAgent(agent: string): Promise<void>;

  /** Throws ArgumentError when no such subaccount exists. Asks once per process. */
  checkSubaccount(subaccount: string): Promise<void>;
}
