import { waitUntil } from "../async/wait-until";
import { NumberTakenError, UnclearPurchaseError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { PurchaseRecord } from "../host/purchase-records";
import type { OwnedNumber, Vendor } from "../vendors/vendor";
import { priceRisen } from "./affordable";
import { buyCandidate } from "./buy-candidate";
import { type Bought, receiptOf } from "./outcome";
import { type Finding, find, mayBeBought } from "./proofs";
import type { BuyingContext, PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";
import { wayOn } from "./record";
import { buyExactly } from "./settle-purchase";
import { judgeAbsence, judgeKeys } from "./settling-rule";
import { judge } from "./verdict";

/** Those of the candidates that the account owns. */
export async function ownedAmong(vendor: Vendor, candidates: readonly E164[]): Promise<OwnedNumber[]> {
  const owned = await Promise.all(candidates.map((e164) => vendor.get({ e164, vendorId: null })));
  return owned.filter((each) => each !== undefined);
}

/** What is known of a purchase that was interrupted, candidate by candidate. */
export interface Reckoning {
  /** The number it has bought. */
  readonly ours: OwnedNumber | undefined;
  /** What is not known yet, and the number that it is about. */
  readonly open: (Finding & { readonly number: E164 }) | undefined;
  /** The one that was asked for first and may still show: it may be asked for again. */
  readonly unseen: E164 | undefined;
  /** Those that others have, and why. */
  readonly theirs: ReadonlyMap<E164, string>;
}

/**
 * Judges the candidates of an interrupted purchase in the order in which they were asked for. A fallback was asked for only when
 * the ones before it were refused or another's: while one of those may still show, it proves nothing.
 */
export async function reckon(
  context: Omit<PurchaseContext, "tell">,
  record: Pick<PurchaseRecord, "candidates" | "asked" | "until" | "claim" | "vendorAccount" | "quote">,
  orders: PurchaseRequest["earlier"],
  owned: readonly OwnedNumber[],
): Promise<Reckoning> {
  const theirs = new Map<E164, string>();
  const otherKeys = judgeKeys(record, context.vendor);
  const absence = otherKeys ?? judgeAbsence(record.until, await context.now(), record.quote);
  let unseen: E164 | undefined;
  for (const candidate of record.candidates.slice(0, record.asked)) {
    const number = owned.find(({ e164 }) => e164 === candidate);
    if (number === undefined) {
      // Of two resources that may have asked for it, the one that wants it first asks again; among equals the first in this run.
      const { offers } = context;
      const isFirst = candidate === record.candidates[0];
      const isAnothers = isFirst
        ? offers.isTaken(candidate, record.claim)
        : offers.isFirstChoice(candidate, record.claim);
      if (mayBeBought(absence) && (!isAnothers || otherKeys !== undefined)) unseen ??= candidate;
      continue;
    }
    const question = { claim: record.claim, orders, candidates: record.candidates };
    const finding = await judge(context, question, number);
    if (finding.verdict === "theirs") {
      theirs.set(candidate, finding.because);
      continue;
    }
    if (finding.verdict === "open")
      return { ours: undefined, open: { ...finding, number: candidate }, unseen, theirs };
    if (unseen === undefined) return { ours: number, open: undefined, unseen, theirs };
    const before =
      otherKeys === undefined
        ? find("one before it is open", `${unseen}, which was asked for before it, may still show`)
        : find(otherKeys.proof, `${otherKeys.because}; they show ${candidate}, which it may have bought`);
    return { ours: undefined, open: { ...before, number: candidate }, unseen, theirs };
  }
  // With these keys it can neither be seen nor be asked for again.
  const open = otherKeys !== undefined && unseen !== undefined ? { ...otherKeys, number: unseen } : undefined;
  return { ours: undefined, open, unseen, theirs };
}

/**
 * Resumes an interrupted purchase whose end is not known. A candidate that the account owns and that is ours is
 * adopted. While none shows, the one that may have been bought is asked for again, and no other: only when so much time has
 * passed that it would show is another one tried. Throws UnclearPurchaseError while that is not known; nothing was asked for then
 * that could become a second number.
 */
export async function resumePurchase(
  context: BuyingContext,
  request: PurchaseRequest,
  interrupted: PurchaseRecord,
): Promise<Bought> {
  const { vendor, offers, settleMs, tell } = context;
  const { claim, candidates } = request;
  tell(`an earlier run was interrupted while it bought: looking for ${candidates.join(", ")} in the account`);
  const owned = await waitUntil(
    () => ownedAmong(vendor, candidates),
    (found) => found.length > 0,
    settleMs,
  );
  const orders = [request.order, ...request.earlier];
  const past = { ...interrupted, claim };
  let reckoning = await reckon(context, past, orders, owned);
  // Another resource may have found the same at the same time: each round leaves it one number more.
  while (reckoning.ours !== undefined && offers.isTaken(reckoning.ours.e164, claim))
    reckoning = await reckon(context, past, orders, owned);
  const { ours, open, unseen, theirs } = reckoning;
  for (const [number, because] of theirs) {
    tell(`${number} is in the account, but was not bought for this resource (${because}): it is left alone`);
  }
  if (open?.proof === "other keys")
    throw cannotTell(vendor, interrupted, request.word, open.number, open.because, runWithThoseKeys);
  if (open !== undefined) {
    const reason = `it is in the account, and ${open.because}`;
    const next = howToFindOut(open, whenItShows(interrupted));
    throw cannotTell(vendor, interrupted, request.word, open.number, reason, next);
  }
  if (ours !== undefined) return adopt(context, request, ours);
  if (unseen !== undefined && interrupted.movedOnTo?.includes(unseen) === false) {
    const reason = `it is not in the account, and a run of this machine has gone on to ${interrupted.movedOnTo[0]}`;
    throw cannotTell(vendor, interrupted, request.word, unseen, reason, whenItShows(interrupted));
  }
  if (unseen !== undefined) return askAgain(context, request, interrupted, unseen);
  tell("the interrupted run has bought nothing");
  // A number that another resource means to buy was never asked for by this one.
  const left = candidates.filter(
    (candidate) => !theirs.has(candidate) && !offers.isFirstChoice(candidate, claim),
  );
  if (left.length > 0) await context.moveOn(left);
  return buyCandidate(context, { ...request, candidates: left });
}

function adopt({ offers, tell }: PurchaseContext, { claim }: PurchaseRequest, number: OwnedNumber): Bought {
  offers.reserve(number.e164, claim);
  tell(`${number.e164} was bought by the interrupted run, and is adopted`);
  return { candidate: number.e164, receipt: receiptOf(number), adopted: true };
}

async function askAgain(
  context: PurchaseContext,
  request: PurchaseRequest,
  interrupted: PurchaseRecord,
  number: E164,
): Promise<Bought> {
  const { vendor, offers, tell } = context;
  const risen = await priceRisen(context, request, number);
  if (risen !== undefined)
    throw cannotTell(
      vendor,
      interrupted,
      request.word,
      number,
      `it is not in the account, and ${risen}`,
      whenItShows(interrupted),
    );
  await context.askingAgain();
  tell(`${number} is not in the account, and is asked for again`);
  offers.reserve(number, request.claim);
  try {
    return { candidate: number, receipt: await buyExactly(context, request, number) };
  } catch (error) {
    if (!NumberTakenError.isInstance(error)) throw error;
    // The one who took it may have been the interrupted run.
    const [late] = await ownedAmong(vendor, [number]);
    const orders = [request.order, ...request.earlier];
    const question = { claim: request.claim, orders, candidates: interrupted.candidates };
    const { verdict } = late ? await judge(context, question, late) : { verdict: "open" };
    if (late !== undefined && verdict === "ours") return adopt(context, request, late);
    const reason = `it is not in the account, and ${error.what}`;
    throw cannotTell(vendor, interrupted, request.word, number, reason, whenItShows(interrupted));
  }
}

const inTenMinutes = "Run pulumi up again in ten minutes: by then it shows, or is known not to be there.";
const onceAccepted =
  "Run pulumi up again once the documents that it was sold with are accepted: by then it shows, if it was bought.";

function whenItShows({ quote }: Pick<PurchaseRecord, "quote">): string {
  return (quote?.restriction ?? null) === null ? inTenMinutes : onceAccepted;
}

/** How a purchase is settled that was asked for with other keys. */
export const runWithThoseKeys = "Run pulumi up with the keys of that run, which finds out.";

/** How an open purchase is settled where no other run finds out by itself. */
export function howToFindOut({ proof }: Finding, otherwise: string): string {
  switch (proof) {
    case "settled since":
    case "not as ordered":
    case "record unreadable":
    case "shown to nobody":
      return "Only a person can tell.";
    case "unknown vendor":
      return "Put the module that adds its vendor back into phone:vendorModules, and run pulumi up, which finds out.";
    case "other keys":
      return runWithThoseKeys;
    case "waits for documents":
      return onceAccepted;
    default:
      return otherwise;
  }
}

// An error without state: the record of the interrupted run stays, and knows all of its candidates.
function cannotTell(
  vendor: Vendor,
  record: PurchaseRecord,
  word: string | undefined,
  number: E164,
  reason: string,
  next: string,
): UnclearPurchaseError {
  return new UnclearPurchaseError(
    `it is not known yet whether the interrupted run has bought ${number}: ${reason}`,
    {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep: `Nothing else was bought. ${next} ${wayOn(record, number, word)}`,
    },
  );
}
