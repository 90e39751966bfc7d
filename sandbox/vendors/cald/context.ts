import type { Answer } from "../../kit/stand-in";
import type { Account } from "../../world/account";
import type { Directory } from "./directory";
import { Rotation } from "./rotation";

/** What handlers work on. */
export interface Cald {
  readonly directory: Directory;
  readonly account: Account;
  readonly doubts: Doubts;
}

/** What the documentation leaves open and a call decides, one way and then the other. */
export class Doubts {
  /** Whether a prefix may be shorter or longer than `+1` and an area code. */
  readonly otherPrefixLength = new Rotation<"accepted" | "refused">("accepted", "refused");
  /** Whether a prefix without a free number fails, or makes Cald choose another one. */
  readonly noneFree = new Rotation<"refused" | "other-prefix">("refused", "other-prefix");
  /** Whether `null` and `""` mean no agent, or are no agent id. */
  readonly emptyAgent = new Rotation<"accepted" | "refused">("accepted", "refused");
  /** How a release of what the account does not have ends. */
  readonly releaseOfNone = new Rotation<"failed" | "not-found">("failed", "not-found");
  /** Whether a number that Cald's support added can be released over the API. */
  readonly releaseOfAdded = new Rotation<"failed" | "success">("failed", "success");
}

/** A request that was let in. */
export interface CaldRequest {
  /** The last part of the path, where it names one thing. */
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether somebody else is quicker to buy the number that this call would get. */
  readonly outpaced: boolean;
}

export type Handler = (cald: Cald, request: CaldRequest) => Answer;
