import { type Context, forgetHandedOver } from "./context";
import {
  type CheckedInputs,
  type NumberState,
  withDeletionOf,
  withDeletionWhileOpen,
  withImportOf,
} from "./state";
import { applyArguments } from "./steps/apply";
import { handedOver } from "./steps/hand-over";
import { ends } from "./steps/renewal";
import { settleNumber } from "./steps/settle";
import { tellPrice } from "./steps/tell-quote";

/**
 * Makes a number what the arguments now ask for, in place. An unsettled one is settled first, see {@link settleNumber}.
 */
export async function update(
  context: Context,
  before: NumberState,
  given: CheckedInputs,
): Promise<NumberState> {
  const args = withImportOf(before, given.args);
  const inputs = args === given.args ? given : { ...given, args, imported: before.imported };
  const account = await context.account(args);
  const { vendor } = account;
  await Promise.all([
    args.agent && args.agent !== before.observed.boundAgent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount && args.subaccount !== before.observed.heldBy
      ? vendor.checkSubaccount(args.subaccount)
      : undefined,
  ]);
  // State does not know yet how an unsettled purchase has ended: it is remembered until it does.
  if (before.observed.status === "unsettled") {
    return handedOver(context, async () => {
      const settled = await settleNumber(context, account, withDeletionWhileOpen(before, args), inputs);
      account.changed();
      // No preview tells of the end of what is not settled, but that of its purchase.
      if (!ends(before)) context.unforeseen.add(settled.observed.e164);
      const finished = await applyArguments(context, account, withDeletionOf(settled, before.args), inputs);
      tellPrice(context, finished);
      return finished;
    });
  }
  account.changed();
  await forgetHandedOver(context, inputs.claim, before.observed.e164);
  return applyArguments(context, account, before, inputs);
}
