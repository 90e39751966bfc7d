import type { NumberArguments } from "../domain/arguments";
import type { E164 } from "../domain/number";
import { type ShortList, sellsByPrefix } from "../purchase/candidates";
import { judge } from "../purchase/evidence";
import type { Intent, Window } from "../purchase/ledger";
import { isAbsenceProven, ownedAmong } from "../purchase/resume";
import type { VendorDefinition } from "../vendors/vendor";
import type { Account, Context } from "./context";
import { type Failure, fault } from "./failure";
import { nameOf } from "./state";

/** A purchase that an earlier run was cut off in, to be gone on with. */
export interface CutOff {
  readonly list: ShortList;
  readonly window: Window;
}

/** The arguments that make the number of an earlier run another one than is asked for now. */
const identity = ["vendor", "account", "number"] as const;

/**
 * What an earlier run that was cut off may have bought for this claim, as far as it still matters: undefined when there was none,
 * or when it is proven that it has bought nothing. Reads the backend and the journal, and the account only where they have
 * something; changes nothing.
 */
export async function cutOffPurchase(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<CutOff | Failure | undefined> {
  const { unfinished } = await context.backend.stackOf(claim);
  await reserve(
    context,
    unfinished.filter((intent) => intent.claim !== claim),
  );
  const noted = await context.journal.read(claim);
  const intents = [...unfinished.filter((intent) => intent.claim === claim), ...(noted ? [noted] : [])];
  for (const intent of intents.toSorted((left, right) => (left.until < right.until ? 1 : -1))) {
    const vendor = context.vendors.get(intent.vendor);
    if (vendor === undefined) continue;
    if (sellsByPrefix(vendor.capabilities)) {
      if (args.vendorOptions?.nothingBought === claim) continue;
      return unknowable(intent, claim);
    }
    if (!(await mayHaveBought(context, intent, args))) continue;
    const changed = identity.find((name) => isOther(intent, { ...args, vendor: definition.name }, name));
    if (changed !== undefined) return changedSince(intent, changed);
    const { candidates, quote, since, until } = intent;
    const list = { candidates, quote: quote ?? unknownQuote };
    context.tell(
      `${nameOf(claim)}: an earlier run was cut off while it bought ${candidates[0]}: this run goes on with that purchase`,
    );
    return { list, window: { since, until } };
  }
  return undefined;
}

const unknownQuote = { matched: 0, monthlyPrice: null, setupPrice: null, restriction: null, terms: null };

export function isFailure(found: CutOff | Failure): found is Failure {
  return "reason" in found;
}

// What others were about to buy must not be picked as something new.
async function reserve(context: Context, intents: readonly Intent[]): Promise<void> {
  for (const { vendor, account, candidates, claim } of intents) {
    const opened = await context.account({ vendor, account }).catch(() => undefined);
    for (const candidate of candidates) opened?.offers.reserve(candidate, claim);
  }
}

async function mayHaveBought(context: Context, intent: Intent, args: NumberArguments): Promise<boolean> {
  const account = await context.account(intent);
  const owned = await ownedAmong(account.vendor, intent.candidates);
  for (const number of owned) {
    if ((await judge(evidenceOf(context, account, intent, args), number)).whose !== "theirs") return true;
  }
  return !isAbsenceProven(intent.until, await context.now());
}

function evidenceOf(context: Context, account: Account, intent: Intent, args: NumberArguments) {
  const { agent, subaccount } = args;
  const { vendor, offers } = account;
  const { backend } = context;
  return { ...intent, vendor, offers, backend, order: { agent, subaccount }, settleMilliseconds: 0 };
}

function isOther(intent: Intent, args: NumberArguments, name: (typeof identity)[number]): boolean {
  if (name !== "number") return intent[name] !== args[name];
  return args.number !== undefined && !intent.candidates.includes(args.number as E164);
}

function changedSince({ vendor, candidates, since }: Intent, changed: string): Failure {
  return fault(
    changed,
    `was changed, and an earlier run that was cut off may have bought ${candidates.join(" or ")} from ${vendor} (after ${since}). ` +
      "Run pulumi up with the arguments of that run, which finds out; then change them.",
  );
}

function unknowable({ vendor, candidates, since }: Intent, claim: string): Failure {
  return fault(
    "vendorOptions",
    `an earlier run was cut off after it had asked ${vendor} for a number under ${candidates.join(" or ")} (after ${since}), and ` +
      `${vendor} shows nobody what an account owns. Look in its dashboard. Has it sold one then, take it over by adopt with the ` +
      `number's id; has it not, set vendorOptions.nothingBought to "${claim}" for one run.`,
  );
}
