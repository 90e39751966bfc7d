import type { PurchaseRecord } from "../host/purchase-records";
import type { Finding } from "./proofs";
import { judgeWord } from "./record";

/** A purchase that was begun, and what is known of it. */
export interface OpenPurchase extends PurchaseRecord {
  readonly finding: Finding;
}

/** Another purchase that may have bought: where this one is not proven to have, asking for either again could be a second number. */
export function besideOpen(record: OpenPurchase, open: readonly OpenPurchase[]): OpenPurchase | undefined {
  if (record.finding.verdict === "ours") return undefined;
  return open.find((other) => other !== record && isApart(record, other));
}

/** Whether two records are of two purchases: neither was narrowed down to the other. */
export function isApart(left: PurchaseRecord, right: PurchaseRecord): boolean {
  return !isNarrowed(left, right) && !isNarrowed(right, left);
}

/**
 * Whether a purchase of the one list may have gone on with the other: not where that was made by a word that this one has bought nothing. Where what the engine keeps lacks some of what a journal has, it was
 * picked anew, without what the run before has bought; or that journal is from before another machine went on, and is asked about once more.
 */
function isNarrowed(from: PurchaseRecord, to: PurchaseRecord): boolean {
  const { candidates, word } = to;
  if (candidates.length === 0 || judgeWord(word, from) !== undefined) return false;
  if (!candidates.every((each) => from.candidates.includes(each))) return false;
  const mayBePickedAnew = from.keptBy === "journal" && to.keptBy === "backend";
  return !mayBePickedAnew || candidates.length === from.candidates.length;
}
