import type { NumberRecord, StackRecord } from "../host/purchase-records";

/** The row that leaves: the number, and the URN of the row, or that which its state was written under: a front knows one of the two. */
export interface LeavingRow {
  readonly e164: string;
  readonly vendor: string;
  readonly claim: string;
}

function isOf({ urn, claim }: NumberRecord, leaving: LeavingRow): boolean {
  return claim === leaving.claim || urn === leaving.claim;
}

/** Whether a row has the number of another; of what vendor cannot be read is of any. */
export function hasNumber(
  { e164, vendor, hasEnded }: NumberRecord,
  number: Pick<LeavingRow, "e164" | "vendor">,
): boolean {
  return e164 === number.e164 && !hasEnded && (vendor ?? number.vendor) === number.vendor;
}

/**
 * Whether another row of the stack has the number: one that is out of date must not take it from the one that bought it since, nor an old row
 * from the one that replaces it. Of several rows that are deleted, the last gives it back: so many have gone before.
 */
export function isHeldBeside(
  leaving: LeavingRow,
  atStart: StackRecord,
  now: StackRecord,
  {
    wasMade,
    before,
  }: { /** Whether this run has made a row of it. */ readonly wasMade: boolean; readonly before: number },
): boolean {
  const rowsIn = ({ numbers, givenUp }: StackRecord) => {
    // The engine may delete again what it has given up.
    const own = givenUp.filter((row) => isOf(row, leaving));
    return [...numbers, ...own].filter((row) => hasNumber(row, leaving)).length;
  };
  return Math.max(rowsIn(atStart) + Number(wasMade), rowsIn(now)) - before > 1;
}

/**
 * Whether a row that leaves was given up by an earlier run, which replaced it before it had another: the engine deletes it once more, and forgets that it
 * was, where the program has its order otherwise by now. Somebody else may have the number since.
 */
export function wasGivenUp(leaving: LeavingRow, { numbers, givenUp }: StackRecord): boolean {
  const isHere = (row: NumberRecord) => hasNumber(row, leaving);
  return !numbers.some(isHere) && givenUp.some((row) => isOf(row, leaving) && isHere(row));
}
