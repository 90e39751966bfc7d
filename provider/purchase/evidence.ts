import { lookUntil } from "../domain/patience";
import { isLacking, type OwnedNumber, type Vendor } from "../vendors/vendor";
import {
  type Backend,
  canBeOf,
  type Intent,
  isAbsenceProven,
  isOf,
  type OrderedFor,
  type Requests,
  type StackRecord,
} from "./ledger";
import type { OfferPool } from "./offers";

/** Whose a number is that the account owns, after a purchase of which nobody has heard the end. */
export type Verdict =
  | { readonly whose: "ours" }
  | { readonly whose: "theirs"; readonly because: string }
  /** Another stack may have bought it and has not said so yet. */
  | { readonly whose: "unknown"; readonly because: string };

/** What a verdict is found with. */
export interface Evidence extends Requests {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly backend: Backend;
  readonly claim: string;
  readonly now: () => Promise<Date>;
  /** How long another stack is waited for that may be about to say that the number is its own. */
  readonly settleMilliseconds: number;
}

const ours: Verdict = { whose: "ours" };

/**
 * Judges a number that the account owns. It looks the same whether this resource has bought it or another program of the
 * account: what tells them apart is who answers and holds it, when it was bought, and who else says that it is theirs.
 */
export async function judge(evidence: Evidence, owned: OwnedNumber): Promise<Verdict> {
  const { backend, claim, offers, settleMilliseconds } = evidence;
  const because = foreignLooks(evidence, owned);
  if (because !== undefined) return { whose: "theirs", because };
  const { numbers, unfinished } = await backend.stackOf(claim);
  const holder = numbers.find((each) => each.e164 === owned.e164 && (!isOf(each, claim) || each.settled));
  if (holder !== undefined && isOf(holder, claim))
    return { whose: "theirs", because: "it is the number that is to be replaced" };
  if (holder !== undefined || offers.isFirstChoice(owned.e164, claim)) {
    return { whose: "theirs", because: "another resource of this stack has it" };
  }
  const wasBuying = unfinished.some((each) => each.claim === claim && isAmong(each, owned));
  const now = await evidence.now();
  return lookUntil(
    async () => amongStacks(evidence, owned, await backend.otherStacks(claim), { wasBuying, now }),
    ({ whose }) => whose !== "unknown",
    settleMilliseconds,
  );
}

function foreignLooks(evidence: Evidence, owned: OwnedNumber): string | undefined {
  const { vendor, orders } = evidence;
  const answered = orders.filter((order) => mayAnswer(vendor, order, owned));
  if (answered.length === 0) return `it is bound to ${owned.agent}`;
  const isHeld = answered.some(({ subaccount }) => owned.subaccount === (subaccount ?? null));
  if (!isHeld) return `it is held by ${owned.subaccount ?? "nobody"}`;
  if (!canBeOf(evidence, owned.purchasedAt)) return `it was bought on ${owned.purchasedAt}`;
  return undefined;
}

function mayAnswer(vendor: Vendor, order: OrderedFor, owned: OwnedNumber): boolean {
  const { agent } = vendor.definition.capabilities;
  const mayHaveDefault = !isLacking(agent) && agent.byDefault === true;
  if (owned.agent === null || owned.agent === order.agent) return true;
  return mayHaveDefault && order.agent === undefined;
}

function amongStacks(
  { claim, vendor }: Evidence,
  { e164, purchasedAt }: OwnedNumber,
  stacks: readonly StackRecord[],
  { wasBuying, now }: { wasBuying: boolean; now: Date },
): Verdict {
  const { name } = vendor.definition;
  const records = stacks.flatMap((stack) => stack.numbers.map((number) => ({ stack, number })));
  const holders = records.filter(({ number }) => number.e164 === e164);
  const owner = holders.find(({ number }) => number.settled);
  if (owner !== undefined) return { whose: "theirs", because: `the stack ${owner.stack.name} has it` };
  // Of two stacks that were cut off in buying it, and long ago, neither can know more than the other: the first of them has it.
  const yields = (intent: Intent) => wasBuying && claim < intent.claim && isAbsenceProven(intent.until, now);
  const buyer = stacks.find(({ unfinished }) =>
    unfinished.some(
      (intent) =>
        intent.vendor === name &&
        isAmong(intent, { e164 }) &&
        canBeOf(intent, purchasedAt) &&
        !yields(intent),
    ),
  );
  if (buyer !== undefined) {
    return { whose: "unknown", because: `the stack ${buyer.name} was buying it, too` };
  }
  // Who rests in doubt waits for every stack that the backend knows to have been buying the number: for this one, too.
  if (wasBuying) return ours;
  // Neither of two stacks that rest in doubt can know more than the other. One of them must take it, and only one.
  const doubter = holders.find(({ number }) => number.claim < claim);
  return doubter === undefined
    ? ours
    : { whose: "unknown", because: `the stack ${doubter.stack.name} may have it` };
}

function isAmong({ candidates }: Pick<Intent, "candidates">, { e164 }: Pick<OwnedNumber, "e164">): boolean {
  return candidates.includes(e164);
}
