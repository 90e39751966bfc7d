import type { Money } from "../domain/money";
import type { NumberCapability, NumberType } from "../domain/names";
import type { E164 } from "../domain/number";
import type { SearchCriteria } from "../domain/number-arguments";
import type { Schema } from "../domain/schema";
import type { Client, ClientSettings } from "../http/client";

/** What a vendor's API cannot do, and what people do instead: it goes on after "leave it out". */
export interface Lacking {
  /** E.g. `and set the dispatch rule in its dashboard`; empty when there is nothing. */
  readonly instead: string;
}

/** How numbers are given what answers a call. */
export interface AgentCapability {
  /** The vendor's word for it. */
  readonly word: string;
  /** Whether it can be bound by the purchase itself; if not, it is bound right after. */
  readonly atPurchase: boolean;
  /** Set where a new number may get one that the program did not ask for. */
  readonly byDefault?: true;
  /** Set where it can have one number only, and would be taken from another. */
  readonly oneNumber?: true;
  /** Set where it may be an address, such as `sip:desk@pbx.example/1`: then slashes are let through, and the adapter puts it in no path. */
  readonly isAddress?: true;
}

/** How numbers are bought of a vendor that shows none before the purchase. */
export interface PrefixPurchase extends Lacking {
  /** What it is asked for when the program does not care. */
  readonly defaultPrefix: E164;
  /** What it publishes as the rent of a month. */
  readonly monthlyPrice: Money;
}

/**
 * What a vendor's API can do, as data: check, the argument types, the table in the README and the examples of the tests are
 * made from it.
 */
export interface Capabilities {
  /** Countries it sells numbers of, as ISO 3166-1 alpha-2; null where only a search can tell. */
  readonly countries: readonly string[] | null;
  readonly types: readonly NumberType[];
  /** Search criteria it honours. */
  readonly search: readonly (keyof SearchCriteria)[];
  /** Whether the number is chosen before the purchase, or the vendor takes one that starts with a prefix. */
  readonly purchase: "number" | PrefixPurchase;
  /** Whether all numbers of the account can be seen. */
  readonly list: boolean;
  /** Whether one number can be asked for. */
  readonly get: boolean;
  /** What answers a call. */
  readonly agent: AgentCapability | Lacking;
  /** Its word for who may hold a number. */
  readonly subaccount: { readonly word: string } | Lacking;
  /** Its word for a label, and how many characters one may have, where that is documented. */
  readonly label: { readonly word: string; readonly longest?: number | undefined } | Lacking;
  /** Whether it tells when the rent is due. */
  readonly renewalDate: boolean;
  /**
   * Whether the date beside a number is that of its purchase, as it is where this is left out; false where it may be the one on which a
   * carrier made the number.
   */
  readonly purchaseDate?: boolean | undefined;
  /** When a release takes effect, and until when the rent is owed. */
  readonly release: { readonly when: "at-once" | "period-end"; readonly rentEnds: string };
}

/** True of a member of {@link Capabilities} that the vendor has not, also when it does not name it. */
export function isLacking<T extends object>(member: T | Lacking | undefined): member is Lacking | undefined {
  return member === undefined || "instead" in member;
}

/**
 * The arguments that change in place, where the vendor can do that: the member of {@link Capabilities} that says so, and what a
 * vendor without it cannot do.
 */
export const changeable = {
  agent: { capability: "agent", lacking: "has no API to bind an agent" },
  subaccount: { capability: "subaccount", lacking: "has no API to move numbers between subaccounts" },
  alias: { capability: "label", lacking: "has no API to label numbers" },
} as const satisfies Record<string, { capability: keyof Capabilities; lacking: string }>;

/** The name of an argument that changes in place. */
export type ChangeableName = keyof typeof changeable;

export const changeableNames = Object.keys(changeable) as readonly ChangeableName[];

/** Whether the vendor's API shows what the account owns, all of it or one by one. */
export function showsNumbers({ list, get }: Capabilities): boolean {
  return list || get;
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

/** What the package lends to every vendor. */
export interface VendorTools {
  /** Opens a client with the package's retries, pacing, limits, redaction and typed errors. */
  createClient(settings: ClientSettings): Client;
}

/**
 * The version of this interface. It rises when an adapter written for the version before would do something else than its author
 * meant, so that a module of another version is refused when it is loaded, not when it buys.
 */
export const interfaceVersion = 1;

/**
 * Everything about a vendor that is known without asking it.
 *
 * The package has five of them; a module that exports another one as its default can be named in `phone:vendorModules`.
 */
export interface VendorDefinition<Key extends string = string> {
  /** The version of this interface that the adapter is written for: {@link interfaceVersion}. */
  readonly interfaceVersion: 1;
  /** As programs write it in `vendor`: lower case letters. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Origin of its API. */
  readonly baseUrl: string;
  readonly keys: Readonly<Record<Key, KeyDefinition>>;
  /** Strict schema of `vendorOptions`, of zod; absent when it has none. */
  readonly options?: Schema<object>;
  /** Those of the options that go into the purchase, and so have a meaning beside the exact number, too. */
  readonly purchaseOptions?: readonly string[];
  /** What of a search it cannot do although its capabilities have each criterion. */
  searchFailures?(
    criteria: SearchCriteria,
    type: NumberType | undefined,
    country: string | undefined,
  ): readonly SearchFailure[];
  /** Opens an account. Sends nothing yet. */
  connect(settings: AccountSettings<Key>, tools: VendorTools): Vendor;
  /** What its reads answer by its documentation, which `pulumi-phone doctor --live` holds against what comes back. */
  readonly shapes?: readonly AnswerShape[];
}

/**
 * The body of a successful read as the vendor documents it, all of it and not only what the adapter uses. Where a vendor documents
 * several bodies for one path, each is a shape of its own.
 *
 * @example
 * ```ts
 * const one: AnswerShape = {
 *   path: "/numbers/*",
 *   fields: { "data.number": "string", "data.tags": "array", "data.label": "string|null", "data.agent?": "string" },
 * };
 * ```
 */
export interface AnswerShape {
  /** Below the base URL of the client, without a query; `*` stands for one segment. */
  readonly path: string;
  /**
   * The types of each field, joined by `|`: string, number, boolean, null, object, array. A name that ends in `?` may be absent; `a[].b`
   * is the field `b` of the rows of the list `a`, and `[].b` of a body that is a list. What stands within an object or a list
   * of which no field is named is not compared, nor is an answer of which none is.
   */
  readonly fields: Readonly<Record<string, string>>;
  /** Values that are the vendor's own words, such as `active`: a recording shows them, and masks every other text. */
  readonly words?: readonly string[] | undefined;
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
  /** What of the offer has to be said again in the purchase; null when nothing. */
  readonly terms: OfferTerms | null;
}

/** What a purchase has to repeat of its offer, e.g. a price to agree to, or a carrier. Kept in state between the two. */
export type OfferTerms = Readonly<Record<string, string | number | null>>;

/** A number by all its names. */
export interface NumberReference {
  readonly e164: E164;
  /** The vendor's id; null as long as it is not known. */
  readonly vendorId: string | null;
}

/** A number that the account owns. */
export interface OwnedNumber extends NumberReference {
  /** `pending` while documents are waited for, `lapsing` when a release is under way; null when the vendor does not tell. */
  readonly status: "active" | "pending" | "lapsing" | null;
  /** Why the status is what it is, where there is something to say. */
  readonly statusReason: string | null;
  readonly monthlyPrice: Money | null;
  /** ISO date on which the rent is due, or time with its zone; null when the vendor tells none. */
  readonly renewsAt: string | null;
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly alias: string | null;
  readonly capabilities: readonly NumberCapability[];
  readonly region: string | null;
  /** ISO date, or time where the vendor tells it; null when it tells none. */
  readonly purchasedAt: string | null;
  /** What could not be read this time, and is null for that reason alone: what was known of it still holds. */
  readonly untold?: readonly ChangeableName[];
}

/** What an account owns of the numbers that were asked for. */
export interface OwnedAmong {
  /** Those that it owns; there may be others beside them. */
  readonly owned: readonly OwnedNumber[];
  /** Whether it owns no other number. */
  readonly isAll: boolean;
}

/** What to buy, and how it shall be from the start where the vendor can do that. */
export interface Order {
  /** The number; a prefix where the vendor sells by prefix. */
  readonly e164: E164;
  readonly country: string;
  readonly agent: string | undefined;
  readonly subaccount: string | undefined;
  /** {@link Offer.terms}; null also when the number was never seen in a search. */
  readonly terms: OfferTerms | null;
  /** `vendorOptions` of the program. */
  readonly options?: VendorOptions | undefined;
}

/** What the answer to a purchase proves. */
export interface Receipt extends NumberReference {
  readonly status: "active" | "pending";
  readonly statusReason: string | null;
  /** The number as the answer shows it, where nothing else will ever show it. */
  readonly shown?: OwnedNumber;
}

/** How a release ended; `scheduled`: at the end of the paid period, `gone`: the account did not own it any more. */
export type Release = "released" | "scheduled" | "gone";

/** Changes in place; an absent member stays as it is, null takes it away. */
export type NumberChanges = { readonly [Name in ChangeableName]?: string | null };

/**
 * One account of one vendor. Every method may throw, beside what it names: AuthenticationError, PermissionError,
 * RateLimitedError, UnreachableError (nothing was sent or nothing can have changed), UnclearError, RefusedError, and
 * UnsupportedError where the capabilities say that there is no such thing.
 */
export interface Vendor {
  readonly definition: VendorDefinition;
  /**
   * A name of the account, never a key. Kept in state: what an account of another name does not show is not gone. Where the
   * vendor tells no name, a digest of the key.
   */
  readonly account: string;

  /** Free numbers, page by page as they are asked for; a page may be empty. An iteration may be left at any time. */
  search(query: SearchQuery): AsyncIterable<readonly Offer[]>;

  /** The offer of exactly this number; undefined when it is not for sale. */
  find(number: E164, country: string): Promise<Offer | undefined>;

  /**
   * Buys exactly this number, or one that starts with the prefix. Throws NumberTakenError (not for sale, or not on these
   * terms any more), NoFundsError, ComplianceError, and UnclearPurchaseError when it may have been bought. Any UnclearError
   * and any error that is not of this package counts as one, so only an error of another class says that nothing was bought.
   * Errors of calls that follow an accepted order say nothing of it: `afterOrder` of the kit makes them UnclearPurchaseErrors. An
   * unclear answer to a call that comes before the order says nothing was bought: `beforeOrder` makes it a RefusedError.
   */
  buy(order: Order): Promise<Receipt>;

  /** Every number of the account, or an error: never a part. */
  list(): Promise<readonly OwnedNumber[]>;

  /** The number as it is now; undefined only when the vendor says that the account does not own it. */
  get(number: NumberReference): Promise<OwnedNumber | undefined>;

  /**
   * Several numbers, as they are now, in fewer calls than one for each; only of vendors that can ask for one number, and whose list
   * takes several calls. `isAll` says that these are all that the account owns.
   */
  getMany?(numbers: readonly NumberReference[]): Promise<OwnedAmong>;

  /**
   * Makes the changes to a number as it was just read, and reads it back. Throws NotFoundError, and UnfinishedError when a
   * change did not hold.
   */
  update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber>;

  /**
   * Binds an agent to a number that is known by its id alone, and shows it. Only of vendors that show numbers in no other way.
   * Throws NotFoundError.
   */
  takeOver?(vendorId: string, agent: string): Promise<OwnedNumber>;

  /** Gives the number back. */
  release(number: NumberReference): Promise<Release>;

  /** Throws ArgumentError when no such agent exists. Asks once per process. */
  checkAgent(agent: string): Promise<void>;

  /** Throws ArgumentError when no such subaccount exists. Asks once per process. */
  checkSubaccount(subaccount: string): Promise<void>;
}
