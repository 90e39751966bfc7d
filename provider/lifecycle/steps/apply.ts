import { nameOf } from "../../domain/claim";
import { NotFoundError, UnfinishedError, UnsupportedError } from "../../domain/errors";
import { lookFor } from "../../purchase/look-for";
import { changeableNames, type NumberChanges, type OwnedNumber, showsNumbers } from "../../vendors/vendor";
import type { Account, Context } from "../context";
import { type InPlace, observe, remembered, seenLast } from "../observed";
import {
  type CheckedArguments,
  type CheckedInputs,
  type NumberState,
  numberOf,
  referenceOf,
  withDeletionOf,
  withStricterDeletionOf,
} from "../state";
import { requireSameAccount } from "./absence";
import { type Attempted, judgeAttempt, leftOf, withAttempt } from "./attempted";
import { keepState } from "./keep-state";
import { orTakeItOut, ownershipOf } from "./ownership";
import { applyRenewal, ends, isDue, isRefusal, mayBeEnding } from "./renewal";

/**
 * Makes a number that the account owns what the inputs ask for, and reads it back. Everything that changes in place is done
 * here, after a purchase and in every update. When it does not get there it throws UnfinishedResource with the state as it was before
 * the inputs, so that the next run sees what is left to do: also what was asked for once and is to be taken away. Looks for the number,
 * unless it was just seen.
 */
export async function applyArguments(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
  seen?: OwnedNumber,
): Promise<NumberState> {
  const { vendor } = account;
  const number = numberOf(state);
  const { status } = state.observed;
  const isShown = showsNumbers(vendor.definition.capabilities);
  if (status === "released") return { ...state, ...inputs };
  const kept = withStricterDeletionOf(state, inputs.args);
  return keepState(kept, async () => {
    const isTimeOver = ends(inputs) && (await isDue(context, state));
    // A run that was cut off may have released it.
    const mayHaveEnded = isTimeOver && ends(state) && state.unseenSince === null;
    // Whether a number that waits for documents is shown is documented nowhere; it is not waited for.
    const patience = status === "pending" && !mayHaveEnded ? "once" : "wait";
    const look = () => lookFor(account, referenceOf(state), patience);
    const owned = seen ?? (isShown ? await look() : remembered(state));
    if (owned === undefined) {
      requireSameAccount(state, vendor);
      // What was asked for is left as it was, so that the next run tries again.
      if (status === "pending" && !mayHaveEnded) return withDeletionOf(state, inputs.args);
      // Released by a run that was interrupted before its state was written, or by a notice that it was given. Before its time nothing of ours has.
      const { when } = vendor.definition.capabilities.release;
      if (isTimeOver || (ends(inputs) && mayBeEnding({ status, noticeSent: state.noticeSent }, when))) {
        context.tell(`${nameOf(inputs.claim)}: ${number} has ended, as its renewal is off`);
        return { ...state, ...inputs, observed: { ...state.observed, status: "released" } };
      }
      throw new UnfinishedError(`${number} is not shown by the account`, {
        vendor: vendor.definition.name,
        operation: "get",
        nextStep:
          "It stays in state. Run pulumi refresh, which takes it out of the state if it is gone; otherwise pulumi up again.",
      });
    }
    if (isShown && status !== "unsettled") await requireOurs(context, account, state, owned);
    const attempted = isShown ? leftOf(state.attempted, owned) : state.attempted;
    const now: NumberState = {
      ...kept,
      // Of a number that is only remembered these keys have shown nothing: they may be another account's.
      vendorAccount: isShown ? vendor.account : state.vendorAccount,
      unseenSince: null,
      attempted,
      observed: observe(owned, state.observed, inputs.args),
    };
    const changes = changesNeeded(inputs.args, owned, state.args, attempted);
    const names = Object.keys(changes);
    const isChanged = names.length > 0;
    // What it may have changed before it failed has to be known to the next run, whatever that asks for.
    const changed = isChanged
      ? await change(account, now, owned, changes).catch((error: unknown) => {
          const left = withAttempt(attempted, mayBeMade(changes, error, isShown));
          return keepState({ ...now, attempted: left }, () => Promise.reject(error));
        })
      : owned;
    if (isChanged) context.tell(`${nameOf(inputs.claim)}: changed ${number}: ${names.join(", ")}`);
    const asAsked = {
      ...now,
      ...inputs,
      vendorAccount: isChanged ? vendor.account : now.vendorAccount,
      attempted: undefined,
      observed: observe(changed, now.observed, inputs.args),
    };
    return keepState(asAsked, () => applyRenewal(context, account, asAsked, state));
  });
}

/** Refuses to change a number that was given back and bought again by another stack, or may have been. */
async function requireOurs(
  context: Context,
  account: Account,
  state: NumberState,
  owned: OwnedNumber,
): Promise<void> {
  const { verdict, proof, because } = await ownershipOf(context, account, state, owned);
  if (verdict === "ours") return;
  const open =
    proof === "backend unreadable" ? "Run this again once the Pulumi CLI answers" : orTakeItOut(owned);
  throw new UnfinishedError(`${owned.e164} is another purchase than this resource has made: ${because}`, {
    vendor: account.vendor.definition.name,
    operation: "update",
    nextStep: `Nothing was changed. ${verdict === "theirs" ? "Run pulumi refresh, which takes it out of this state" : open}.`,
  });
}

/** Makes the changes. Throws WrongAccountError where a number that is only remembered is not known to the account of these keys. */
async function change(
  { vendor }: Account,
  state: NumberState,
  owned: OwnedNumber,
  changes: NumberChanges,
): Promise<OwnedNumber> {
  try {
    return await vendor.update(owned, changes);
  } catch (error) {
    if (NotFoundError.isInstance(error)) requireSameAccount(state, vendor);
    throw error;
  }
}

/** The changes that an update which failed may have made: of a number that is shown the next look tells which it has made. */
function mayBeMade(changes: NumberChanges, error: unknown, isShown: boolean): NumberChanges {
  // Of several some may have been made before one was refused.
  if (!isShown && isRefusal(error) && Object.keys(changes).length === 1) return {};
  const lacking = UnsupportedError.isInstance(error) ? error.details.argument : undefined;
  return Object.fromEntries(Object.entries(changes).filter(([name]) => name !== lacking));
}

/**
 * What has to be changed at the vendor so that the number is as asked: what differs from the arguments, and what was asked
 * for once and no longer is, be it by a change that failed. What was never asked for is left alone. What could not be read may be anything:
 * the vendor is asked.
 */
export function changesNeeded(
  args: CheckedArguments,
  now: Partial<InPlace> & Pick<OwnedNumber, "untold">,
  askedBefore: CheckedArguments,
  attempted?: Attempted,
): NumberChanges {
  const changes: { -readonly [Name in keyof NumberChanges]: NumberChanges[Name] } = {};
  for (const name of changeableNames) {
    const asked = args[name] || undefined;
    const before = askedBefore[name] || undefined;
    const { mayDiffer, mayBeLeft } = judgeAttempt(attempted, name, now);
    if (asked !== undefined) {
      if (asked !== now[name] || mayDiffer) changes[name] = asked;
    } else if (before !== undefined && (before === now[name] || now.untold?.includes(name))) {
      changes[name] = null;
    } else if (mayBeLeft) {
      // What was there before, and nobody asked for, comes back where it is remembered.
      changes[name] = mayDiffer ? (now[name] ?? null) : null;
    }
  }
  return changes;
}

/** What the next update has to change, as far as the state tells, although the program asks for what it asked for before. */
export function changesLeft(state: Pick<NumberState, "args" | "observed" | "attempted">): NumberChanges {
  return changesNeeded(state.args, seenLast(state), state.args, state.attempted);
}
