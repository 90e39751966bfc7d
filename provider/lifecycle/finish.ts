import { UnfinishedError } from "../domain/errors";
import { lookFor } from "../purchase/look";
import { showsNumbers } from "../vendors/vendor";
import { changesNeeded } from "./changes";
import type { Account, Context } from "./context";
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
  { tell }: Context,
  { vendor, settleMilliseconds }: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const number = numberOf(state);
  const { status } = state.observed;
  const isShown = showsNumbers(vendor.definition.capabilities);
  return keeping(state, async () => {
    // Whether a number that waits for documents is shown is documented nowhere; it is not waited for.
    const patience = status === "pending" ? 0 : settleMilliseconds;
    const owned = isShown ? await lookFor(vendor, referenceOf(state), patience) : remembered(state);
    if (owned === undefined) {
      requireSameAccount(state, vendor);
      // What was asked for is left as it was, so that the next run tries again.
      if (status === "pending") return state;
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
      observed: observe(owned, state.observed),
    };
    const changes = changesNeeded(inputs.args, owned, state.args);
    const names = Object.keys(changes);
    if (names.length === 0) return { ...seen, ...inputs };
    const changed = await keeping(seen, () => vendor.update(owned, changes));
    tell(`${nameOf(inputs.claim)}: changed ${number}: ${names.join(", ")}`);
    return { ...seen, ...inputs, observed: observe(changed, seen.observed) };
  });
}
