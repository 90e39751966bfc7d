import { UnfinishedError } from "../domain/errors";
import { lookFor } from "../purchase/look";
import type { Context } from "./context";
import { isAbsenceProven, type NumberState, nameOf, numberOf, requireSameAccount } from "./state";

/**
 * Gives the number back to the vendor. That it is gone already is success; that it is not shown so soon after its purchase is
 * not, as a number that shows up later would be paid for by nobody's wish.
 */
export async function release(context: Context, state: NumberState): Promise<void> {
  const { vendor, changed } = await context.account(state.args.vendor);
  requireSameAccount(state, vendor);
  const number = numberOf(state);
  if (state.unseenSince !== null) {
    await lookFor(vendor, number, context.settleMilliseconds);
  }
  changed();
  const released = await vendor.release(number);
  if (!released && !isAbsenceProven(state, await context.now())) {
    throw new UnfinishedError(
      `${number} was bought a moment ago, or was not, and the account does not show it`,
      {
        vendor: vendor.definition.name,
        operation: "release",
        nextStep:
          "It stays in state. Run this again in ten minutes: by then it shows, or is known not to be there.",
      },
    );
  }
  const outcome = released ? `released ${number}, for good` : `${number} was not in the account any more`;
  context.tell(`${nameOf(state.claim)}: ${outcome}`);
}
