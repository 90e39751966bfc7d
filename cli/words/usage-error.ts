import { nearest } from "../../provider/domain/nearest";

/** The command was not understood: nothing was done. */
export class UsageError extends Error {}

/** `Did you mean plivo? Known are bolna, plivo.` */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  const list = known.length === 0 ? "" : `Known: ${known.join(", ")}.`;
  return meant === undefined ? list : `Did you mean ${meant}? ${list}`.trimEnd();
}
