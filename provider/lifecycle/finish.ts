import { UnfinishedError } from "../domain/errors";
import { lookFor } from "../purchase/look";
import { showsNumbers } from "../vendors/vendor";
import { changesNeeded } from "./changes";
import type { Account, Context } from "./context";
import { applyRenewal, ends, isDue } from "./renewal";
import {
  type CheckedInputs,
  type NumberState,
  nameOf,
  numberOf,
  observe,
  referenceOf,
  remembered,
  requireSameAccount,
} from "./state";
import { keeping } from "./unfinished";

/**
 * Makes a number that the account owns what the inputs ask for, and reads it back. Everything that changes in place is done
 * here, after a purchase and in every update. When it does not get there it throws Unfinished with the state as it was before
 * the inputs, so that the next run sees what is left to do: also what was asked for once and is to be taken away.
 */
export async function finish(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { vendor, settleMilliseconds } = account;
  const number = numberOf(state);
  const { status } = state.observed;
  const isShown = showsNumbers(vendor.definition.capabilities);
  if (status === "released") return { ...state, ...inputs };
  return keeping(state, async () => {
    // Whether a number that waits for documents is shown is documented nowhere; it is not waited for.
    const patience = status === "pending" ? 0 : settleMilliseconds;
    const owned = isShown ? await lookFor(vendor, referenceOf(state), patience) : remembered(state);
    if (owned === undefined) {
      requireSameAccount(state, vendor);
      // What was asked for is left as it was, so that the next run tries again.
      if (status === "pending") return state;
      // Released by this run's end, or by one that was cut off before its state was written.
      if (ends(inputs) && (status === "lapsing" || (await isDue(context, state))))
        return { ...state, ...inputs, observed: { ...state.observed, status: "released" } };
      throw new UnfinishedError(`${number} is not shown by the account`, {
        vendor: vendor.definition.name,
        operation: "get",
        nextStep: "It stays in state. Run pulumi up again.",
      });
    }
    const seen: NumberState = {
      ...state,
      vendorAccount: vendor.account,
      unseenSince: null,
      observed: observe(owned, state.observed, inputs.args),
    };
    const changes = changesNeeded(inputs.args, owned, state.args);
    const names = Object.keys(changes);
    const changed = names.length === 0 ? owned : await keeping(seen, () => vendor.update(owned, changes));
    if (names.length > 0) context.tell(`${nameOf(inputs.claim)}: changed ${number}: ${names.join(", ")}`);
    const asAsked = { ...seen, ...inputs, observed: observe(changed, seen.observed, inputs.args) };
    return keeping(asAsked, () => applyRenewal(context, account, asAsked, state));
  });
}
