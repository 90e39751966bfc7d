import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import type { Account, OwnedNumber } from "../../world/account";
import type { Clock } from "../../world/clock";
import type { Random } from "../../world/random";
import type { Directory } from "./directory";

/** What handlers work on. */
export interface Bolna {
  readonly directory: Directory;
  readonly account: Account;
  readonly clock: Clock;
  readonly random: Random;
  readonly questions: OpenQuestions;
  readonly records: WeakMap<OwnedNumber, NumberRecord>;
}

/** What Bolna keeps about a number that other vendors have not. */
export interface NumberRecord {
  readonly updatedAt: Date;
  /** Whether it was touched before the list showed it. */
  readonly touchedEarly: boolean;
}

/** A request that was let in. */
export interface BolnaRequest {
  /** The sub-account whose key came with it; null for the main account. */
  readonly caller: string | null;
  /** The part of the path that names the thing, where there is one. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly listLagMs: number;
}

export type Handler = (bolna: Bolna, request: BolnaRequest) => Answer;

export function recordOf({ records }: Bolna, number: OwnedNumber): NumberRecord {
  return records.get(number) ?? { updatedAt: number.boughtAt, touchedEarly: false };
}
