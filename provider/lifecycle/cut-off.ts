import type { NumberArguments } from "../domain/arguments";
import type { E164 } from "../domain/number";
import { type ShortList, sellsByPrefix, unknownQuote } from "../purchase/candidates";
import { judge } from "../purchase/evidence";
import { hasEndedIn, type Intent, isAbsenceProven, type Requests } from "../purchase/ledger";
import { isNothingBought, waysOn } from "../purchase/nothing-bought";
import { ownedAmong } from "../purchase/resume";
import type { VendorDefinition } from "../vendors/vendor";
import type { Context } from "./context";
import { type Failure, fault } from "./failure";
import { nameOf } from "./state";

/** A purchase that an earlier run was cut off in, to be gone on with. */
export interface CutOff {
  readonly list: ShortList;
  readonly requests: Requests;
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
  const { unfinished, numbers } = await context.backend.stackOf(claim);
  const noted = await context.journal.read(claim);
  const begun = noted === undefined ? unfinished : [...unfinished, noted];
  const hasEnded = (intent: Intent) => numbers.some((number) => hasEndedIn(number, intent));
  const intents = begun.filter((intent) => intent.claim === claim && !hasEnded(intent));
  const ofOthers = [...begun, ...(await context.journal.readStack(claim))].filter(
    (intent) => intent.claim !== claim && !hasEnded(intent),
  );
  await reserve(context, [...intents, ...ofOthers]);
  const orders = intents.flatMap((intent) => intent.orders);
  // What is asked for now stands for what a record does not tell, as it was secret.
  const { agent, subaccount } = args;
  const possible = [...orders, { agent, subaccount }];
  for (const intent of intents.toSorted((left, right) => (left.until < right.until ? 1 : -1))) {
    const vendor = context.vendors.get(intent.vendor);
    if (vendor === undefined) continue;
    if (sellsByPrefix(vendor.capabilities)) {
      const askedAt = latest(intents.map(({ since }) => since));
      const doubt = { claim, askedAt, wasSaid: intents.some(({ wasSaid }) => wasSaid) };
      if (isNothingBought(args.vendorOptions?.nothingBought, doubt)) continue;
      return unknowable(intent, waysOn(intent.vendor, doubt));
    }
    if (!(await mayHaveBought(context, { ...intent, orders: possible }))) continue;
    const changed = identity.find((name) => isOther(intent, { ...args, vendor: definition.name }, name));
    if (changed !== undefined) return changedSince(intent, changed);
    const { candidates, quote, since, until } = intent;
    const list = { candidates, quote: quote ?? unknownQuote };
    context.tell(
      `${nameOf(claim)}: an earlier run was cut off while it bought ${candidates[0]}: this run goes on with that purchase`,
    );
    return { list, requests: { since, until, orders } };
  }
  return undefined;
}

export function isFailure(found: CutOff | Failure): found is Failure {
  return "reason" in found;
}

// What was about to be bought must not be picked as something new. What one resource only falls back on may be another's first
// choice, and is that one's then.
async function reserve(context: Context, intents: readonly Intent[]): Promise<void> {
  for (const { vendor, account, candidates, claim } of intents) {
    const opened = await context.account({ vendor, account }).catch(() => undefined);
    const [first, ...fallbacks] = candidates;
    if (opened === undefined || first === undefined) continue;
    const isFirstOfAnother = (candidate: E164) =>
      opened.offers.isFirstChoice(candidate, claim) ||
      intents.some((other) => other.claim !== claim && other.candidates[0] === candidate);
    for (const candidate of [first, ...fallbacks.filter((each) => !isFirstOfAnother(each))]) {
      opened.offers.reserve(candidate, claim);
    }
  }
}

async function mayHaveBought(context: Context, intent: Intent): Promise<boolean> {
  const { vendor, offers } = await context.account(intent);
  const { backend, now } = context;
  const owned = await ownedAmong(vendor, intent.candidates);
  for (const number of owned) {
    const evidence = { ...intent, vendor, offers, backend, now, settleMilliseconds: 0 };
    if ((await judge(evidence, number)).whose !== "theirs") return true;
  }
  // Each of them is somebody else's: a number is sold once only.
  if (owned.length === intent.candidates.length) return false;
  return !isAbsenceProven(intent.until, await context.now());
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

function unknowable({ vendor, candidates, since }: Intent, nextStep: string): Failure {
  return fault(
    "vendorOptions",
    `an earlier run was cut off after it had asked ${vendor} for a number under ${candidates.join(" or ")} (after ${since}). ${nextStep}`,
  );
}

function latest(times: readonly string[]): string {
  return times.reduce((last, time) => (time > last ? time : last));
}
