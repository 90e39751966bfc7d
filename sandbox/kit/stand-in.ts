import type { Account, Capability, NumberType } from "../world/account";
import type { Clock } from "../world/clock";
import type { Operation } from "../world/faults";
import type { Random } from "../world/random";
import type { RateLimit } from "../world/rate-window";

/** A request to a stand-in, before anything is known about it. */
export interface VendorCall {
  readonly method: string;
  /** The vendor's own path, without the prefix it is mounted under. */
  readonly path: string;
  /** The prefix it is mounted under, such as `/plivo`: for Location headers. */
  readonly mount: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: VendorBody;
  /** How long what this call buys is missing from list and get, in milliseconds. */
  readonly listLagMs: number;
}

export type VendorBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "malformed" };

/** An answer as data, so that faults can still change it. A body of undefined is an empty one. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body, where the vendor answers no JSON: plain text, or what the headers say. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refusals every vendor has, each in its own words. */
export type Refusal = "rate-limited" | "server-error" | "no-funds" | "too-large";

/** What an outsider needs to use a stand-in, as `GET /_sandbox` tells it. */
export interface VendorAccess {
  /** Under the config keys of the package, without `phone:`. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly agents: readonly string[];
  readonly subaccounts?: readonly string[];
}

/** What the vendor sells a number for, and what it can do, when nobody says otherwise. */
export interface Terms {
  readonly monthlyPrice: string;
  readonly setupPrice: string;
  readonly capabilities: readonly Capability[];
}

/** One vendor's API over an account. Everything that vendors have in common lives outside of it. */
export interface StandIn {
  readonly name: string;
  readonly access: VendorAccess;
  /** Never to appear in the call log. */
  readonly secrets: readonly string[];
  /** Absent where the vendor documents none. */
  readonly rateLimit?: RateLimit;
  readonly account: Account;

  /** The classes of fault this call can meet; none for calls outside the life of a number. */
  operations(call: VendorCall): readonly Operation[];

  /** Does what the call asks and answers it. Takes effect before it returns. */
  answer(call: VendorCall): Answer;

  /** Somebody else buys the number of this purchase just before it arrives. */
  taken(call: VendorCall): Answer;

  refuse(refusal: Refusal, call: VendorCall): Answer;

  terms(country: string, type: NumberType): Terms;
}

/** What a stand-in is made from. */
export interface StandInSettings {
  readonly random: Random;
  readonly clock: Clock;
  /** Free US numbers to start with. */
  readonly stock: number;
}

export interface StandInFactory {
  readonly vendor: string;
  open(settings: StandInSettings): StandIn;
}
