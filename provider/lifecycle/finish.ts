import { UnfinishedError } from "../domain/errors";
import { lookUntil } from "../domain/patience";
import type { Receipt, Vendor } from "../vendors/vendor";
import { changesNeeded } from "./changes";
import type { Context } from "./context";
import { type CheckedArguments, type NumberState, nameOf, numberOf, observe } from "./state";
import { keeping } from "./unfinished";

/**
 * Makes a number that the account owns what the arguments ask for, and reads it back. Everything that changes in place is
 * done here, after a purchase and in every update. Throws Unfinished, with the state to keep, when it does not get there.
 */
export async function finish(
  { tell, settleMilliseconds }: Context,
  vendor: Vendor,
  state: NumberState,
  options: { readonly receipt?: Receipt; readonly askedBefore?: CheckedArguments } = {},
): Promise<NumberState> {
  const number = numberOf(state);
  return keeping(state, async () => {
    // Whether a number that waits for documents is shown is documented nowhere; it is not waited for.
    const patience = state.observed.status === "pending" ? 0 : settleMilliseconds;
    const owned = await lookUntil(
      () => vendor.get(number),
      (seen) => seen !== undefined,
      patience,
    );
    if (owned === undefined) {
      if (state.observed.status === "pending") return state;
      throw new UnfinishedError(`${number} is not shown by the account`, {
        vendor: vendor.definition.name,
        operation: "get",
        nextStep: "It stays in state. Run pulumi up again; pulumi refresh removes it if it is gone.",
      });
    }
    const changes = changesNeeded(state.args, owned, options.askedBefore);
    const names = Object.keys(changes);
    if (names.length === 0) return seen(state, owned, options.receipt);
    const changed = await keeping(seen(state, owned, options.receipt), () => vendor.update(number, changes));
    if (options.receipt === undefined) tell(`${nameOf(state.claim)}: changed ${number}: ${names.join(", ")}`);
    return seen(state, changed, options.receipt);
  });
}

function seen(
  state: NumberState,
  owned: Parameters<typeof observe>[0],
  receipt: Receipt | undefined,
): NumberState {
  const observed = observe(owned, state.observed);
  // The purchase's own word that documents are wanted outweighs a row that does not say so.
  const pending = receipt?.status === "pending" && observed.status === "active";
  return {
    ...state,
    observed: pending ? { ...observed, status: "pending", statusReason: receipt.statusReason } : observed,
  };
}
