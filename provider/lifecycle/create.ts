import { ArgumentError } from "../domain/errors";
import { compareMoney, formatMoney, type Money } from "../domain/money";
import type { E164 } from "../domain/number";
import { buyOne } from "../purchase/buy";
import { type Bought, outcomeOf, UnsettledPurchase } from "../purchase/purchase";
import { resumePurchase } from "../purchase/resume";
import type { Receipt } from "../vendors/vendor";
import type { Account, Context } from "./context";
import { finish } from "./finish";
import {
  type CheckedInputs,
  expected,
  type NumberState,
  nameOf,
  type Outcome,
  observe,
  orderOf,
  unsettledId,
} from "./state";
import { Unfinished } from "./unfinished";

/**
 * Buys exactly one of the candidates that check has pinned, and makes it what was asked for. Throws Unfinished with the
 * state to keep once anything was bought, or may have been; every other error means that nothing was.
 */
export async function create(context: Context, inputs: CheckedInputs): Promise<NumberState> {
  const { args, claim, candidates, quote } = inputs;
  const account = await context.account(args);
  const { vendor } = account;
  if (candidates.length === 0) {
    throw new ArgumentError("no number was picked before the purchase", {
      vendor: args.vendor,
      operation: "buy",
      nextStep: "Nothing was bought. Run pulumi up again: numbers are picked at its start.",
    });
  }
  context.budget.spend(claim);
  await Promise.all([
    args.agent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount ? vendor.checkSubaccount(args.subaccount) : undefined,
  ]);
  const tell = (line: string) => context.tell(`${nameOf(claim)}: ${line}`);
  // Asked before the purchase: nothing that can fail may stand between a purchase and its state.
  const requestedAt = (await context.now()).toISOString();
  const { candidate, receipt } = await buy(context, account, inputs, requestedAt, tell);
  const number = receipt.e164;
  account.changed();
  tell(
    `bought ${number}${quote?.monthlyPrice ? `, quoted at ${formatMoney(quote.monthlyPrice)} a month` : ""}`,
  );
  const facts = [receipt.statusReason, quote?.restriction].filter(Boolean).join("; ");
  if (receipt.status === "pending") tell(`${number} is pending: ${facts}`);
  else if (receipt.statusReason !== null) tell(`${number}: ${receipt.statusReason}`);
  const state = stateAfter(inputs, account, candidate, receipt, requestedAt);
  const finished = await finish(context, account, state, inputs);
  tellPrice(finished, quote?.monthlyPrice ?? null, tell);
  return finished;
}

async function buy(
  context: Context,
  account: Account,
  inputs: CheckedInputs,
  requestedAt: string,
  tell: (line: string) => void,
): Promise<Bought> {
  const { claim, candidates, interrupted, args, quote } = inputs;
  const { vendor, offers, settleMilliseconds } = account;
  const { backend, now, journal } = context;
  const order = orderOf(inputs);
  const purchase = { vendor, offers, backend, claim, candidates, order, settleMilliseconds, now, tell };
  await journal.write({
    claim,
    vendor: args.vendor,
    account: args.account,
    candidates,
    quote,
    since: interrupted?.since ?? requestedAt,
    until: requestedAt,
  });
  try {
    return interrupted === null
      ? await buyOne({ ...purchase, requestedAt })
      : await resumePurchase({ ...purchase, requestedAt: interrupted.since }, interrupted);
  } catch (error) {
    if (outcomeOf(error) !== "unclear") await journal.forget([claim]);
    if (!(error instanceof UnsettledPurchase)) throw error;
    const unsettled: Outcome = { vendorId: null, status: "unsettled", statusReason: error.message };
    const name = error.number ?? unsettledId(claim);
    throw new Unfinished(stateOf(inputs, account, name, unsettled, requestedAt), error);
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

// No vendor takes a price as a condition of every purchase: one that rose since the quote is noticed only afterwards.
function tellPrice({ observed }: NumberState, quoted: Money | null, tell: (line: string) => void): void {
  const { monthlyPrice, e164 } = observed;
  if (monthlyPrice === null || quoted === null || compareMoney(monthlyPrice, quoted) === 0) return;
  tell(`${e164} costs ${formatMoney(monthlyPrice)} a month, not ${formatMoney(quoted)} as quoted`);
}
