import type { E164 } from "../domain/number";
import type { Quote } from "../domain/quote";
import type { Order } from "../vendors/vendor";

/** Who is to answer and hold a number, as a purchase asks for it; of one that was read from the journal by their digests. */
export type OrderedFor = Pick<Order, "agent" | "subaccount">;

/** A purchase that was begun, as it was recorded before the vendor was asked. What was secret is not known. */
export interface PurchaseRecord {
  /** The URN of the resource it is for, as its keeper has it today: the engine rewrites URNs when a stack is renamed. */
  readonly claim: string;
  readonly keptBy: "backend" | "journal";
  readonly vendor: string | undefined;
  /** The entry of `phone:accounts` that the program has named. */
  readonly account: string | undefined;
  /** The vendor's name of the account that was asked; version 0.1.0 did not write it down. */
  readonly vendorAccount: string | undefined;
  readonly country: string | undefined;
  readonly type: string | undefined;
  /** What may have been bought, in the order in which it was asked for; empty when it cannot be read. */
  readonly candidates: readonly E164[];
  readonly quote: Quote | null;
  /** The candidates as the engine has them of the same run, with those that were proven not to be bought by then; the journal alone tells. */
  readonly picked?: readonly E164[] | undefined;
  /** When the journal was written; the backend may have been heard of later. */
  readonly notedAt?: string;
  /** What the journal has left of the candidates, where it is not known whether the engine's operation is of the same run. */
  readonly movedOnTo?: readonly E164[];
  /** How many of the candidates may have been asked for, from the first on. */
  readonly asked: number;
  /** Who was to answer and hold the number. */
  readonly order: OrderedFor;
  /** When the vendor was asked at the latest, as ISO time. */
  readonly until: string;
  /** The word `nothingBought` that the run was given which made the purchase; {@link secretWord} where that cannot be read. */
  readonly word: string | undefined;
  /** Set where a number that the account has is taken over, and nothing is bought. */
  readonly isAdoption: boolean;
  /** Set where the state has a row of an earlier purchase, of which the run was told that it bought nothing. */
  readonly isAnew: boolean;
  /** Whether it was answered, and its result was on its way to the engine. */
  readonly isHandedOver: boolean;
  /** Those of `account`, `country` and `type` that were given and cannot be read. */
  readonly unread?: readonly string[];
  /** The last update of the stack that had succeeded when it was picked, by its name; empty when none had. */
  readonly lastUpdate?: string | undefined;
}

/** The word of a purchase that was made by one which cannot be read: no token says of it that it bought nothing, but its own. */
export const secretWord = "secret";

/** A number as a stack's state has it. What was secret is not known. */
export interface NumberRecord {
  /** The resource's URN. */
  readonly urn: string;
  /** The id that the engine knows it by. */
  readonly id: string;
  /** The URN that its state was written under: from before a rename or a move, which change the other alone. */
  readonly claim: string | undefined;
  readonly e164: string | undefined;
  readonly vendor: string | undefined;
  readonly account: string | undefined;
  /** Whether that stack is sure that the number is its own. */
  readonly settled: boolean;
  /** Whether that cannot be read: it may be. */
  readonly isStatusUnread: boolean;
  /** Whether its renewal was off and has ended it: the row stays, and whoever has the number by now has bought it since. */
  readonly hasEnded: boolean;
  /** True also where the protection cannot be read. */
  readonly isProtected: boolean;
  /** What becomes of the number when its row is deleted; undefined where that is not said, or secret. */
  readonly deletionPolicy: string | undefined;
  /** Whether it is secret. */
  readonly isPolicyUnread: boolean;
  /** The vendor's id, where it is known. */
  readonly vendorId: string | undefined;
  /** Whether another number is in its place, and it only waits to be deleted. */
  readonly isReplaced: boolean;
  /** Whether a person has marked it to be replaced, by `pulumi state taint`. */
  readonly isTainted: boolean;
  /** Whether its inputs have the mark of an import. */
  readonly isImported: boolean;
}

/** Whether a row has a number for sure: not one whose purchase is open, nor one that its renewal has ended. */
export function holds({ e164, settled, hasEnded }: NumberRecord, number: string | undefined): boolean {
  return settled && !hasEnded && e164 !== undefined && e164 === number;
}

/** Whether what only waits to be deleted was replaced by an import, which does not ask whether it is to be given up. */
export function isImportedOver(old: NumberRecord, numbers: readonly NumberRecord[]): boolean {
  return old.isReplaced && numbers.some((row) => row.urn === old.urn && !row.isReplaced && row.isImported);
}

/** What a refresh or a deletion knows of the row that it is about. */
export type KnownRow = Pick<NumberRecord, "e164" | "settled">;

/** What the backend keeps of one stack. */
export interface StackRecord {
  /** As the CLI takes it. */
  readonly name: string;
  readonly numbers: readonly NumberRecord[];
  /** What the engine has deleted already, or retained, as another is to be bought in its place: nobody's any more. */
  readonly givenUp: readonly NumberRecord[];
  /** Purchases and adoptions that were begun, and that no row shows to have ended. */
  readonly begun: readonly PurchaseRecord[];
}

/** One update of a stack that is over. */
export interface PastUpdate {
  /** What tells it from others of the stack: the time at which it began, in the backend's own words. */
  readonly name: string;
  readonly kind: string;
  readonly hasSucceeded: boolean;
  /** Whether it was told to leave resources of the program out, as by `--target`: then it says nothing of those. */
  readonly isPartial: boolean;
  /** Whether it created a resource, of whatever kind; true also where that is not told. */
  readonly hasCreated: boolean;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Whether an update has made what was in its program, all of it. */
export function isWhole({ kind, hasSucceeded, isPartial }: PastUpdate): boolean {
  return kind === "update" && hasSucceeded && !isPartial;
}

/**
 * Whether a run has made what was in its program, all of it: what runs before it were to make is settled then. One that had nothing to
 * create, in a stack without a number, had no number in its program: this package did not run.
 */
export function goesBeyond(run: PastUpdate, own: Pick<StackRecord, "numbers" | "givenUp">): boolean {
  return isWhole(run) && (run.hasCreated || own.numbers.length + own.givenUp.length > 0);
}

/** What Pulumi's backend tells. Every method throws BackendError when it cannot be read. */
export interface Backend {
  /**
   * The stack that a claim belongs to, as it was when this process first asked. Where no program tells which that is, and the stack
   * has another name by now or the row was moved, what the row says tells it from others.
   */
  stackOf(claim: string, row?: KnownRow): Promise<StackRecord>;
  /** The same, as it is now; within a phase it is read once. */
  stackNow(claim: string, row?: KnownRow, phase?: object): Promise<StackRecord>;
  /** Every other stack of the backend, as it is now. */
  otherStacks(claim: string): Promise<readonly StackRecord[]>;
  /** The names of all stacks of the backend, as it is now. */
  stackNames(claim: string): Promise<readonly string[]>;
  /**
   * The updates of the claim's stack that are over, the latest first, as far as one that {@link goesBeyond} all before it; or five hundred.
   */
  history(claim: string): Promise<readonly PastUpdate[]>;
}

/** Records on local disk, for a plugin that dies while its engine goes on, which then forgets what it was doing. */
export interface Journal {
  /** Throws ConfigurationError where the engine writes nothing down before its end. */
  requireCheckpoints(): void;
  /** The records of the project that a claim belongs to, as they were when this process first asked. */
  records(claim: string): Promise<readonly PurchaseRecord[]>;
  /**
   * Throws before anything is bought when it cannot be written, or when another process has written since: that one may buy as well. Is on disk
   * when it resolves.
   */
  write(record: PurchaseRecord): Promise<void>;
  /** Notes what was bought, as the result goes to the engine. What cannot be noted is left: the record asks for more care than it need then. */
  handOver(record: PurchaseRecord): Promise<void>;
  /** Forgets records whose end is known: nothing was bought, or the engine has it. What another process has written since stays. */
  forget(claims: readonly string[]): Promise<void>;
}
