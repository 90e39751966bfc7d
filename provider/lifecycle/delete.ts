import { lookUntil } from "../domain/patience";
import type { Context } from "./context";
import { type NumberState, nameOf, numberOf, requireSameAccount } from "./state";

/** Gives the number back to the vendor. That it is gone already is success. */
export async function release(context: Context, state: NumberState): Promise<void> {
  const { vendor, changed } = await context.account(state.args.vendor);
  requireSameAccount(state, vendor);
  const number = numberOf(state);
  // A purchase that shows up only after its release was refused as unknown would be paid for by nobody's wish.
  if (state.observed.status === "unsettled") {
    await lookUntil(
      () => vendor.get(number),
      (seen) => seen !== undefined,
      context.settleMilliseconds,
    );
  }
  changed();
  const released = await vendor.release(number);
  const outcome = released ? `released ${number}, for good` : `${number} was not in the account any more`;
  context.tell(`${nameOf(state.claim)}: ${outcome}`);
}
