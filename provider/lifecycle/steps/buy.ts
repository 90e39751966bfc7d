import { formatRent } from "../../domain/money";
import type { E164 } from "../../domain/number";
import { buyCandidate } from "../../purchase/buy-candidate";
import { type Bought, outcomeOf, UnsettledPurchase } from "../../purchase/outcome";
import { resumePurchase } from "../../purchase/resume-purchase";
import type { Receipt } from "../../vendors/vendor";
import { type Account, type Context, purchaseContext, teller } from "../context";
import { expected, type Outcome, observe } from "../observed";
import { type CheckedInputs, type NumberState, orderOf, unsettledId } from "../state";
import { UnfinishedResource } from "./keep-state";

/**
 * Buys one number, or resumes the purchase of an earlier run, and tells what it did. It is written down before anything is
 * asked for. Throws UnfinishedResource when something may have been bought.
 */
export async function buyNumber(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { claim, quote } = inputs;
  context.budget.spend(claim);
  const tell = teller(context, claim);
  // Asked before the purchase: nothing that can fail may stand between a purchase and its state.
  const requestedAt = (await context.now()).toISOString();
  const { candidate, receipt, adopted } = await buy(context, account, inputs, requestedAt);
  const { e164, status, statusReason } = receipt;
  account.changed();
  const price = quote?.monthlyPrice ? `, quoted at ${formatRent(quote.monthlyPrice)}` : "";
  if (!adopted) tell(`bought ${e164}${price}`);
  const facts = [statusReason, quote?.restriction].filter(Boolean).join("; ");
  if (status === "pending") tell(`${e164} is pending: ${facts}`);
  else if (statusReason !== null) tell(`${e164}: ${statusReason}`);
  return stateAfter(inputs, account, candidate, receipt, requestedAt);
}

async function buy(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
  requestedAt: string,
): Promise<Bought> {
  const { claim, candidates, interrupted, args, quote } = inputs;
  const { journal } = context;
  const purchases = purchaseContext(context, account, claim);
  const order = orderOf(inputs);
  const earlier = interrupted?.orders ?? [];
  const { maxMonthlyPrice } = args;
  const wasSaid = args.vendorOptions?.nothingBought !== undefined;
  const request = { claim, candidates, order, earlier, maxMonthlyPrice, wasSaid };
  await journal.write({
    claim,
    vendor: args.vendor,
    account: args.account,
    candidates,
    quote,
    orders: [order, ...earlier],
    wasSaid,
    since: interrupted?.since ?? requestedAt,
    until: requestedAt,
  });
  try {
    return interrupted === null
      ? await buyCandidate(purchases, { ...request, requestedAt })
      : await resumePurchase(purchases, { ...request, requestedAt: interrupted.since }, interrupted);
  } catch (error) {
    // What an earlier run may have bought is not answered by a failure of this one.
    if (outcomeOf(error) !== "unclear" && interrupted === null) await journal.forget([claim]);
    if (!(error instanceof UnsettledPurchase)) throw error;
    const unsettled: Outcome = { vendorId: null, status: "unsettled", statusReason: error.message };
    const name = error.number ?? unsettledId(claim);
    throw new UnfinishedResource(stateOf(inputs, account, name, unsettled, requestedAt), error);
  }
}

function stateAfter(
  inputs: CheckedInputs,
  account: Account,
  candidate: E164,
  receipt: Receipt,
  requestedAt: string,
): NumberState {
  if (receipt.shown === undefined) return stateOf(inputs, account, receipt.e164, receipt, requestedAt);
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
