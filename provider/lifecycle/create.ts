import { ArgumentError } from "../domain/errors";
import { formatMoney } from "../domain/money";
import type { E164 } from "../domain/number";
import { type Bought, buyOne, UnsettledPurchase } from "../purchase/buy";
import type { Account, Context } from "./context";
import { finish } from "./finish";
import { type CheckedInputs, expected, type NumberState, nameOf, type Outcome } from "./state";
import { Unfinished } from "./unfinished";

/**
 * Buys exactly one of the candidates that check has pinned, and makes it what was asked for. Throws Unfinished with the
 * state to keep once anything was bought, or may have been; every other error means that nothing was.
 */
export async function create(context: Context, inputs: CheckedInputs): Promise<NumberState> {
  const { args, claim, candidates, quote } = inputs;
  const account = await context.account(args.vendor);
  const { vendor } = account;
  if (candidates.length === 0) {
    throw new ArgumentError("no number was picked before the purchase", {
      vendor: args.vendor,
      operation: "buy",
      nextStep: "Nothing was bought. Run pulumi up again: numbers are picked at its start.",
    });
  }
  await Promise.all([
    args.agent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount ? vendor.checkSubaccount(args.subaccount) : undefined,
  ]);
  const tell = (line: string) => context.tell(`${nameOf(claim)}: ${line}`);
  const { number, receipt } = await buy(context, account, inputs, tell);
  account.changed();
  tell(`bought ${number}${quote?.monthlyPrice ? ` for ${formatMoney(quote.monthlyPrice)} a month` : ""}`);
  if (receipt.status === "pending") {
    tell(`${number} is pending: ${[receipt.statusReason, quote?.restriction].filter(Boolean).join("; ")}`);
  }
  const state = stateOf(inputs, account, number, receipt);
  return finish(context, vendor, state, { receipt });
}

async function buy(
  { settleMilliseconds, now }: Context,
  account: Account,
  inputs: CheckedInputs,
  tell: (line: string) => void,
): Promise<Bought> {
  const { args, claim, candidates } = inputs;
  const { vendor, offers } = account;
  const order = { agent: args.agent, subaccount: args.subaccount };
  try {
    return await buyOne({ vendor, offers, claim, candidates, order, settleMilliseconds, tell });
  } catch (error) {
    if (!(error instanceof UnsettledPurchase)) throw error;
    const unsettled: Outcome = { vendorId: null, status: "unsettled", statusReason: error.message };
    const state = stateOf(inputs, account, error.number, unsettled);
    throw new Unfinished({ ...state, unsettledSince: (await now()).toISOString() }, error);
  }
}

function stateOf(inputs: CheckedInputs, { vendor }: Account, number: E164, outcome: Outcome): NumberState {
  return {
    ...inputs,
    vendorAccount: vendor.account,
    unsettledSince: null,
    observed: expected(number, inputs.quote, outcome),
  };
}
