import { waitUntil } from "../async/wait-until";
import { BackendError } from "../domain/errors";
import type { NumberRecord, OrderedFor, PurchaseRecord, StackRecord } from "../host/purchase-records";
import { isLacking, type OwnedNumber, type Vendor } from "../vendors/vendor";
import type { PurchaseContext } from "./purchase-context";
import { isAbsenceProven } from "./settling-rule";

/**
 * What can be said of a number that a purchase may have bought.
 *
 * - `ours`: it is proven to be this resource's: kept, finished, changed, released.
 * - `theirs`: it is proven to be another's: left alone.
 * - `free`: it is proven that this purchase has not bought it.
 * - `open`: anything else. Nothing is bought and nothing released; a person can say what it is.
 */
export type Verdict = "ours" | "theirs" | "free" | "open";

/**
 * Everything that is taken for evidence, what it proves, and why. Nothing else decides whose a number is: a date, an agent or a
 * label can be anything, and so prove nothing.
 */
export const proofs = {
  "bought in between": {
    verdict: "ours",
    seen: "The account shows a number that it did not have before it was asked for, and no other record names it",
    why: "It was for sale when it was picked, so it was bought since, with this account.",
  },
  "another resource": {
    verdict: "theirs",
    seen: "Another resource of this stack has the number in state, or is buying it in this run",
    why: "One number belongs to one resource.",
  },
  "another stack": {
    verdict: "theirs",
    seen: "Another stack of the backend has the number in state as its own",
    why: "That stack was sure of its purchase when it wrote its state.",
  },
  "had before": {
    verdict: "theirs",
    seen: "The account had the number before it was asked for",
    why: "What is there already was not bought by a request that comes later.",
  },
  refused: {
    verdict: "free",
    seen: "The vendor refused the purchase in words that it documents, or the request never left",
    why: "Such a request buys nothing.",
  },
  "not shown": {
    verdict: "free",
    seen: "Ten minutes after the last request the account does not show the number",
    why: "Purchases show within seconds; ten minutes is far beyond what was measured.",
  },
  "said by a person": {
    verdict: "free",
    seen: "`nothingBought` has the token of this purchase",
    why: "A person has looked where no API shows it.",
  },
  "not shown yet": {
    verdict: "open",
    seen: "The account does not show the number, and ten minutes have not passed",
    why: "It may show late. The same number may be asked for again, as it can be sold only once; no other one.",
  },
  "one before it is open": {
    verdict: "open",
    seen: "The account shows a fallback, and one that was asked for before it may still show",
    why: "The fallback is ours only if the ones before it are not.",
  },
  "another purchase": {
    verdict: "open",
    seen: "The account shows the number, and a purchase of another resource or stack that has not ended names it as well",
    why: "Either may have bought it. When both were interrupted ten minutes ago or more, the first by name has it.",
  },
  "not as ordered": {
    verdict: "open",
    seen: "The account shows the number with an agent or a holder that was not ordered",
    why: "It may be a stranger's, or the vendor's doing.",
  },
  "backend unreadable": {
    verdict: "open",
    seen: "The account shows the number, and the own stack or another one cannot be read",
    why: "Failing to look is not seeing nothing.",
  },
  "record unreadable": {
    verdict: "open",
    seen: "A record says that a purchase was begun, and what it asked for is secret",
    why: "It may be any number.",
  },
  "shown to nobody": {
    verdict: "open",
    seen: "The vendor's API does not show what it has sold",
    why: "Only its dashboard tells.",
  },
} as const satisfies Record<string, { verdict: Verdict; seen: string; why: string }>;

export type Proof = keyof typeof proofs;

/** A verdict, and what it rests on. */
export interface Finding {
  readonly verdict: Verdict;
  readonly proof: Proof;
  /** What was seen, and where: it goes on after the number, e.g. `the stack organization/phones/prod has it`. */
  readonly because: string;
}

export function find(proof: Proof, because: string): Finding {
  return { verdict: proofs[proof].verdict, proof, because };
}

/** What is judged by: who asked, and what for. */
export interface Question {
  readonly claim: string;
  /** What all requests asked for that may have bought the number. */
  readonly orders: readonly OrderedFor[];
  /** What the purchase could ask for, in order. */
  readonly candidates: readonly string[];
}

type Judging = Omit<PurchaseContext, "tell" | "moveOn">;

/**
 * Judges a number that the account shows, and that it did not have before it was asked for. The own stack and the others are read
 * as they are now, and waited for while another purchase may still end in the number.
 */
export function judge(context: Judging, question: Question, owned: OwnedNumber): Promise<Finding> {
  return waitUntil(
    () => judgeNow(context, question, owned),
    ({ proof }) => proof !== "another purchase",
    context.settleMs,
  );
}

async function judgeNow(context: Judging, question: Question, owned: OwnedNumber): Promise<Finding> {
  const { claim, orders } = question;
  const { vendor, backend, offers, isOnlyStack, names } = context;
  if (offers.isFirstChoice(owned.e164, claim))
    return find("another resource", "another resource of this run has it");
  const stacks = await Promise.all([
    backend.stackNow(claim),
    isOnlyStack ? [] : backend.otherStacks(claim),
  ]).catch((error: unknown) => {
    if (BackendError.isInstance(error)) return error;
    throw error;
  });
  if (stacks instanceof BackendError) return find("backend unreadable", stacks.what);
  const [own, others] = stacks;
  const isBeside = (urn: string) => !names.includes(urn);
  const holders = holdersOf([own, ...others], vendor, owned).filter(
    ({ stack, number }) => stack !== own || isBeside(number.urn),
  );
  const holder = holders.find(({ number }) => number.settled && number.e164 !== undefined);
  if (holder !== undefined) {
    return holder.stack === own
      ? find("another resource", "another resource of this stack has it")
      : find("another stack", `the stack ${holder.stack.name} has it`);
  }
  const now = await context.now();
  const isFirst = (stack: StackRecord, urn: string) => `${own.name}\n${claim}` < `${stack.name}\n${urn}`;
  // A stack that is sure of nothing waits for every one that was interrupted in the purchase itself; among equals the first by name has it.
  const isBuying = own.begun.some((record) => !isBeside(record.claim));
  const unsure = holders.find(
    ({ stack, number }) => number.settled || !(isBuying || isFirst(stack, number.urn)),
  );
  // In one stack it does not matter which of two resources gets a number, as long as it is one of them: the one that wanted it more.
  const place = (candidates: readonly string[]) => candidates.indexOf(owned.e164);
  const yields = ({ claim: other, candidates }: PurchaseRecord) =>
    place(candidates) > place(question.candidates) ||
    (place(candidates) === place(question.candidates) && claim < other);
  const buyer = buyersOf([own, ...others], vendor, owned).find(({ stack, record }) =>
    stack === own
      ? isBeside(record.claim) && !yields(record)
      : !(isBuying && isFirst(stack, record.claim) && isAbsenceProven(record.until, now)),
  );
  const rival = unsure ?? buyer;
  if (rival !== undefined) {
    const who = rival.stack === own ? "another resource of this stack" : `the stack ${rival.stack.name}`;
    const does =
      rival === unsure
        ? "may have it (run pulumi up there)"
        : "was buying it, too (run pulumi up there, then pulumi refresh --clear-pending-creates)";
    return find("another purchase", `${who} ${does}`);
  }
  const odd = notAsOrdered(vendor, orders, owned);
  return odd === undefined
    ? find("bought in between", "it was bought since it was asked for")
    : find("not as ordered", odd);
}

/** The rows that have the number, or may have it, as theirs cannot be read. */
function holdersOf(
  stacks: readonly StackRecord[],
  vendor: Vendor,
  owned: OwnedNumber,
): { stack: StackRecord; number: NumberRecord }[] {
  return stacks.flatMap((stack) =>
    stack.numbers.filter((number) => mayBe(number, vendor, owned)).map((number) => ({ stack, number })),
  );
}

function buyersOf(
  stacks: readonly StackRecord[],
  vendor: Vendor,
  { e164 }: OwnedNumber,
): { stack: StackRecord; record: PurchaseRecord }[] {
  return stacks.flatMap((stack) =>
    stack.begun
      .filter((record) => record.vendor === undefined || record.vendor === vendor.definition.name)
      .filter(({ candidates }) => candidates.length === 0 || candidates.includes(e164))
      .map((record) => ({ stack, record })),
  );
}

/** Whether a row of a state is this number, or may be. */
export function mayBe(
  row: NumberRecord,
  { definition: { name } }: Vendor,
  { e164, vendorId }: { readonly e164: string | null; readonly vendorId: string | null },
): boolean {
  if (row.vendor !== undefined && row.vendor !== name) return false;
  if (row.e164 !== undefined && e164 !== null) return row.e164 === e164;
  if (row.vendorId !== undefined && vendorId !== null) return plainId(row.vendorId) === plainId(vendorId);
  // An unsettled purchase under a prefix has no number in state by nature, and is not this one as long as the number has a name.
  return row.e164 === undefined && row.settled;
}

/** A vendor's id without what is written differently from place to place. */
export function plainId(id: string): string {
  return id.replaceAll("-", "").toLowerCase();
}

function notAsOrdered(
  vendor: Vendor,
  orders: readonly OrderedFor[],
  { agent, subaccount }: OwnedNumber,
): string | undefined {
  const capability = vendor.definition.capabilities.agent;
  const mayHaveDefault = !isLacking(capability) && capability.byDefault === true;
  const isAnswered = orders.some(
    (order) => order.agent === (agent ?? undefined) || (mayHaveDefault && order.agent === undefined),
  );
  if (agent !== null && !isAnswered) return `it is bound to ${agent}, which was not ordered`;
  const isHeld = orders.some((order) => (order.subaccount ?? null) === subaccount);
  return isHeld ? undefined : `it is held by ${subaccount ?? "the main account"}, which was not ordered`;
}
