import { isoDate } from "../domain/iso-date";
import type { E164 } from "../domain/number";
import {
  goesBeyond,
  isWhole,
  type PastUpdate,
  type PurchaseRecord,
  type StackRecord,
} from "../host/purchase-records";
import type { OwnedNumber, Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";
import { isAbsenceProven } from "./settling-rule";
import { mayBe } from "./verdict";

/**
 * What a plugin may have bought that died alone, and whose machine is gone: the engine has forgotten the purchase, and so has the
 * disk. What is left is the account, and that the run did not succeed.
 */

/** The runs that failed, the latest first, and that none has gone beyond since. */
export function failedSince(history: readonly PastUpdate[], own: StackRecord): readonly PastUpdate[] {
  const runs = history.filter(({ kind }) => kind === "update");
  const looked = runs.findIndex((run) => goesBeyond(run, own));
  return (looked === -1 ? runs : runs.slice(0, looked)).filter(({ hasSucceeded }) => !hasSucceeded);
}

/** The last update that has made what was in its program, all of it, as a name to know it by; empty when there is none. */
export function lastSuccess(history: readonly PastUpdate[]): string {
  return history.find(isWhole)?.name ?? "";
}

/** The updates since {@link lastSuccess} was that. Where it is not in the history any more, it was before all that are. */
export function updatesSince(history: readonly PastUpdate[], last: string): readonly PastUpdate[] {
  const place = history.findIndex(({ name }) => name === last);
  return place === -1 ? history : history.slice(0, place);
}

/** What explains that the account has a number. */
export interface Explanations {
  readonly own: StackRecord;
  readonly others: readonly StackRecord[];
  /** What was written down of the purchases of this stack, and of others on this machine, but for those whose result has arrived. */
  readonly records: readonly PurchaseRecord[];
  /** {@link purchasesUnderWay} of the others. */
  readonly underWay: readonly PurchaseRecord[];
}

/**
 * The numbers of the account that may have been bought in one of the runs, as far as their dates tell, that no stack has, and that no
 * purchase of this stack explains, nor one that another stack may be making at this moment.
 */
export function straysAmong(
  owned: readonly OwnedNumber[],
  vendor: Vendor,
  { own, others, records, underWay }: Explanations,
  runs: readonly PastUpdate[],
): readonly OwnedNumber[] {
  // What was left in the account for a replacement was bought by no run that failed.
  const numbers = [own, ...others].flatMap((stack) => [...stack.numbers, ...stack.givenUp]);
  const isHad = (number: OwnedNumber) => numbers.some((row) => mayBe(row, vendor, number));
  const free = owned.filter((number) => !isHad(number));
  const left = new Set<string>(free.map(({ e164 }) => e164));
  // One purchase has bought one number at most, and its fallbacks only where the ones before could not be had. How far it came the journal
  // knows; of another stack's it is not known, so that it explains what it asks for first, and no more.
  const boughtBy = new Map<string, string>();
  for (const { claim, candidates, asked } of records) {
    const isFree = (number: string) => (boughtBy.get(number) ?? claim) === claim;
    const number = candidates.slice(0, asked).find((each) => left.has(each) && isFree(each));
    if (number !== undefined) boughtBy.set(number, claim);
  }
  const begun = new Set([...boughtBy.keys(), ...underWay.map(({ candidates: [first] }) => first)]);
  const isDated = vendor.definition.capabilities.purchaseDate !== false;
  return (
    free
      // One whose notice was given ends by itself.
      .filter((number) => {
        const day = isDated ? dayOf(number) : null;
        return number.status !== "lapsing" && runs.some((run) => mayBeIn(run, day));
      })
      .filter(({ e164 }) => !begun.has(e164))
  );
}

/** The purchases that other stacks may be making at this moment: one that was interrupted long ago is no likelier than a run of this stack. */
export function purchasesUnderWay(others: readonly StackRecord[], now: Date): readonly PurchaseRecord[] {
  return others.flatMap(({ begun }) => begun).filter(({ until }) => !isAbsenceProven(until, now));
}

// What a person reads has an end; the way on comes after it.
const mostNamed = 20;

/** The first of the numbers, and how many more there are. */
export function named(numbers: readonly E164[]): string {
  const more = numbers.length - mostNamed;
  const rest = more > 0 ? ` and ${more} more (pulumi-phone orphans lists them)` : "";
  return `${numbers.slice(0, mostNamed).join(" and ")}${rest}`;
}

/** What those mean that a new resource would have taken. */
export function judgeStrays(candidates: readonly E164[], since: string): Finding {
  return find(
    "stray",
    `the account has ${named(candidates)}, which no stack has, and which a run of this stack may have bought that did not succeed (since ${since})`,
  );
}

const dayMs = 24 * 3_600_000;

// What a parser would have to guess is no date: of two readings one would leave out a number that a lost run has bought.
function dayOf({ purchasedAt }: OwnedNumber): string | null {
  return purchasedAt === null ? null : isoDate(purchasedAt);
}

// A vendor's day begins somewhere on earth, and its clock may be off: a day more is asked about rather than one less.
function mayBeIn({ startedAt, endedAt }: PastUpdate, day: string | null): boolean {
  if (day === null) return true;
  const bought = Date.parse(day);
  return Date.parse(startedAt) - 2 * dayMs <= bought && bought <= Date.parse(endedAt) + 2 * dayMs;
}
