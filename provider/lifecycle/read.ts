import { nameOf } from "../domain/claim";
import { isOtherId } from "../domain/same-id";
import { lookFor } from "../purchase/look-for";
import { soldBesides, soldInstead } from "../purchase/sold-instead";
import { showsNumbers } from "../vendors/vendor";
import { type Account, atVendor, type Context } from "./context";
import { observe } from "./observed";
import { type NumberState, numberOf, referenceOf } from "./state";
import { isGoneProven, requireSameAccount } from "./steps/absence";
import { leftOf } from "./steps/attempted";
import { orTakeItOut, ownershipOf, urnOf } from "./steps/ownership";
import { ends, mayBeEnding, wasDue } from "./steps/renewal";
import { withWord, wordGiven } from "./steps/settle";

/**
 * The number as the vendor has it now; undefined when it is proven gone: neither in the whole list nor found by itself. An
 * answer that proves nothing (a refused key, a fault, half a list) is an error, and the state stays.
 */
export async function read(context: Context, before: NumberState): Promise<NumberState | undefined> {
  if (before.observed.status === "released") return before;
  // A refresh has the engine forget what was being bought by a word.
  const state =
    before.observed.status === "unsettled"
      ? withWord(before, await wordGiven(context, before, await urnOf(context, before)))
      : before;
  const account = await context.account(state.args);
  const { vendor, listed } = account;
  const { name, capabilities } = vendor.definition;
  if (!showsNumbers(capabilities)) {
    context.tellOnce(`${name} has no API to look at numbers: they are kept as they were seen last`);
    return state;
  }
  const number = numberOf(state);
  const reference = referenceOf(state);
  const { status } = state.observed;
  const patience = state.unseenSince === null ? "once" : "wait";
  const found =
    (await listed(reference)) ??
    (await lookFor(account, reference, patience)) ??
    (patience === "once" ? await account.seenLater(reference) : undefined);
  // A list may show a number more than once: the state's own id comes first.
  const isOther = found !== undefined && isOtherId(found.vendorId, state.observed.vendorId);
  const owned = isOther ? ((await vendor.get(reference)) ?? found) : found;
  if (owned !== undefined) {
    const verdict = await ownershipOf(context, account, state, owned);
    if (verdict.verdict === "open") {
      const next =
        status === "unsettled"
          ? ", and pulumi up says what to write"
          : ` as it was${verdict.proof === "not as ordered" ? `. ${orTakeItOut(owned)}` : ""}`;
      context.tell(
        `${nameOf(state.claim)}: ${number} is in the account, and ${verdict.because}: it stays in state${next}`,
      );
      return state;
    }
    // What the vendor has sold instead is paid for, and this row alone tells of it.
    if (verdict.verdict === "theirs" && state.confirmed !== undefined) {
      context.tell(
        `${nameOf(state.claim)}: ${number} was not bought for this resource (${verdict.because}${soldInstead(state)}): it stays in state, and pulumi up says what to write`,
      );
      return state;
    }
    if (verdict.verdict === "theirs" && (await mayHaveEnded(context, account, state))) {
      context.tell(
        `${nameOf(state.claim)}: ${number} has ended, as its renewal is off, and ${verdict.because}`,
      );
      return { ...state, observed: { ...state.observed, status: "released" } };
    }
    if (verdict.verdict === "theirs") {
      context.gone.set(atVendor(state.observed.e164, state.args.vendor), state.claim);
      context.tell(
        `${nameOf(state.claim)}: ${number} was not bought for this resource (${verdict.because}), and leaves the state`,
      );
      return undefined;
    }
    if (state.confirmed !== undefined)
      context.tell(`${nameOf(state.claim)}: ${number} is in the account${soldBesides(state)}`);
    const observed = observe(owned, state.observed, state.args);
    const attempted = leftOf(state.attempted, owned);
    const shown = { vendorAccount: vendor.account, unseenSince: null, confirmed: undefined };
    return { ...state, ...shown, attempted, observed };
  }
  requireSameAccount(state, vendor);
  // Nothing documents that numbers waiting for documents are shown, so their absence proves nothing.
  if (status === "pending") return state;
  if (!isGoneProven(state, await account.now())) {
    context.tell(
      `${nameOf(state.claim)}: ${number} is not shown yet${soldInstead(state)}: it stays in state`,
    );
    return state;
  }
  if (await mayHaveEnded(context, account, state)) {
    context.tell(`${nameOf(state.claim)}: ${number} has ended, as its renewal is off`);
    return { ...state, observed: { ...state.observed, status: "released" } };
  }
  context.tell(`${nameOf(state.claim)}: ${number} is not in the account any more, and leaves the state`);
  context.gone.set(atVendor(state.observed.e164, state.args.vendor), state.claim);
  return undefined;
}

/** Whether a number that is not this resource's any more may have been ended by its renewal, which is off: before its time nothing of ours has. */
async function mayHaveEnded(context: Context, { vendor }: Account, state: NumberState): Promise<boolean> {
  const { status } = state.observed;
  if (!ends(state) || status === "unsettled") return false;
  const { when } = vendor.definition.capabilities.release;
  return mayBeEnding({ status, noticeSent: state.noticeSent }, when) || wasDue(context, state);
}
