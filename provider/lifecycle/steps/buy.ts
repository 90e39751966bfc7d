import { UnclearPurchaseError } from "../../domain/errors";
import { formatRent } from "../../domain/money";
import type { E164 } from "../../domain/number";
import type { PurchaseRecord } from "../../host/purchase-records";
import { besideOpen, type OpenPurchase } from "../../purchase/beside";
import { buyCandidate } from "../../purchase/buy-candidate";
import { sellsByPrefix } from "../../purchase/candidates";
import { type Bought, judgeRefusal, UnsettledPurchase } from "../../purchase/outcome";
import { wayOn, wordIn } from "../../purchase/record";
import { howToFindOut, resumePurchase } from "../../purchase/resume-purchase";
import { judgeKeys } from "../../purchase/settling-rule";
import type { NumberChanges, Receipt } from "../../vendors/vendor";
import { type Account, atVendor, type Context, purchaseContext, teller } from "../context";
import { expected, type Outcome, observe } from "../observed";
import { type CheckedInputs, type NumberState, orderOf, unsettledId } from "../state";
import { withAttempt } from "./attempted";
import { UnfinishedResource } from "./keep-state";
import { strayFailure } from "./refuse-stray";
import { openPurchases } from "./resume";

/**
 * Buys one number, or resumes the purchase of an earlier run, and tells what it did. It is written down before anything is
 * asked for. Throws UnfinishedResource when something may have been bought. The engine may have more candidates `picked` than are left.
 */
export async function buyNumber(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
  picked: readonly E164[] = inputs.candidates,
): Promise<NumberState> {
  const { claim, quote } = inputs;
  context.budget.spend(claim);
  const tell = teller(context, claim);
  // Asked before the purchase: nothing that can fail may stand between a purchase and its state.
  const requestedAt = (await context.now()).toISOString();
  const { candidate, receipt, adopted, askedAt, orderedBefore } = await buy(
    context,
    account,
    inputs,
    picked,
    requestedAt,
  );
  const { e164, status, statusReason } = receipt;
  account.changed();
  context.acquired.add(atVendor(e164, inputs.args.vendor));
  context.bought.add(e164);
  const price = quote?.monthlyPrice ? `, quoted at ${formatRent(quote.monthlyPrice)}` : "";
  if (!adopted) tell(`bought ${e164}${price}`);
  const facts = [statusReason, quote?.restriction].filter(Boolean).join("; ");
  if (status === "pending") tell(`${e164} is pending: ${facts}`);
  else if (statusReason !== null) tell(`${e164}: ${statusReason}`);
  // What an earlier run has ordered with it, and the program does not ask for any more, is to be taken away.
  const attempted = withAttempt(undefined, orderedBefore);
  return { ...stateAfter(inputs, account, candidate, receipt, askedAt), attempted };
}

async function buy(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
  picked: readonly E164[],
  requestedAt: string,
): Promise<Bought & { readonly askedAt: string; readonly orderedBefore: NumberChanges }> {
  const { claim, candidates, args } = inputs;
  const { journal } = context;
  const interrupted = await interruptedPurchase(context, account, inputs);
  if (interrupted === undefined) await requireNoStray(context, account, inputs);
  const ofThisRun = recordOf({ ...inputs, vendorAccount: account.vendor.account }, requestedAt);
  const movedOnTo = interrupted?.movedOnTo;
  const record = {
    ...ofThisRun,
    candidates: movedOnTo ?? candidates,
    picked,
    asked: interrupted?.asked ?? 1,
  };
  // A purchase that may have been begun before, and a number that this run has not found for sale, is looked at by itself.
  const isPickedNow = interrupted === undefined && context.quoted.has(claim);
  const { looks } = account;
  let noted: PurchaseRecord = record;
  // The time of the request that comes next is the one from which it counts that nothing shows.
  const note = async (changes: Partial<PurchaseRecord>) => {
    noted = { ...noted, ...changes, until: (await context.now()).toISOString() };
    await journal.write(noted);
  };
  const purchases = {
    ...purchaseContext(context, account, claim),
    hadBefore: (number: E164) => (isPickedNow ? looks.hadBefore(number) : looks.hasNow(number)),
    askingAgain: () => note({}),
    moveOn: (left: readonly E164[]) => note({ asked: 1, candidates: left }),
  };
  const request = {
    claim,
    candidates,
    order: orderOf(inputs),
    earlier: interrupted === undefined ? [] : [interrupted.order],
    maxMonthlyPrice: args.maxMonthlyPrice,
    word: record.word,
  };
  // A record stays as it is where nothing may be asked for: these keys ask for nothing that another account was asked for, and what may be of
  // two runs is waited for.
  const isLeft =
    interrupted !== undefined &&
    (movedOnTo !== undefined || judgeKeys(interrupted, account.vendor) !== undefined);
  if (!isLeft) await journal.write(record);
  try {
    const bought =
      interrupted === undefined
        ? await buyCandidate(purchases, request)
        : await resumePurchase(purchases, request, interrupted);
    const { agent, subaccount } = interrupted?.order ?? {};
    const orderedBefore = { ...(agent && { agent }), ...(subaccount && { subaccount }) };
    return { ...bought, askedAt: noted.until, orderedBefore };
  } catch (error) {
    // What an earlier run may have bought is not answered by a failure of this one.
    if (judgeRefusal(error) !== undefined && interrupted === undefined) await journal.forget([claim]);
    if (!(error instanceof UnsettledPurchase)) throw error;
    const unsettled: Outcome = { vendorId: null, status: "unsettled", statusReason: error.message };
    const name = error.number ?? unsettledId(claim);
    const state = stateOf(inputs, account, name, unsettled, noted.until);
    throw new UnfinishedResource({ ...state, confirmed: error.confirmed }, error);
  }
}

/** The purchase of an earlier run that the candidates are of. Nothing is bought while another one is open, which has shown since check. */
async function interruptedPurchase(
  context: Context,
  { vendor }: Account,
  { claim, candidates, args }: CheckedInputs,
): Promise<OpenPurchase | undefined> {
  const open = await openPurchases(context, claim, args);
  // What was sold under a prefix nobody shows: asked for again it could be a second number.
  const interrupted = sellsByPrefix(vendor.definition.capabilities)
    ? undefined
    : open.find(
        ({ candidates: asked, finding }) =>
          asked.join() === candidates.join() && finding.proof !== "settled since",
      );
  const other = interrupted === undefined ? open[0] : besideOpen(interrupted, open);
  if (other === undefined) return interrupted;
  const next = howToFindOut(other.finding, "Run pulumi up again, which resumes that purchase.");
  throw new UnclearPurchaseError(
    `it is not known yet whether an earlier run has bought ${other.candidates.join(" or ") || "a number"} (${other.finding.because})`,
    {
      vendor: args.vendor,
      operation: "buy",
      nextStep: `Nothing was bought by this run. ${next} ${wayOn(other, other.finding.number ?? other.candidates[0], wordIn(args))}`,
    },
  );
}

/** Check has looked, too, unless it was the check of a row of the state. */
async function requireNoStray(
  context: Context,
  { vendor }: Account,
  { claim, args }: CheckedInputs,
): Promise<void> {
  const stray = await strayFailure(context, claim, vendor.definition, args);
  if (stray === undefined) return;
  throw new UnclearPurchaseError(stray.reason, {
    vendor: args.vendor,
    operation: "buy",
    argument: stray.property,
    nextStep: "Nothing was bought by this run.",
  });
}

/** What is written down of a purchase. */
export function recordOf(
  { claim, candidates, quote, args, vendorAccount }: CheckedInputs & Pick<NumberState, "vendorAccount">,
  until: string,
): PurchaseRecord {
  const { vendor, account, country, type, agent, subaccount } = args;
  return {
    claim,
    keptBy: "journal",
    vendor,
    account,
    vendorAccount: vendorAccount ?? undefined,
    country,
    type,
    candidates,
    picked: candidates,
    quote,
    asked: 1,
    order: { agent, subaccount },
    until,
    word: wordIn(args),
    isAdoption: false,
    isAnew: false,
    isHandedOver: false,
  };
}

function stateAfter(
  inputs: CheckedInputs,
  account: Account,
  candidate: E164,
  receipt: Receipt,
  askedAt: string,
): NumberState {
  if (receipt.shown === undefined) return stateOf(inputs, account, receipt.e164, receipt, askedAt);
  const state = stateOf(inputs, account, receipt.e164, receipt, null);
  const matched = inputs.candidates.indexOf(candidate);
  return { ...state, observed: { ...observe(receipt.shown, state.observed), matched } };
}

function stateOf(
  inputs: CheckedInputs,
  { vendor }: Account,
  number: string,
  outcome: Outcome,
  unseenSince: string | null,
): NumberState {
  return {
    ...inputs,
    vendorAccount: vendor.account,
    unseenSince,
    observed: expected(number, inputs.quote, outcome),
  };
}
