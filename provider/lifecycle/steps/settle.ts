import {
  ArgumentError,
  NoneAvailableError,
  NumberTakenError,
  type PhoneError,
  UnclearPurchaseError,
} from "../../domain/errors";
import type { E164 } from "../../domain/number";
import type { PurchaseRecord } from "../../host/purchase-records";
import { sellsByPrefix } from "../../purchase/candidates";
import { UnsettledPurchase } from "../../purchase/outcome";
import type { Finding } from "../../purchase/proofs";
import {
  judgeUnshown,
  judgeWord,
  type PurchaseIdentity,
  wayOn,
  wordAfter,
  wordIn,
} from "../../purchase/record";
import { mayHaveEndedIn } from "../../purchase/recorded-purchases";
import { ownedAmong } from "../../purchase/resume-purchase";
import { settlePurchase } from "../../purchase/settle-purchase";
import { judgeKeys } from "../../purchase/settling-rule";
import { judge } from "../../purchase/verdict";
import type { Vendor } from "../../vendors/vendor";
import { type Account, type Context, purchaseContext, teller } from "../context";
import { type CheckedInputs, knownRow, type NumberState, numberOf, orderOf, referenceOf } from "../state";
import { isGoneProven } from "./absence";
import { claimAndAdopt, isNamed, notOwned } from "./adopt";
import { buyNumber } from "./buy";
import { UnfinishedResource } from "./keep-state";
import { requireRead } from "./require-read";
import { openPurchases } from "./resume";

/**
 * Finds out how an unclear purchase ended: by a person's word, where the program has one; else it looks for the number, and asks
 * for it again, but never for another one. Throws UnfinishedResource while that is not known.
 */
export async function settleNumber(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  requireRead(context, inputs.claim);
  const { capabilities } = account.vendor.definition;
  const tell = teller(context, inputs.claim);
  const candidates = sellsByPrefix(capabilities) ? inputs.candidates : [numberOf(state)];
  const purchase = await unsettledPurchase(context, state, { ...inputs, candidates });
  const isSaid = judgeWord(wordIn(inputs.args), purchase) !== undefined;
  const shown = isSaid ? await shownSince(context, account, state, inputs) : [];
  const isOver = isSaid && !shown.some(({ e164, isOurs }) => isOurs && e164 === state.observed.e164);
  if (inputs.args.adopt !== undefined) {
    const other = await otherNumber(account, state, inputs);
    if (other === undefined) {
      // A person says which number it was.
      const settled = await adoptNow(context, account, { ...inputs, candidates });
      tell(`the purchase of ${state.unseenSince} is settled: it was ${numberOf(settled)}`);
      return settled;
    }
    if (!isOver) throw isNotSettled(state, inputs, purchase);
    for (const { e164 } of shown) if (e164 !== other) requireWordOf(account, state, inputs, purchase, e164);
    tell(`nothing was bought at ${state.unseenSince}, by nothingBought: takes over ${other}`);
    return adoptNow(context, account, { ...inputs, candidates: [other] });
  }
  context.budget.spend(inputs.claim);
  const later = await laterPurchase(context, account, state, inputs);
  if (later !== undefined)
    return resumeAnew(
      context,
      account,
      { ...withWord(state, later.word), confirmed: undefined },
      inputs,
      later,
    );
  if (isOver) {
    for (const { e164 } of shown) requireWordOf(account, state, inputs, purchase, e164);
    const otherKeys = otherKeysThan(state, account.vendor);
    if (otherKeys !== undefined && shown.length === 0)
      requireWordOf(account, state, inputs, purchase, numberOf(state), otherKeys.because);
    tell(`nothing was bought at ${state.unseenSince}, by nothingBought: buying now`);
    return buyAnew(context, account, state, inputs);
  }
  if (sellsByPrefix(capabilities)) return stayUnsettled(account, state, purchase);
  return settleExactly(context, account, withWord(state, purchase.word), inputs);
}

/** Takes a number over in the place of one that is not settled. */
async function adoptNow(context: Context, account: Account, inputs: CheckedInputs): Promise<NumberState> {
  const adopted = await claimAndAdopt(context, account, inputs);
  context.unforeseen.add(adopted.observed.e164);
  return adopted;
}

/** Buys what was picked for the purchase that bought nothing. Nothing else is picked for a resource that is in state. */
async function buyAnew(
  context: Context,
  account: Account,
  { confirmed }: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  try {
    return await buyNumber(context, account, inputs);
  } catch (error) {
    if (!NoneAvailableError.isInstance(error)) throw error;
    // Of what was sold with a restriction, or another instead, it is never proven that it is not there: no refresh takes it out.
    const stays =
      sellsByPrefix(account.vendor.definition.capabilities) ||
      (inputs.quote?.restriction ?? null) !== null ||
      confirmed !== undefined;
    const away = stays
      ? "Run pulumi up again later; or take it out of the state by pulumi state delete: then pulumi up asks for what the program says now."
      : "Run pulumi refresh ten minutes after that purchase, which takes it out of the state. Then pulumi up picks another.";
    throw new NoneAvailableError(error.what, { ...error.details, nextStep: `Nothing was bought. ${away}` });
  }
}

/** Goes on with what a run was buying by a word. The engine and this machine may forget it: the state then has the word, which is used up. */
async function resumeAnew(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
  { candidates }: PurchaseRecord,
): Promise<NumberState> {
  try {
    return await buyNumber(context, account, { ...inputs, candidates }, inputs.candidates);
  } catch (error) {
    if (!UnclearPurchaseError.isInstance(error)) throw error;
    throw new UnfinishedResource(state, error);
  }
}

/** The number that `adopt` names, where it is another one than may have been bought. Throws ArgumentError where it is neither that one nor the account's. */
async function otherNumber(
  { vendor }: Account,
  state: NumberState,
  { args }: CheckedInputs,
): Promise<E164 | undefined> {
  const { adopt = "", country } = args;
  // A vendor that picks the number itself may have picked any.
  if (sellsByPrefix(vendor.definition.capabilities)) return undefined;
  const named = (await vendor.list()).find((each) => isNamed(each, adopt, country));
  if (named === undefined && !isNamed(referenceOf(state), adopt, country))
    throw notOwned(vendor.definition.name, args);
  return named?.e164 === numberOf(state) ? undefined : named?.e164;
}

function isNotSettled(
  state: NumberState,
  { args }: CheckedInputs,
  purchase: PurchaseIdentity,
): ArgumentError {
  const number = numberOf(state);
  return new ArgumentError(
    `it is not known yet whether ${number} was bought, and ${args.adopt} is another number`,
    {
      vendor: args.vendor,
      argument: "adopt",
      nextStep: `Nothing was done. Run pulumi up without adopt, which finds out. ${wayOn(purchase, number, wordIn(args))}`,
    },
  );
}

/** What is said where the keys in use are other ones than those by which the number was asked for. */
function otherKeysThan({ vendorAccount }: NumberState, vendor: Vendor): Finding | undefined {
  return judgeKeys({ vendorAccount: vendorAccount ?? undefined }, vendor);
}

/** The purchase that the state tells of, whatever was bought by a word since. */
function purchaseIn(state: NumberState, claim: string): PurchaseIdentity {
  return { claim, vendor: state.args.vendor, candidates: [numberOf(state)], word: wordIn(state.args) };
}

/** What a run was buying that was told to buy again, and that was killed, if it may have gone on to another number than the state has. */
async function laterPurchase(
  context: Context,
  { vendor }: Account,
  state: NumberState,
  { claim, args }: CheckedInputs,
): Promise<PurchaseRecord | undefined> {
  if (sellsByPrefix(vendor.definition.capabilities)) return undefined;
  const open = await openPurchases(context, claim, args);
  const first = purchaseIn(state, claim);
  // Where another number was sold instead, a person must have closed this purchase: the word of a run that was killed may be an older one.
  const isClosedBy = ({ word }: PurchaseRecord) =>
    state.confirmed === undefined || judgeWord(word, first) !== undefined;
  return open
    .filter(isClosedBy)
    .find(
      (record) =>
        record.isAnew ||
        (record.keptBy === "journal" &&
          isMadeAnew(record, state) &&
          !mayHaveEndedIn(record, numberOf(state))),
    );
}

/**
 * Whether a purchase came after the one that a row does not know the end of. What is bought anew is bought by a word: any other is an
 * older one, of a run that was cut off, and not what the row is about, whatever the clocks of two machines say.
 */
function isMadeAnew({ word, until }: PurchaseRecord, { unseenSince }: NumberState): boolean {
  return word !== undefined && until > (unseenSince ?? "");
}

/**
 * What the account shows after all of what may have been asked for, and is not proven to be another's. The word may have been given to a
 * run before this one, which bought it, was killed, and left no record on this machine: then it says nothing of that purchase.
 */
async function shownSince(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<readonly { readonly e164: E164; readonly isOurs: boolean }[]> {
  const { vendor } = account;
  if (sellsByPrefix(vendor.definition.capabilities)) return [];
  const { claim } = inputs;
  const candidates = [...new Set([numberOf(state), ...inputs.candidates])];
  const question = { claim, orders: [orderOf(inputs), orderOf(state)], candidates };
  const shown = [];
  for (const owned of await ownedAmong(vendor, candidates)) {
    const { verdict } = await judge(purchaseContext(context, account, claim), question, owned);
    if (verdict !== "theirs") shown.push({ e164: owned.e164, isOurs: verdict === "ours" });
  }
  return shown;
}

/**
 * What is not proven to be this resource's may be that run's, or somebody's who bought it elsewhere: a person says which, by `adopt` or
 * by a word of its own, beside the one that was given.
 */
function requireWordOf(
  { vendor }: Account,
  state: NumberState,
  { claim, args }: CheckedInputs,
  first: PurchaseIdentity,
  e164: E164,
  because = `the account has ${e164}`,
): void {
  const word = wordIn(args);
  // It would be that of a run which was given the word: so its token is another than that of the first.
  const purchase = { claim, vendor: args.vendor, candidates: [e164], word: wordAfter(first, word) };
  if (judgeWord(word, purchase) !== undefined) return;
  const reason = `${because}: a run with this nothingBought may have bought it, or somebody else`;
  throw new UnfinishedResource(
    state,
    new UnsettledPurchase(e164, vendor, reason, "none", wayOn(purchase, e164, word)),
  );
}

/** The purchase that the state does not know the end of; or a later one of a run that was killed after it was told to buy again. */
async function unsettledPurchase(
  context: Context,
  state: NumberState,
  { claim, candidates }: CheckedInputs,
): Promise<PurchaseIdentity> {
  return { claim, vendor: state.args.vendor, candidates, word: await wordGiven(context, state, claim) };
}

/** The word by which the last purchase was made that may have ended in this row. Throws BackendError. */
export async function wordGiven(
  context: Context,
  state: NumberState,
  claim: string,
): Promise<string | undefined> {
  // It tells the organization, where no program does: by that the journal is found.
  const { begun } = await context.backend.stackOf(claim, knownRow(state));
  const noted = (await context.journal.records(claim)).filter((record) => record.claim === claim);
  const anew = begun.filter((record) => record.isAnew && record.claim === claim);
  const later = [...noted, ...anew].find((record) => isMadeAnew(record, state));
  return later === undefined ? wordIn(state.args) : later.word;
}

/** The state with the word that its purchase was made by. */
export function withWord(state: NumberState, word: string | undefined): NumberState {
  return { ...state, args: { ...state.args, nothingBought: word } };
}

async function settleExactly(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { vendor } = account;
  const number = numberOf(state);
  const { observed } = state;
  const { claim } = inputs;
  // Other keys of the same account show it as well; those of another account must not be asked for it.
  const otherKeys = otherKeysThan(state, vendor);
  if (otherKeys !== undefined && (await vendor.get({ e164: number, vendorId: null })) === undefined) {
    const purchase = purchaseIn(state, claim);
    const reason = `${otherKeys.because}: with the keys of that run pulumi up finds out`;
    const way = wayOn(purchase, number, wordIn(inputs.args));
    throw new UnfinishedResource(state, new UnsettledPurchase(number, vendor, reason, "none", way));
  }
  let { unseenSince } = state;
  const purchases = purchaseContext(context, account, claim, async () => {
    unseenSince = (await context.now()).toISOString();
  });
  try {
    const request = {
      claim,
      candidates: [number],
      order: orderOf(inputs),
      earlier: [orderOf(state)],
      maxMonthlyPrice: inputs.args.maxMonthlyPrice,
      word: wordIn(state.args),
    };
    const { vendorId, status, statusReason } = await settlePurchase(
      purchases,
      request,
      number,
      state.confirmed,
    );
    context.bought.add(number);
    purchases.tell(`the purchase of ${number}, unsettled since ${state.unseenSince}, is settled`);
    const settled = { ...observed, vendorId, status, statusReason };
    return { ...state, unseenSince, confirmed: undefined, observed: settled };
  } catch (error) {
    if (NumberTakenError.isInstance(error)) throw takenMeanwhile(error, vendor, number);
    if (!(error instanceof UnsettledPurchase)) throw error;
    const { lastRequest } = error;
    const isOver =
      (lastRequest === "taken" || lastRequest === "withheld") && isGoneProven(state, await account.now());
    if (isOver) throw takenMeanwhile(error, vendor, number);
    // A new request whose outcome is unclear starts the clock again; one that was refused does not.
    const kept = { ...state, confirmed: error.confirmed ?? state.confirmed };
    throw new UnfinishedResource(lastRequest === "unclear" ? { ...kept, unseenSince } : kept, error);
  }
}

function takenMeanwhile({ what }: PhoneError, vendor: Vendor, number: E164): NumberTakenError {
  const reason = `${number} was not bought in the earlier run, and is not to be had any more (${what})`;
  return new NumberTakenError(reason, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep:
      "Run pulumi refresh, which takes it out of the state and leaves the number alone. Then pulumi up picks another.",
  });
}

/**
 * Nothing that the vendor's API tells can settle a purchase under a prefix, and another try could be a second number: it is made
 * only when a person has looked and says that there is none.
 */
function stayUnsettled({ vendor }: Account, state: NumberState, purchase: PurchaseIdentity): never {
  const { name } = vendor.definition;
  const reason = `${name} was asked for one under ${purchase.candidates.join(" or ")} at ${state.unseenSince}; ${judgeUnshown(name).because}`;
  // The engine and this machine may forget the later run, which was given this word: the state does not.
  throw new UnfinishedResource(
    withWord(state, purchase.word),
    new UnsettledPurchase(null, vendor, reason, "none", wayOn(purchase)),
  );
}
