import { ArgumentError } from "../domain/errors";
import { showsNumbers } from "../vendors/vendor";
import { type Account, atVendor, type Context } from "./context";
import { type CheckedInputs, type NumberState, referenceOf } from "./state";
import { claimAndAdopt } from "./steps/adopt";
import { applyArguments } from "./steps/apply";
import { buyNumber } from "./steps/buy";
import { handedOver } from "./steps/hand-over";
import { requireRead } from "./steps/require-read";
import { tellPrice } from "./steps/tell-quote";

/**
 * Buys exactly one of the candidates that check has pinned, and makes it what was asked for. Throws UnfinishedResource with the
 * state to keep once anything was bought, or may have been; every other error means that nothing was, or that the record of an
 * earlier run still holds what may have been.
 */
export async function create(context: Context, inputs: CheckedInputs): Promise<NumberState> {
  context.deletions.phase = {};
  const { args, candidates } = inputs;
  requireRead(context, inputs.claim);
  const account = await context.account(args);
  const { vendor } = account;
  if (candidates.length === 0 && args.adopt === undefined) {
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
  const make = args.adopt === undefined ? bought : adopted;
  const finished = await handedOver(context, () => make(context, account, inputs));
  tellPrice(context, finished);
  return finished;
}

async function bought(context: Context, account: Account, inputs: CheckedInputs): Promise<NumberState> {
  return context.convoy.travel(inputs.claim, async (others) => {
    const state = await buyNumber(context, account, inputs);
    if (!showsNumbers(account.vendor.definition.capabilities))
      return applyArguments(context, account, state, inputs);
    await others();
    const seen = await account.looks.seenAfter(referenceOf(state));
    return applyArguments(context, account, state, inputs, seen);
  });
}

async function adopted(context: Context, account: Account, inputs: CheckedInputs): Promise<NumberState> {
  const state = await claimAndAdopt(context, account, inputs);
  account.changed();
  context.acquired.add(atVendor(state.observed.e164, inputs.args.vendor));
  return applyArguments(context, account, state, inputs);
}
