import type { Call } from "../../../sandbox/index";
import type { Seen } from "./bench";
import { type Cell, losesAnswer, type Operation } from "./cells";
import type { Played } from "./play";

/** What a call asks for, so that calls for the same thing can be told from others. */
export function askedFor({ path, body }: Call): string {
  return JSON.stringify([path, body]);
}

export function hasErrors({ inState }: Seen): boolean {
  return (inState?.initErrors ?? []).length > 0;
}

/** Whether an operation is over: its effect is in state, and nothing is left to do. */
export function isDone(operation: Operation, seen: Seen): boolean {
  if (operation === "release") return seen.inState === undefined;
  return seen.inState !== undefined && !hasErrors(seen);
}

/** What happened, in short words, run by run until it was done. */
export function outcomeOf(operation: Operation, { cell, runs }: Played): string {
  const words: string[] = [];
  for (const [index, seen] of runs.entries()) {
    const word = wordOf[operation]({ cell, seen, before: runs[index - 1], isFaulty: index < 2 });
    words.push(word);
    if (isDone(operation, seen)) break;
  }
  return words.join(" → ");
}

interface Step {
  readonly cell: Cell;
  readonly seen: Seen;
  readonly before: Seen | undefined;
  /** Whether the cell's fault can have met the run's calls. */
  readonly isFaulty: boolean;
}

const wordOf: Record<Operation, (step: Step) => string> = {
  buy({ cell, seen, before, isFaulty }) {
    const { calls, inState } = seen;
    const last = calls.at(-1);
    if (inState === undefined) return "not bought";
    if (inState.outputs?.status === "unsettled") {
      return cell.vendor === "cald" && last === undefined ? "refused" : "unsettled";
    }
    if (hasErrors(seen)) return "kept";
    if (cell.vendor === "cald" && losesAnswer(cell) && last === undefined) return "adopted on a human's word";
    if (
      before !== undefined &&
      before.account.purchases > 0 &&
      before.inState?.outputs?.status === "active"
    ) {
      return "found";
    }
    if (last === undefined || !isAnswered(cell, last, isFaulty)) return "found";
    if (cell.vendor === "cald" && before?.inState !== undefined) return "bought on a human's word";
    if (new Set(calls.map(askedFor)).size > 1) return "next number bought";
    return calls.length > 1 ? "asked again, bought" : "bought";
  },
  bind: ({ seen }) => (hasErrors(seen) ? "kept" : repeated(seen, "bound", "found bound")),
  release({ seen, before }) {
    if (seen.inState !== undefined) return "kept";
    return before !== undefined && before.account.releases > 0
      ? "found released"
      : repeated(seen, "released", "found released");
  },
};

function repeated({ calls }: Seen, word: string, withoutCall: string): string {
  if (calls.length === 0) return withoutCall;
  return calls.length > 1 ? `${word}, asked again` : word;
}

function isAnswered({ fault }: Cell, { status }: Call, isFaulty: boolean): boolean {
  const isMalformed = fault === "malformed-after" && isFaulty;
  return status !== null && status >= 200 && status < 300 && !isMalformed;
}
