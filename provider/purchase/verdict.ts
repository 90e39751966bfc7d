import { waitUntil } from "../async/wait-until";
import { BackendError } from "../domain/errors";
import { sameId } from "../domain/same-id";
import { isOrdered } from "../host/ordered-for";
import type { NumberRecord, OrderedFor, PurchaseRecord, StackRecord } from "../host/purchase-records";
import { isLacking, type OwnedNumber, type Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";
import type { PurchaseContext } from "./purchase-context";
import { isAbsenceProven } from "./settling-rule";

/** What is judged by: who asked, and what for. */
export interface Question {
  readonly claim: string;
  /** What all requests asked for that may have bought the number. */
  readonly orders: readonly OrderedFor[];
  /** What the purchase could ask for, in order. */
  readonly candidates: readonly string[];
}

type Judging = Omit<PurchaseContext, "tell">;

/** What is said of a number that the resource's own state has, and is sure of. */
export const inState: Finding = find("in state", "it is in state");

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

/**
 * Judges a number that the state is sure of, and that the account shows under another id by now: it was given back, and bought again. A stack
 * that has it under that id has bought it; where none has, only a person knows who.
 */
export async function judgeOtherId(
  context: Judging,
  claim: string,
  before: string,
  owned: OwnedNumber,
): Promise<Finding> {
  const { backend, isOnlyStack, vendor } = context;
  try {
    const stacks = isOnlyStack ? [] : await backend.otherStacks(claim).catch(unlessAlone);
    const holder = holdersOf(stacks, vendor, owned).find(
      ({ number: { settled, vendorId } }) =>
        settled && vendorId !== undefined && owned.vendorId !== null && sameId(vendorId, owned.vendorId),
    );
    return holder === undefined
      ? find(
          "not as ordered",
          `it is ${owned.vendorId} by now, not ${before}: it was given back and bought again`,
        )
      : find("another stack", `the stack ${holder.stack.name} has it, as ${owned.vendorId}`);
  } catch (error) {
    if (!BackendError.isInstance(error)) throw error;
    return find("backend unreadable", error.what);
  }
}

async function judgeNow(context: Judging, question: Question, owned: OwnedNumber): Promise<Finding> {
  const { claim, orders } = question;
  const { vendor, backend, offers, isOnlyStack, names } = context;
  if (offers.isTaken(owned.e164, claim))
    return find("another resource", "another resource of this run has it");
  const stacks = await Promise.all([
    backend.stackNow(claim),
    isOnlyStack ? [] : backend.otherStacks(claim).catch(unlessAlone),
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
    ({ stack, number }) =>
      number.settled || number.isStatusUnread || !(isBuying || isFirst(stack, number.urn)),
  );
  // In one stack it does not matter which of two resources gets a number, as long as it is one of them. Those of this process have settled that
  // already, by what is to be whose. What another process buys at this moment it may have bought, and its row tells; where that resumes an
  // interrupted purchase, as this one does, the one that wants it more has it. The engine keeps an interrupted creation beside that which
  // resumes it; a change it does not.
  const before = (await backend.stackOf(claim)).begun;
  const operations = (records: readonly PurchaseRecord[], of: string) =>
    records.filter((record) => record.claim === of).length;
  const place = (candidates: readonly string[]) => candidates.indexOf(owned.e164);
  const yields = ({ claim: other, candidates, isAnew }: PurchaseRecord) => {
    const [was, is] = [operations(before, other), operations(own.begun, other)];
    const mayBeUnderWay = is > was || is > 1 || isAnew;
    if (!mayBeUnderWay || context.isChecked(other)) return true;
    const [its, mine] = [place(candidates), place(question.candidates)];
    return was > 0 && (its > mine || (its === mine && claim < other));
  };
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

/** What is said of a verdict has no next step of its own. */
function unlessAlone(error: unknown): never {
  if (!BackendError.isInstance(error)) throw error;
  const way = "if no other stack buys from this account, set phone:onlyStack to true";
  throw new BackendError(`${error.what} (${way})`, error.details);
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

/** Whether a row of a state has this number, or may have it. */
export function mayBe(
  row: NumberRecord,
  { definition: { name } }: Vendor,
  { e164, vendorId }: { readonly e164: string | null; readonly vendorId: string | null },
): boolean {
  if (row.hasEnded || (row.vendor !== undefined && row.vendor !== name)) return false;
  if (row.e164 !== undefined && row.e164 === e164) return true;
  // Where the number is secret, and was bought in the place of another one, the row still goes by that one.
  if (row.vendorId !== undefined && vendorId !== null) return sameId(row.vendorId, vendorId);
  if (row.e164 !== undefined && e164 !== null) return false;
  // An unsettled purchase under a prefix has no number in state by nature, and is not this one as long as the number has a name. Of what is known
  // by an id alone, a row with a number and without an id may be it.
  return row.settled && (row.e164 === undefined || (e164 === null && row.vendorId === undefined));
}

function notAsOrdered(
  vendor: Vendor,
  orders: readonly OrderedFor[],
  { agent, subaccount }: OwnedNumber,
): string | undefined {
  const capability = vendor.definition.capabilities.agent;
  const mayHaveDefault = !isLacking(capability) && capability.byDefault === true;
  const isAnswered = orders.some(
    (order) => isOrdered(order.agent, agent) || (mayHaveDefault && order.agent === undefined),
  );
  if (agent !== null && !isAnswered) return `it is bound to ${agent}, which was not ordered`;
  const isHeld = orders.some((order) => isOrdered(order.subaccount, subaccount));
  return isHeld ? undefined : `it is held by ${subaccount ?? "the main account"}, which was not ordered`;
}
