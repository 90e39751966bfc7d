import type { NumberArguments } from "../../domain/argument-schema";
import { nameOf } from "../../domain/claim";
import type { E164 } from "../../domain/number";
import { unknownQuote } from "../../domain/quote";
import { hasEndedIn, type PurchaseRecord, type Requests } from "../../host/purchase-records";
import { type ShortList, sellsByPrefix } from "../../purchase/candidates";
import { confirmationStep, isNothingBought } from "../../purchase/confirmation";
import { isAbsenceProven } from "../../purchase/proof-times";
import { ownedAmong } from "../../purchase/resume-purchase";
import { judge } from "../../purchase/verdict";
import type { VendorDefinition } from "../../vendors/vendor";
import { type Failure, fault } from "../arguments/failure";
import { type Context, purchaseContext } from "../context";

/** A purchase in which an earlier run was interrupted, to be resumed. */
export interface InterruptedPurchase {
  readonly list: ShortList;
  readonly requests: Requests;
}

/** The arguments that make the number of an earlier run another one than is asked for now. */
const identity = ["vendor", "account", "number"] as const;

/**
 * What an earlier run that was interrupted may have bought for this claim, as far as it still matters: undefined when there was none,
 * or when it is proven that it has bought nothing. Reads the backend and the journal, and the account only where they have
 * something; changes nothing.
 */
export async function purchaseToResume(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<InterruptedPurchase | Failure | undefined> {
  const { openPurchases, numbers } = await context.backend.stackOf(claim);
  const noted = await context.journal.read(claim);
  const begun = noted === undefined ? openPurchases : [...openPurchases, noted];
  const hasEnded = (record: PurchaseRecord) => numbers.some((number) => hasEndedIn(number, record));
  const records = begun.filter((record) => record.claim === claim && !hasEnded(record));
  const ofOthers = [...begun, ...(await context.journal.readStack(claim))].filter(
    (record) => record.claim !== claim && !hasEnded(record),
  );
  await reserve(context, [...records, ...ofOthers]);
  const orders = records.flatMap((record) => record.orders);
  // What is asked for now stands for what a record does not tell, as it was secret.
  const { agent, subaccount } = args;
  const possible = [...orders, { agent, subaccount }];
  for (const record of records.toSorted((left, right) => (left.until < right.until ? 1 : -1))) {
    const vendor = context.vendors.get(record.vendor);
    if (vendor === undefined) continue;
    if (sellsByPrefix(vendor.capabilities)) {
      const askedAt = latest(records.map(({ since }) => since));
      const doubt = { claim, askedAt, wasSaid: records.some(({ wasSaid }) => wasSaid) };
      if (isNothingBought(args.vendorOptions?.nothingBought, doubt)) continue;
      return unknowable(record, confirmationStep(record.vendor, doubt));
    }
    if (!(await mayHaveBought(context, { ...record, orders: possible }))) continue;
    const changed = identity.find((name) => isOther(record, { ...args, vendor: definition.name }, name));
    if (changed !== undefined) return changedSince(record, changed);
    const { candidates, quote, since, until } = record;
    const list = { candidates, quote: quote ?? unknownQuote };
    context.tell(
      `${nameOf(claim)}: an earlier run was interrupted while it bought ${candidates[0]}: this run resumes that purchase`,
    );
    return { list, requests: { since, until, orders } };
  }
  return undefined;
}

export function isFailure(found: InterruptedPurchase | Failure): found is Failure {
  return "reason" in found;
}

// What was about to be bought must not be picked as something new. What one resource only falls back on may be another's first
// choice, and is that one's then.
async function reserve(context: Context, records: readonly PurchaseRecord[]): Promise<void> {
  for (const { vendor, account, candidates, claim } of records) {
    const opened = await context.account({ vendor, account }).catch(() => undefined);
    const [first, ...fallbacks] = candidates;
    if (opened === undefined || first === undefined) continue;
    const isFirstOfAnother = (candidate: E164) =>
      opened.offers.isFirstChoice(candidate, claim) ||
      records.some((other) => other.claim !== claim && other.candidates[0] === candidate);
    for (const candidate of [first, ...fallbacks.filter((each) => !isFirstOfAnother(each))]) {
      opened.offers.reserve(candidate, claim);
    }
  }
}

async function mayHaveBought(context: Context, record: PurchaseRecord): Promise<boolean> {
  const account = await context.account(record);
  const purchases = { ...purchaseContext(context, account, record.claim), settleMs: 0 };
  const owned = await ownedAmong(account.vendor, record.candidates);
  for (const number of owned) {
    if ((await judge(purchases, record, number)).whose !== "theirs") return true;
  }
  // None of them was bought for this resource, and a number is sold once only.
  if (owned.length === record.candidates.length) return false;
  return !isAbsenceProven(record.until, await context.now());
}

function isOther(record: PurchaseRecord, args: NumberArguments, name: (typeof identity)[number]): boolean {
  if (name !== "number") return record[name] !== args[name];
  return args.number !== undefined && !record.candidates.includes(args.number as E164);
}

function changedSince({ vendor, candidates, since }: PurchaseRecord, changed: string): Failure {
  return fault(
    changed,
    `was changed, and an earlier run that was interrupted may have bought ${candidates.join(" or ")} from ${vendor} (after ${since}). ` +
      "Run pulumi up with the arguments of that run, which finds out; then change them.",
  );
}

function unknowable({ vendor, candidates, since }: PurchaseRecord, nextStep: string): Failure {
  return fault(
    "vendorOptions",
    `an earlier run was interrupted after it had asked ${vendor} for a number under ${candidates.join(" or ")} (after ${since}). ${nextStep}`,
  );
}

function latest(times: readonly string[]): string {
  return times.reduce((last, time) => (time > last ? time : last));
}
