import { UnfinishedError } from "../domain/errors";
import { sellsByPrefix } from "../purchase/candidates";
import { lookFor } from "../purchase/look";
import { type OwnedNumber, showsNumbers } from "../vendors/vendor";
import type { Account, Context } from "./context";
import { isGoneProven, type NumberState, nameOf, numberOf, referenceOf, requireSameAccount } from "./state";
import { ownerOf } from "./unsettled";

/**
 * Gives the number back to the vendor. That it is gone already is success; that it is not shown so soon after its purchase is
 * not, as a number that shows up later would be paid for by nobody's wish.
 */
export async function release(context: Context, state: NumberState): Promise<void> {
  const account = await context.account(state.args);
  const { vendor, changed, settleMilliseconds } = account;
  const { capabilities } = vendor.definition;
  if (state.observed.status === "unsettled" && sellsByPrefix(capabilities)) throw nothingToRelease(state);
  const number = numberOf(state);
  if (state.unseenSince !== null && showsNumbers(capabilities)) {
    const owned = await lookFor(vendor, referenceOf(state), settleMilliseconds);
    if (owned !== undefined && (await isTheirs(context, account, state, owned))) return;
  }
  changed();
  const outcome = await vendor.release(referenceOf(state));
  if (outcome === "gone") requireSameAccount(state, vendor);
  if (outcome === "gone" && !isGoneProven(state, await context.now())) {
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
  await context.journal.forget([state.claim]);
  const told = {
    released: `released ${number}, for good; the rent ends ${capabilities.release.rentEnds}`,
    scheduled: `gave notice for ${number}; the rent ends ${capabilities.release.rentEnds}`,
    gone: `${number} was not in the account any more`,
  };
  context.tell(`${nameOf(state.claim)}: ${told[outcome]}`);
}

/** Whether it is somebody else's number, which must not be released; an error where nobody can tell. */
async function isTheirs(
  context: Context,
  account: Account,
  state: NumberState,
  owned: OwnedNumber,
): Promise<boolean> {
  const verdict = await ownerOf(context, account, state, owned);
  if (verdict.whose === "ours") return false;
  if (verdict.whose === "unknown") {
    throw new UnfinishedError(`${owned.e164} may be somebody else's number: ${verdict.because}`, {
      vendor: account.vendor.definition.name,
      operation: "release",
      nextStep: "It stays in state, and is not released. Run pulumi up in that stack, then this again.",
    });
  }
  await context.journal.forget([state.claim]);
  context.tell(
    `${nameOf(state.claim)}: ${owned.e164} was not bought for this resource (${verdict.because}), and is left alone`,
  );
  return true;
}

function nothingToRelease({ args, unseenSince }: NumberState): UnfinishedError {
  return new UnfinishedError(`a number may have been bought at ${unseenSince}, and nobody knows which`, {
    vendor: args.vendor,
    operation: "release",
    nextStep:
      "Look in the vendor's dashboard and release it there if there is one; then take this out by pulumi state delete.",
  });
}
