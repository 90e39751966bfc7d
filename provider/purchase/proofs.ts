import type { E164 } from "../domain/number";

/**
 * When may a number be asked for? When nothing that this resource has asked for before may have become one. That is the whole rule, and
 * this folder is where it is kept:
 *
 * - `recorded-purchases.ts` puts together what was written down of the purchases of a resource: pending operation, journal, state.
 * - `judge-record.ts` judges such a record, and `verdict.ts` a number that the account shows. Both answer with a line of this table.
 * - `buy-candidate.ts` buys where no record is open. It goes on to another number only when the one before is `theirs` or `free`.
 * - `settle-purchase.ts` finds out what became of a request without a clear answer, and `resume-purchase.ts` what became of a run that
 *   was interrupted: both may ask for the same number again, as it can be sold only once, and for no other one while this is open.
 * - `beside.ts` tells whether two records are of two purchases: while both are open neither is resumed.
 * - `strays.ts` judges what nothing was written down of, `rivals.ts` what is to be adopted, and `held-rows.ts` which of several rows with one
 *   number gives it back.
 *
 * Who orchestrates, and words the messages, is `lifecycle/steps`; it decides none of this. `host/backend.ts` leaves out the operations that a
 * row of the same resource has ended, as the engine keeps them.
 */

/**
 * What can be said of a number that a purchase may have bought.
 *
 * - `ours`: it is proven to be this resource's: kept, finished, changed, released.
 * - `theirs`: it is proven to be another's: left alone.
 * - `free`: it is proven that this purchase has not bought it.
 * - `open`: anything else. Nothing is bought and nothing released; a person can say what it is.
 */
export type Verdict = "ours" | "theirs" | "free" | "open";

/**
 * Everything that is taken for evidence, what it proves, and why. Nothing else decides whose a number is: a date, an agent or a
 * label can be anything, and so prove nothing.
 */
export const proofs = {
  "bought in between": {
    verdict: "ours",
    seen: "The account shows a number that it did not have before it was asked for, and no other record names it",
    why: "It was for sale when it was picked, so it was bought since, with this account.",
  },
  "in state": {
    verdict: "ours",
    seen: "The resource's own state has the number, and is sure of its purchase",
    why: "The engine has written it down since it was bought.",
  },
  "another resource": {
    verdict: "theirs",
    seen: "Another resource of this stack has the number in state, and it has not ended there by `renewal: off`, or is buying it in this run",
    why: "One number belongs to one resource.",
  },
  "another stack": {
    verdict: "theirs",
    seen: "Another stack of the backend has the number in state as its own, and it has not ended there by `renewal: off`",
    why: "That stack was sure of its purchase when it wrote its state.",
  },
  "had before": {
    verdict: "theirs",
    seen: "The account had the number before it was asked for",
    why: "What is there already was not bought by a request that comes later.",
  },
  refused: {
    verdict: "free",
    seen: "The vendor refused the purchase in words that it documents, or the request never left",
    why: "Such a request buys nothing.",
  },
  "not shown": {
    verdict: "free",
    seen: "Ten minutes after the last request the account does not show the number, which was sold without a restriction",
    why: "Purchases show within seconds; ten minutes is far beyond what was measured.",
  },
  arrived: {
    verdict: "free",
    seen: "Its result was on its way to the engine, and that update has succeeded",
    why: "An engine that loses a result fails. What it got is in state, or was taken out of it since.",
  },
  "said by a person": {
    verdict: "free",
    seen: "`nothingBought` has the token of this purchase",
    why: "A person has looked where no API shows it.",
  },
  "not shown yet": {
    verdict: "open",
    seen: "The account does not show the number, and ten minutes have not passed",
    why: "It may show late. The same number may be asked for again, as it can be sold only once; no other one.",
  },
  "waits for documents": {
    verdict: "open",
    seen: "The account does not show the number, which was sold with a restriction",
    why: "It may not show before its documents are accepted. The same number may be asked for again; no other one.",
  },
  "other keys": {
    verdict: "open",
    seen: "The account does not show the number, and it was asked for in another account of that vendor, or with another key where the vendor names no account; or it was asked for in an account that the configuration does not open any more",
    why: "That account may have it, and these keys do not show it.",
  },
  "settled since": {
    verdict: "open",
    seen: "The account shows the number, and a later update of the stack has succeeded, or has made something before the stack was destroyed",
    why: "That update may have settled the purchase, and the number have been retained, or taken out of the state, since. Or the resource was not in its program.",
  },
  "one before it is open": {
    verdict: "open",
    seen: "The account shows a fallback, and one that was asked for before it may still show",
    why: "The fallback is ours only if the ones before it are not.",
  },
  "another purchase": {
    verdict: "open",
    seen: "The account shows the number, and a purchase of another stack that has not ended names it as well, or one that another process makes in this run",
    why: "Either may have bought it. When both were interrupted ten minutes ago or more, the first by name has it. Of two resources of a stack whose earlier run was interrupted, the first in the program's run has it; of two that two processes resume, the one that wants it more.",
  },
  "not as ordered": {
    verdict: "open",
    seen: "The account shows the number with an agent or a holder that was not ordered, or one of the state under another id than it had",
    why: "It may be a stranger's, or the vendor's doing.",
  },
  "backend unreadable": {
    verdict: "open",
    seen: "The account shows the number, and the own stack or another one cannot be read",
    why: "Failing to look is not seeing nothing.",
  },
  "record unreadable": {
    verdict: "open",
    seen: "A record says that a purchase was begun, and what it asked for is secret",
    why: "It may be any number.",
  },
  "unknown vendor": {
    verdict: "open",
    seen: "A record names a vendor that the program does not have any more",
    why: "Its account cannot be looked at.",
  },
  stray: {
    verdict: "open",
    seen: "After an update that did not succeed the account shows a number that was bought within two days of it, where it is sure to tell when, that no stack has, that no record of this stack explains, nor one of a stack that may be buying at this moment, and that this resource would have taken",
    why: "A plugin may have bought it that died together with its machine. Bolna and Plivo tell when a number was bought; what Ravan and Sondos tell may be the day on which a carrier made it.",
  },
  "shown to nobody": {
    verdict: "open",
    seen: "The vendor's API does not show what it has sold",
    why: "Only its dashboard tells.",
  },
} as const satisfies Record<string, { verdict: Verdict; seen: string; why: string }>;

export type Proof = keyof typeof proofs;

/** A verdict, and what it rests on. */
export interface Finding {
  readonly verdict: Verdict;
  readonly proof: Proof;
  /** What was seen, and where: it goes on after the number, e.g. `the stack organization/phones/prod has it`. */
  readonly because: string;
  /** The number that was seen, where it is one of several. */
  readonly number?: E164;
}

export function find(proof: Proof, because: string): Finding {
  return { verdict: proofs[proof].verdict, proof, because };
}

/** Whether what was judged may be this resource's, so that no other number may be asked for in its place. */
export function mayBeBought({ verdict }: Finding): boolean {
  return verdict === "ours" || verdict === "open";
}
