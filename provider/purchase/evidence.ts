import type { E164 } from "../domain/number";
import { lookUntil } from "../domain/patience";
import { isLacking, type Order, type OwnedNumber, type Vendor } from "../vendors/vendor";
import { type Backend, canBeOf, type StackRecord, type Window } from "./ledger";
import type { OfferPool } from "./offers";

/** Whose a number is that the account owns, after a purchase of which nobody has heard the end. */
export type Verdict =
  | { readonly whose: "ours" }
  | { readonly whose: "theirs"; readonly because: string }
  /** Another stack may have bought it and has not said so yet. */
  | { readonly whose: "unknown"; readonly because: string };

/** What a verdict is found with. */
export interface Evidence extends Window {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly backend: Backend;
  readonly claim: string;
  readonly order: Pick<Order, "agent" | "subaccount">;
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
  const { numbers } = await backend.stackOf(claim);
  const holder = numbers.find((each) => each.e164 === owned.e164 && each.claim !== claim);
  if (holder !== undefined || offers.isFirstChoice(owned.e164, claim)) {
    return { whose: "theirs", because: "another resource of this stack has it" };
  }
  return lookUntil(
    async () => amongStacks(evidence, owned, await backend.otherStacks(claim)),
    ({ whose }) => whose !== "unknown",
    settleMilliseconds,
  );
}

function foreignLooks({ vendor, order, ...window }: Evidence, owned: OwnedNumber): string | undefined {
  const { agent } = vendor.definition.capabilities;
  const mayHaveDefault = !isLacking(agent) && agent.byDefault === true;
  const isAsked = owned.agent === null || owned.agent === order.agent;
  if (!isAsked && !(mayHaveDefault && order.agent === undefined)) return `it is bound to ${owned.agent}`;
  if (owned.subaccount !== (order.subaccount ?? null)) return `it is held by ${owned.subaccount ?? "nobody"}`;
  if (!canBeOf(window, owned.purchasedAt)) return `it was bought on ${owned.purchasedAt}`;
  return undefined;
}

function amongStacks(
  { claim, vendor }: Evidence,
  { e164, purchasedAt }: OwnedNumber,
  stacks: readonly StackRecord[],
): Verdict {
  const { name } = vendor.definition;
  const records = stacks.flatMap((stack) => stack.numbers.map((number) => ({ stack, number })));
  const holders = records.filter(({ number }) => number.e164 === e164);
  const owner = holders.find(({ number }) => number.settled);
  if (owner !== undefined) return { whose: "theirs", because: `the stack ${owner.stack.name} has it` };
  const buyer = stacks.find(({ unfinished }) =>
    unfinished.some(
      (intent) =>
        intent.vendor === name &&
        (intent.candidates as readonly E164[]).includes(e164) &&
        canBeOf(intent, purchasedAt),
    ),
  );
  if (buyer !== undefined) {
    return { whose: "unknown", because: `the stack ${buyer.name} was buying it, too` };
  }
  // Neither of two stacks that rest in doubt can know more than the other. One of them must take it, and only one.
  const doubter = holders.find(({ number }) => number.claim < claim);
  return doubter === undefined
    ? ours
    : { whose: "unknown", because: `the stack ${doubter.stack.name} may have it` };
}
