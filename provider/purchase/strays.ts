import type { PastUpdate, PurchaseRecord, StackRecord } from "../host/purchase-records";
import type { OwnedNumber, Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";
import { mayBe } from "./verdict";

/**
 * What a plugin may have bought that died alone, and whose machine is gone: the engine has forgotten the purchase, and so has the
 * disk. What is left is the account, and that the run did not succeed.
 */

/** When the runs began of which none has succeeded since; undefined when the last run has. An ISO time. */
export function failingSince(history: readonly PastUpdate[]): string | undefined {
  const runs = history.filter(
    ({ kind, hasSucceeded, isPartial }) => kind === "update" && !(hasSucceeded && isPartial),
  );
  const succeeded = runs.findIndex(({ hasSucceeded }) => hasSucceeded);
  const failed = succeeded === -1 ? runs : runs.slice(0, succeeded);
  return failed.at(-1)?.startedAt;
}

/** The numbers of the account that were bought since then, as far as their dates tell, and that no stack has and no record names. */
export function straysAmong(
  owned: readonly OwnedNumber[],
  vendor: Vendor,
  stacks: readonly StackRecord[],
  noted: readonly PurchaseRecord[],
  since: string,
): readonly OwnedNumber[] {
  const numbers = stacks.flatMap((stack) => stack.numbers);
  const records = [...noted, ...stacks.flatMap((stack) => stack.begun)];
  const begun = records.flatMap(({ candidates }) => candidates);
  return (
    owned
      // One whose notice was given ends by itself.
      .filter(({ purchasedAt, status }) => status !== "lapsing" && mayBeSince(purchasedAt, since))
      .filter((number) => !numbers.some((row) => mayBe(row, vendor, number)) && !begun.includes(number.e164))
  );
}

/** What those mean that a new resource would have taken. */
export function judgeStrays(candidates: readonly string[], since: string): Finding {
  return find(
    "stray",
    `the account has ${candidates.join(" and ")}, which no stack has, and which a run of this stack may have bought that did not succeed (since ${since})`,
  );
}

const dayMs = 24 * 3_600_000;

// A vendor's day begins somewhere on earth, and its clock may be off: a day more is asked about rather than one less.
function mayBeSince(purchasedAt: string | null, since: string): boolean {
  if (purchasedAt === null) return true;
  const bought = Date.parse(purchasedAt);
  return Number.isNaN(bought) || bought >= Date.parse(since) - 2 * dayMs;
}
