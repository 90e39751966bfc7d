import { type Context, forgetHandedOver } from "./context";
import type { CheckedInputs, NumberState } from "./state";
import { applyArguments } from "./steps/apply";
import { handOver } from "./steps/buy";
import { settleNumber } from "./steps/settle";

/**
 * Makes a number what the arguments now ask for, in place. An unsettled one is settled first, see {@link settleNumber}.
 */
export async function update(
  context: Context,
  before: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { args } = inputs;
  const account = await context.account(args);
  const { vendor } = account;
  await Promise.all([
    args.agent && args.agent !== before.observed.boundAgent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount && args.subaccount !== before.observed.heldBy
      ? vendor.checkSubaccount(args.subaccount)
      : undefined,
  ]);
  const settled =
    before.observed.status === "unsettled" ? await settleNumber(context, account, before, inputs) : before;
  account.changed();
  // State does not know yet how an unsettled purchase has ended: it is remembered until it does.
  const { status, e164 } = before.observed;
  if (status !== "unsettled") await forgetHandedOver(context, inputs.claim, e164);
  const finished = await applyArguments(context, account, settled, inputs);
  if (status === "unsettled") await handOver(context, finished);
  return finished;
}
