import { nameOf } from "../domain/claim";
import { ArgumentError, BackendError, UnfinishedError } from "../domain/errors";
import { isImportedOver, type NumberRecord, type StackRecord } from "../host/purchase-records";
import { sellsByPrefix } from "../purchase/candidates";
import { hasNumber, isHeldBeside, type LeavingRow, wasGivenUp } from "../purchase/held-rows";
import { lookFor } from "../purchase/look-for";
import { soldBesides, soldInstead } from "../purchase/sold-instead";
import { isLacking, type OwnedNumber, showsNumbers } from "../vendors/vendor";
import { type Account, atVendor, type Context, forgetHandedOver, namesOf, teller } from "./context";
import { remembered } from "./observed";
import {
  deletionPolicies,
  knownRow,
  type NumberState,
  numberOf,
  referenceOf,
  withStricterDeletionOf,
} from "./state";
import { isGoneProven, requireSameAccount, requireUnlisted } from "./steps/absence";
import { judgeAttempt, leftOf } from "./steps/attempted";
import { orTakeItOut, ownershipOf } from "./steps/ownership";
import { requireRead } from "./steps/require-read";
import { tellLeftOpen } from "./steps/resume";

/**
 * Does what `deletionPolicy` says: gives the number back, only unbinds it, or forgets it. Policy and protection are those of the
 * state, also when the program does not have the number any more.
 */
export async function remove(context: Context, state: NumberState): Promise<void> {
  const { args, observed, claim } = state;
  const { deletionProtection } = args;
  const number = numberOf(state);
  const tell = teller(context, claim);
  if (deletionProtection === true) {
    throw new ArgumentError(`${number} is protected`, {
      vendor: args.vendor,
      argument: "deletionProtection",
      nextStep: "Nothing was done. Run pulumi up with deletionProtection: false first, then delete it.",
    });
  }
  // What is only forgotten harms nobody who has it, whether they can be read or not.
  const hasEnded = observed.status === "released";
  const isForgotten = hasEnded || args.deletionPolicy === "retain";
  const { isElsewhere, isGivenUp, isReplacedByImport, livePolicy } = hasEnded
    ? notInStack
    : await lookIntoStack(context, state, isForgotten);
  const { deletionPolicy } = withStricterDeletionOf(state, { deletionPolicy: livePolicy }).args;
  if (!isForgotten) await requireReadRow(context, state);
  if (hasEnded) {
    tell(`${number} was released already, as its renewal was off`);
  } else if (isGivenUp) {
    tell(`${number} was given up already, when it was replaced`);
  } else if (isElsewhere) {
    tell(`${number} is left alone: another resource of this stack has it`);
  } else if (isReplacedByImport) {
    tell(
      `${number} is left in the account, and its rent goes on, as another number was imported in its place: adopt it in another resource, or release it in the vendor's console`,
    );
  } else if (deletionPolicy === "retain") {
    tell(`${number} is left in the account as it is, and its rent goes on: Pulumi no longer tracks it`);
  } else {
    refuseLookedUp(context, state);
    const account = await context.account(args);
    await (deletionPolicy === "detach"
      ? detach(context, account, state, tell)
      : release(context, account, state, tell));
    account.changed();
  }
  if (state.confirmed !== undefined) tell(`${number} was deleted${soldBesides(state)}`);
  // A record that stays does no harm, as the update in which its result arrived has succeeded; the number is given back by now.
  await forgetHandedOver(context, claim, observed.e164).catch(() => {});
}

/** What the stack tells of a row that leaves. */
interface SeenInStack {
  readonly isElsewhere: boolean;
  /** Whether the engine has noted that this very row's number was given up before. */
  readonly isGivenUp: boolean;
  readonly isReplacedByImport: boolean;
  readonly livePolicy?: (typeof deletionPolicies)[number] | undefined;
}

const notInStack: SeenInStack = { isElsewhere: false, isGivenUp: false, isReplacedByImport: false };

/**
 * Whether another row has the number, and whether an import has put another number in its place. Nothing is given back where that cannot
 * be read.
 */
async function lookIntoStack(
  context: Context,
  state: NumberState,
  isForgotten: boolean,
): Promise<SeenInStack> {
  const leaving = atVendor(state.observed.e164, state.args.vendor);
  const before = context.leaving.get(leaving) ?? 0;
  context.leaving.set(leaving, before + 1);
  try {
    const row = knownRow(state);
    // What this run has bought or imported, be it in another process, was not there when this one first read the stack.
    const fresh = !isForgotten && (await context.backend.stackNow(state.claim, row, context.deletions.phase));
    const stack = await context.backend.stackOf(state.claim, row);
    if (context.declared.size === 0) await tellLeftOpen(context, state.claim);
    const now = fresh || stack;
    if (!isForgotten) requireSettledInPlace(context, state, { atStart: stack, now });
    return {
      isElsewhere: isHeldBeside(leavingRow(state), stack, now, {
        wasMade: context.acquired.has(leaving),
        before,
      }),
      isGivenUp: wasGivenUp(leavingRow(state), stack),
      isReplacedByImport: !isForgotten && wasReplacedByImport(state, [now, stack]),
      livePolicy: isForgotten ? undefined : policyWhileWaiting(context, state, stack, now),
    };
  } catch (error) {
    context.leaving.set(leaving, before);
    if (!BackendError.isInstance(error)) throw error;
    if (isForgotten) return notInStack;
    throw new UnfinishedError(
      `${numberOf(state)} is not given back: ${error.what}, and whether another resource has it is not known`,
      {
        vendor: state.args.vendor,
        operation: "release",
        nextStep: "It stays in state. Run this again once the Pulumi CLI answers.",
      },
    );
  }
}

function leavingRow({ observed: { e164 }, args: { vendor }, claim }: NumberState): LeavingRow {
  return { e164, vendor, claim };
}

/** A run that goes on after errors deletes what was replaced also where nothing is known to have been bought in its place. */
function requireSettledInPlace(
  context: Context,
  state: NumberState,
  { atStart, now }: { readonly atStart: StackRecord; readonly now: StackRecord },
): void {
  const leaving = [...now.numbers, ...atStart.numbers].filter((row) => hasNumber(row, leavingRow(state)));
  const isFor = (urn: string) => leaving.some((row) => namesOf(context, urn).includes(row.urn));
  const resource = [...context.declared.keys()].find(isFor);
  if (resource === undefined) return;
  const names = namesOf(context, resource);
  const isBought = ({ urn, isReplaced, settled, isStatusUnread }: NumberRecord) =>
    !isReplaced && names.includes(urn) && (settled || isStatusUnread);
  const isWaiting = now.numbers.some((row) => row.isReplaced && leaving.includes(row));
  const made = context.unfinished.get(resource)?.observed;
  // The backend may not show yet what this run itself could not settle.
  const isOpen = made?.status === "unsettled" && made.e164 !== state.observed.e164;
  if (!isOpen && (!isWaiting || now.numbers.some(isBought))) return;
  throw new UnfinishedError(
    `${numberOf(state)} is not given back: it is not known yet whether another number was bought in its place`,
    {
      vendor: state.args.vendor,
      operation: "release",
      nextStep: `It stays in state. Run pulumi up again, which gives it back once ${nameOf(resource)} has another one.`,
    },
  );
}

/** One that makes room for another, about whose resource nothing was known, is not given up for that. Its state may have another name than its row. */
async function requireReadRow(context: Context, state: NumberState): Promise<void> {
  if (context.unread.size === 0) return;
  const { numbers } = await context.backend.stackOf(state.claim, knownRow(state));
  const urns = numbers.filter((row) => hasNumber(row, leavingRow(state))).map(({ urn }) => urn);
  for (const claim of context.unread.keys()) {
    if (namesOf(context, claim).some((name) => urns.includes(name))) requireRead(context, claim);
  }
}

/** An import does not ask whether the number that was there is to be given up, and what it replaces may have been there under another name. */
function wasReplacedByImport(state: NumberState, stacks: readonly StackRecord[]): boolean {
  return stacks.some(({ numbers }) =>
    numbers.some((each) => hasNumber(each, leavingRow(state)) && isImportedOver(each, numbers)),
  );
}

/**
 * What the program says by now of a number that has waited to be deleted since an earlier run replaced it: its resource has another one, and is
 * all that a person can say it by.
 */
function policyWhileWaiting(
  context: Context,
  state: NumberState,
  atStart: StackRecord,
  now: StackRecord,
): (typeof deletionPolicies)[number] | undefined {
  const waiting = atStart.numbers.find((row) => row.isReplaced && hasNumber(row, leavingRow(state)));
  if (waiting === undefined) return undefined;
  const isLive = ({ urn, isReplaced }: NumberRecord) =>
    !isReplaced && namesOf(context, urn).includes(waiting.urn);
  // Its own deletion may have been quicker.
  const live = now.numbers.find(isLive) ?? atStart.numbers.find(isLive);
  const declared = context.declared.get(live?.urn ?? "");
  // It cannot wait for the program: the same run may delete the row that says so.
  if (declared === undefined && live?.isPolicyUnread === true) return "retain";
  const { deletionPolicy = live?.deletionPolicy } = declared ?? {};
  return deletionPolicies.find((policy) => policy === deletionPolicy);
}

/** A resource that becomes a `get` of its number under another name is deleted by the engine, whatever aliases it has. */
function refuseLookedUp({ lookedUp }: Context, state: NumberState): void {
  const { args, observed } = state;
  if (!lookedUp.has(atVendor(observed.e164, args.vendor))) return;
  throw new UnfinishedError(`${numberOf(state)} is not given back: this program looks it up`, {
    vendor: args.vendor,
    operation: "release",
    nextStep:
      'It stays in state. To keep the number and only look at it, put the resource back with deletionPolicy: "retain", run pulumi up, and take it out then; to give it back, take the get out first, or run pulumi destroy without --run-program.',
  });
}

async function detach(
  context: Context,
  account: Account,
  state: NumberState,
  tell: (line: string) => void,
): Promise<void> {
  const { vendor } = account;
  const { capabilities } = vendor.definition;
  const { status } = state.observed;
  if (status === "unsettled" && sellsByPrefix(capabilities)) throw nothingToRelease(state);
  const patience = state.unseenSince === null ? "once" : "wait";
  const owned = showsNumbers(capabilities)
    ? await lookFor(account, referenceOf(state), patience)
    : remembered(state);
  if (owned === undefined) {
    await requireUnlisted(account, state);
    requireSameAccount(state, vendor);
    if (!isGoneProven(state, await account.now())) throw notYet(state, `${notShown}${soldInstead(state)}`);
    tell(`${numberOf(state)} was not in the account any more`);
    return;
  }
  if (await isTheirs(context, account, state, owned, tell)) return;
  const agent = owned.agent ?? (isLacking(capabilities.agent) ? null : state.observed.boundAgent);
  // One that a change which failed may have bound, where nothing shows what has come of it.
  const { mayDiffer, mayBeLeft } = judgeAttempt(
    showsNumbers(capabilities) ? leftOf(state.attempted, owned) : state.attempted,
    "agent",
    owned,
  );
  if (agent !== null || mayBeLeft) await vendor.update(owned, { agent: null });
  const bound = agent === null || mayDiffer ? "whatever answered it" : agent;
  const unbound = agent === null && !mayBeLeft ? "has no agent" : `is unbound from ${bound}`;
  tell(`${owned.e164} ${unbound} and left in the account; its rent goes on`);
}

/**
 * Gives the number back to the vendor. That it is gone already is success; that it is not shown so soon after its purchase is
 * not, as a number that shows up later would be paid for by mistake.
 */
async function release(
  context: Context,
  account: Account,
  state: NumberState,
  tell: (line: string) => void,
): Promise<void> {
  const { vendor } = account;
  const { capabilities } = vendor.definition;
  const { status } = state.observed;
  if (status === "unsettled" && sellsByPrefix(capabilities)) throw nothingToRelease(state);
  const number = numberOf(state);
  if (state.unseenSince !== null && showsNumbers(capabilities)) {
    const owned = await lookFor(account, referenceOf(state));
    if (owned !== undefined && (await isTheirs(context, account, state, owned, tell))) return;
  }
  const outcome = await vendor.release(referenceOf(state));
  if (outcome === "gone") {
    await requireUnlisted(account, state);
    requireSameAccount(state, vendor);
  }
  if (outcome === "gone" && !isGoneProven(state, await account.now())) {
    throw notYet(state, `${notShown}${soldInstead(state)}`);
  }
  const { rentEnds } = capabilities.release;
  const told = {
    released: `released ${number}, for good; the rent ends ${rentEnds}`,
    scheduled: `gave notice for ${number}, which cannot be taken back; the rent ends ${rentEnds}`,
    gone: `${number} was not in the account any more`,
  };
  tell(told[outcome]);
}

/** Whether what an unsettled purchase may have bought was not bought for this resource, and is left alone. */
async function isTheirs(
  context: Context,
  account: Account,
  state: NumberState,
  owned: OwnedNumber,
  tell: (line: string) => void,
): Promise<boolean> {
  const verdict = await ownershipOf(context, account, state, owned);
  if (verdict.verdict === "open") {
    const isOpen = state.observed.status === "unsettled" || verdict.proof !== "not as ordered";
    throw notYet(
      state,
      `it is in the account, and ${verdict.because}`,
      isOpen ? undefined : orTakeItOut(owned),
    );
  }
  if (verdict.verdict === "theirs" && state.confirmed !== undefined)
    throw notYet(state, `${verdict.because}${soldInstead(state)}`);
  if (verdict.verdict === "theirs")
    tell(`${owned.e164} is in the account, but ${verdict.because}: it is left alone`);
  return verdict.verdict === "theirs";
}

const notShown = "it was bought a moment ago, or was not, and the account does not show it";

function notYet(state: NumberState, why: string, next?: string): UnfinishedError {
  return new UnfinishedError(`${numberOf(state)} cannot be given back yet: ${why}`, {
    vendor: state.args.vendor,
    operation: "release",
    nextStep: next
      ? `It stays in state. ${next}.`
      : state.confirmed === undefined
        ? "It stays in state. Run this again in ten minutes: by then it shows, or is known not to be there. If it stays so, look in the vendor's console, release it there if it is yours, and take it out of the state by pulumi state delete."
        : `It stays in state. Look in the vendor's console, release ${state.confirmed} there if you do not keep it, and take this out of the state by pulumi state delete.`,
  });
}

function nothingToRelease({ args, unseenSince }: NumberState): UnfinishedError {
  return new UnfinishedError(`a number may have been bought at ${unseenSince}, and it is not known which`, {
    vendor: args.vendor,
    operation: "release",
    nextStep:
      "Look in the vendor's dashboard and release it there if there is one; then remove this by pulumi state delete.",
  });
}
