import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import type { Account, OwnedNumber } from "../../world/account";
import type { Directory } from "./directory";
import type { ExtraFacts } from "./extra-facts";

/** What handlers work on. */
export interface Plivo {
  readonly directory: Directory;
  readonly account: Account;
  readonly extras: WeakMap<OwnedNumber, ExtraFacts>;
  readonly questions: OpenQuestions;
}

/** A request that was let in. */
export interface PlivoRequest {
  readonly caller: Caller;
  /** The part of the path that names the thing, where there is one. */
  readonly id: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly listLagMs: number;
}

/** Whose credentials came with the request; they are also whose account the path names. */
export interface Caller {
  readonly authId: string;
  readonly isMain: boolean;
}

export type Handler = (plivo: Plivo, request: PlivoRequest) => Answer;

/** The E.164 form of a number as paths have it: digits; Plivo's own clients write a plus sign before them, too. */
export function e164Of(id: string): string | undefined {
  const [, digits] = /^(?:\+|%2B)?(\d+)$/i.exec(id) ?? [];
  return digits && `+${digits}`;
}
