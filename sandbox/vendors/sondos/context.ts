import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer } from "../../kit/stand-in";
import type { Account } from "../../world/account";
import type { OpenAnswers } from "./answers";
import type { Bindings } from "./bindings";
import type { Directory } from "./directory";

/** What handlers work on. */
export interface Sondos {
  readonly directory: Directory;
  readonly account: Account;
  readonly bindings: Bindings;
  readonly open: OpenAnswers;
  /** Numbers in E.164 that some search has shown: no other can be bought. */
  readonly shown: Set<string>;
  readonly questions: OpenQuestions;
}

/** A request that was let in. */
export interface SondosRequest {
  readonly path: string;
  /** The part of the path that names the thing; NaN where that is no id. */
  readonly id: number;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly listLagMs: number;
}

export type Handler = (sondos: Sondos, request: SondosRequest) => Answer;
