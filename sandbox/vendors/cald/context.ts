import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import type { Account } from "../../world/account";
import type { Directory } from "./directory";

/** What handlers work on. */
export interface Cald {
  readonly directory: Directory;
  readonly account: Account;
  readonly questions: OpenQuestions;
}

/** A request that was let in. */
export interface CaldRequest {
  /** The last part of the path, where it names one thing. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether another customer is quicker to buy the number that this call would get. */
  readonly outpaced: boolean;
}

export type Handler = (cald: Cald, request: CaldRequest) => Answer;
