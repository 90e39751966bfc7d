import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer, VendorBody } from "../../kit/stand-in";
import type { Account, OwnedNumber } from "../../world/account";
import type { Clock } from "../../world/clock";
import type { Directory } from "./directory";
import type { Caller } from "./keys";
import type { Refusals } from "./refusals";

/** What handlers work on. */
export interface Ravan {
  readonly directory: Directory;
  readonly account: Account;
  readonly clock: Clock;
  readonly questions: OpenQuestions;
  readonly refusals: Refusals;
  /** Numbers bought through Ravan; the others came from the organization's own Twilio account, or may have. */
  readonly bought: WeakSet<OwnedNumber>;
  readonly released: ReleasedNumber[];
}

/** A number given back. */
export interface ReleasedNumber {
  readonly number: OwnedNumber;
  readonly releasedAt: Date;
}

/** A request that was let in. */
export interface RavanRequest {
  readonly caller: Caller;
  /** The part of the path that names the thing, decoded; empty where there is none. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: VendorBody;
  readonly listLagMs: number;
}

export type Handler = (ravan: Ravan, request: RavanRequest) => Answer;

/** Times in answers have no fractions of seconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}
