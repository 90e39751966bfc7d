import { waitUntil } from "../async/wait-until";
import {
  isOf,
  type OrderedFor,
  type PurchaseRecord,
  type Requests,
  type StackRecord,
} from "../host/purchase-records";
import { isLacking, type OwnedNumber, type Vendor } from "../vendors/vendor";
import { canBeOf, isAbsenceProven } from "./proof-times";
import type { PurchaseContext } from "./purchase-context";

/** Whose a number is that the account owns, after a purchase whose end is not known. */
export type Verdict =
  | { readonly whose: "ours" }
  | { readonly whose: "theirs"; readonly because: string }
  /** Another stack may have bought it and has not said so yet. */
  | { readonly whose: "open"; readonly because: string };

/** The requests of which one may have bought the number, and for whom they were made. */
export interface Evidence extends Requests {
  readonly claim: string;
}

const ours: Verdict = { whose: "ours" };

/**
 * Judges a number that the account owns. It looks the same whether this resource has bought it or another program of the
 * account: what tells them apart is who answers and holds it, when it was bought, and who else says that it is theirs.
 */
export async function judge(
  context: Omit<PurchaseContext, "tell">,
  evidence: Evidence,
  owned: OwnedNumber,
): Promise<Verdict> {
  const { vendor, backend, offers, settleMs } = context;
  const { claim } = evidence;
  const because = foreignLooks(vendor, evidence, owned);
  if (because !== undefined) return { whose: "theirs", because };
  const { numbers, openPurchases } = await backend.stackOf(claim);
  const holder = numbers.find((each) => each.e164 === owned.e164 && (!isOf(each, claim) || each.settled));
  if (holder !== undefined && isOf(holder, claim))
    return { whose: "theirs", because: "it is the number that is to be replaced" };
  if (holder !== undefined || offers.isFirstChoice(owned.e164, claim)) {
    return { whose: "theirs", because: "another resource of this stack has it" };
  }
  const wasBuying = openPurchases.some((each) => each.claim === claim && isAmong(each, owned));
  const now = await context.now();
  return waitUntil(
    async () => amongStacks(vendor, claim, owned, await backend.otherStacks(claim), { wasBuying, now }),
    ({ whose }) => whose !== "open",
    settleMs,
  );
}

function foreignLooks(vendor: Vendor, evidence: Evidence, owned: OwnedNumber): string | undefined {
  const { orders } = evidence;
  const answered = orders.filter((order) => mayAnswer(vendor, order, owned));
  if (answered.length === 0) return `it is bound to ${owned.agent}`;
  const isHeld = answered.some(({ subaccount }) => owned.subaccount === (subaccount ?? null));
  if (!isHeld) return `it is held by ${owned.subaccount ?? "the main account"}`;
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
  vendor: Vendor,
  claim: string,
  { e164, purchasedAt }: OwnedNumber,
  stacks: readonly StackRecord[],
  { wasBuying, now }: { wasBuying: boolean; now: Date },
): Verdict {
  const { name } = vendor.definition;
  const records = stacks.flatMap((stack) => stack.numbers.map((number) => ({ stack, number })));
  const holders = records.filter(({ number }) => number.e164 === e164);
  const owner = holders.find(({ number }) => number.settled);
  if (owner !== undefined) return { whose: "theirs", because: `the stack ${owner.stack.name} has it` };
  // Of two stacks that were interrupted in buying it, and long ago, neither can know more than the other: the first of them has it.
  const yields = (record: PurchaseRecord) =>
    wasBuying && claim < record.claim && isAbsenceProven(record.until, now);
  const buyer = stacks.find(({ openPurchases }) =>
    openPurchases.some(
      (record) =>
        record.vendor === name &&
        isAmong(record, { e164 }) &&
        canBeOf(record, purchasedAt) &&
        !yields(record),
    ),
  );
  if (buyer !== undefined) {
    return { whose: "open", because: `the stack ${buyer.name} was buying it, too` };
  }
  // While they are unsure, all stacks wait for every stack that had a pending purchase of this number: for this one, too.
  if (wasBuying) return ours;
  // Of two stacks that are unsure, neither can know more than the other. One of them must take it, and only one.
  const doubter = holders.find(({ number }) => number.claim < claim);
  return doubter === undefined
    ? ours
    : { whose: "open", because: `the stack ${doubter.stack.name} may have it` };
}

function isAmong(
  { candidates }: Pick<PurchaseRecord, "candidates">,
  { e164 }: Pick<OwnedNumber, "e164">,
): boolean {
  return candidates.includes(e164);
}
