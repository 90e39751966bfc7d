import type { E164 } from "../domain/number";
import type { Quote } from "../domain/quote";
import type { Order } from "../vendors/vendor";

/** When a purchase can have been asked for, as ISO times. */
export interface Window {
  readonly since: string;
  readonly until: string;
}

/** Who is to answer and hold a number, as a purchase asks for it. */
export type OrderedFor = Pick<Order, "agent" | "subaccount">;

/** Requests for a number whose end is not known. */
export interface Requests extends Window {
  /** What they asked for: more than one thing where the program was changed between them. */
  readonly orders: readonly OrderedFor[];
}

/** A purchase that was begun, as it was written down before the vendor was asked. */
export interface PurchaseRecord extends Requests {
  /** The URN of the resource it was for. */
  readonly claim: string;
  readonly vendor: string;
  readonly account: string | undefined;
  readonly candidates: readonly E164[];
  readonly quote: Quote | null;
  /** Whether the run that made it was told that an earlier one had bought nothing. */
  readonly wasSaid: boolean;
}

/** A number as a stack's state has it. */
export interface NumberRecord {
  /** The resource's URN as it is. */
  readonly urn: string;
  /** Its URN when it was changed last: another one after a rename by an alias. */
  readonly claim: string;
  readonly e164: string;
  readonly vendor: string;
  /** Whether that stack is sure that it has bought the number. */
  readonly settled: boolean;
  readonly isProtected: boolean;
  /** The vendor's id, where it is known. */
  readonly vendorId?: string;
  /** When it came into the state, as ISO time, where the backend tells. */
  readonly created?: string;
}

/** Whether this is the number of the resource that makes the claim. */
export function isOf({ urn, claim: former }: NumberRecord, claim: string): boolean {
  return urn === claim || former === claim;
}

/** Whether this is a purchase that has ended in the number, which is in state. */
export function hasEndedIn(number: NumberRecord, { claim, candidates, since }: PurchaseRecord): boolean {
  if (!isOf(number, claim) || !number.settled) return false;
  const { e164, created = since } = number;
  if (candidates.some((candidate) => candidate === e164)) return true;
  // A later purchase under the same prefix was meant to replace it. No run follows another within a second.
  const isUnder = candidates.some((candidate) => e164.startsWith(candidate));
  return isUnder && Date.parse(since) <= Date.parse(created) + 1000;
}

/** What the backend keeps of one stack: the numbers in state, and the purchases whose end it does not know. */
export interface StackRecord {
  /** As the CLI takes it. */
  readonly name: string;
  readonly numbers: readonly NumberRecord[];
  readonly openPurchases: readonly PurchaseRecord[];
}

/** What Pulumi's backend tells. A stack that cannot be read counts as empty; the user has been told. */
export interface Backend {
  /** The stack that a claim belongs to, as it was when this process first asked. */
  stackOf(claim: string): Promise<StackRecord>;
  /** Every other stack of the backend, as it is now. */
  otherStacks(claim: string): Promise<readonly StackRecord[]>;
}

/**
 * Records on local disk: for a plugin that dies while its engine goes on, which then forgets what it was doing, and for a
 * backend that cannot be read.
 */
export interface Journal {
  read(claim: string): Promise<PurchaseRecord | undefined>;
  /** The records of all claims of the stack that a claim belongs to, as they were when this process first asked. */
  readStack(claim: string): Promise<readonly PurchaseRecord[]>;
  /** Throws before anything is bought when it cannot be written; is on disk when it resolves. */
  write(record: PurchaseRecord): Promise<void>;
  /** Forgets records whose end is known: nothing was bought, or state has it. */
  forget(claims: readonly string[]): Promise<void>;
}
