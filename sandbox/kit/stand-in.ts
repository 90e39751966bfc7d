import type { Account, Capability, NumberType } from "../world/account";
import type { Clock } from "../world/clock";
import type { Operation } from "../world/faults";
import type { Random } from "../world/random";
import type { RateLimit } from "../world/rate-window";

/** A request to a stand-in, before anything is known about it. */
export interface VendorCall {
  /** In capitals, such as `POST`. */
  readonly method: string;
  /** The vendor's own path, without the prefix it is mounted under. Not decoded. */
  readonly path: string;
  /** The prefix it is mounted under, such as `/plivo`: for Location headers. */
  readonly mount: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: VendorBody;
  /** How long what this call buys is missing from list and get, in milliseconds: `lagMs` of the acquisition. */
  readonly listLagMs: number;
}

/** What a request carries: nothing, JSON, or text that is no JSON. */
export type VendorBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "malformed" };

/** An answer as data, so that faults can still change it. A body of undefined is an empty one. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** In place of a body, where the vendor answers no JSON: plain text, or what the headers say. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Refusals every vendor has, each in its own words: too many calls, a failure of its own, no money for a purchase, a
 * body over 64 KiB.
 */
export type Refusal = "rate-limited" | "server-error" | "no-funds" | "too-large";

/** What an outsider needs to use a stand-in, as `GET /_sandbox` tells it. */
export interface VendorAccess {
  /** By the names that the vendor's definition gives its keys in the configuration, without `phone:`: `plivoAuthId`. */
  readonly credentials: Readonly<Record<string, string>>;
  /** The ids of the agents that exist; empty where the vendor has none. */
  readonly agents: readonly string[];
  readonly subaccounts?: readonly string[];
}

/** What the vendor sells a number for, and what it can do, unless a control call says otherwise. */
export interface Terms {
  /** Decimal string in the vendor's currency, such as `"0.80"`. */
  readonly monthlyPrice: string;
  /** Like `monthlyPrice`; `"0"` where nothing is charged. */
  readonly setupPrice: string;
  readonly capabilities: readonly Capability[];
}

/**
 * One vendor's API over an account. Faults, rate limits, the clock, the call log and the control calls lie outside of
 * it and work for every stand-in.
 */
export interface StandIn {
  readonly access: VendorAccess;
  /** Never to appear in the call log: keys, as they occur in paths, queries and bodies. */
  readonly secrets: readonly string[];
  /** Absent where the vendor documents none. */
  readonly rateLimit?: RateLimit;
  readonly account: Account;

  /** The classes of fault this call can meet; none for calls outside the life of a number. */
  operations(call: VendorCall): readonly Operation[];

  /** Does what the call asks and answers it. Takes effect before it returns; an error it throws is a 500 of the sandbox. See `answered`. */
  answer(call: VendorCall): Answer;

  /** Another customer buys the number of this purchase just before it arrives: takes it from the stock and refuses. */
  taken(call: VendorCall): Answer;

  /** The vendor's words for a refusal. Changes nothing. */
  refuse(refusal: Refusal, call: VendorCall): Answer;

  /** The terms of a number that `POST /_sandbox/numbers` adds without any. */
  terms(country: string, type: NumberType): Terms;
}

/** What a stand-in is made from. */
export interface StandInSettings {
  /** Its own source: the same seed gives the same keys, agents and numbers. */
  readonly random: Random;
  readonly clock: Clock;
  /** Free US numbers to start with. */
  readonly stock: number;
}

/**
 * Opens a stand-in: once when the sandbox starts, and afresh at each reset.
 *
 * @example
 * ```ts
 * import { Account, OpenQuestions, Router, route, type StandInFactory, usNumbers } from "pulumi-phone/sandbox";
 *
 * export const acme: StandInFactory = {
 *   vendor: "acme",
 *   open: ({ random, clock, stock }) => {
 *     const apiKey = random.text(32, "0123456789abcdef");
 *     const terms = { monthlyPrice: "1.00", setupPrice: "0", capabilities: ["voice"] } as const;
 *     const numbers = usNumbers(random, stock).map((number) => ({ ...number, ...terms }));
 *     const account = new Account(clock, (e164) => e164.slice(1), numbers);
 *     const questions = new OpenQuestions();
 *     const router = new Router([
 *       route("POST", "/numbers/:id", buyNumber, "buy"), // (id, call) => Answer, yours
 *     ]);
 *     return {
 *       access: { credentials: { acmeApiKey: apiKey }, agents: [] },
 *       secrets: [apiKey],
 *       account,
 *       operations: ({ method, path }) => router.operations(method, path),
 *       answer: (call) => {
 *         const found = router.match(call.method, call.path);
 *         return found.kind === "route" ? found.route.handler(found.id, call) : { status: 404 };
 *       },
 *       taken: ({ path }) => {
 *         account.take(`+${path.slice("/numbers/".length)}`);
 *         return { status: questions.next("status of a sold number", 404, 409), body: { error: "sold" } };
 *       },
 *       refuse: (refusal) => ({ status: refusal === "rate-limited" ? 429 : 500, body: { error: refusal } }),
 *       terms: () => terms,
 *     };
 *   },
 * };
 * ```
 */
export interface StandInFactory {
  /** The vendor's name, as its definition has it: lower-case letters and digits. Calls come in under `/<vendor>`. */
  readonly vendor: string;
  open(settings: StandInSettings): StandIn;
}
