import type { Convoy } from "../async/convoy";
import { nameOf } from "../domain/claim";
import type { BackendError } from "../domain/errors";
import { isDeep } from "../domain/is-deep";
import type { Money } from "../domain/money";
import type { Backend, Journal, PurchaseRecord } from "../host/purchase-records";
import type { PurchaseBudget } from "../purchase/budget";
import type { ProgramPicks } from "../purchase/program-picks";
import type { PurchaseContext } from "../purchase/purchase-context";
import type { LostPurchase } from "../purchase/recorded-purchases";
import type { SharedLooks } from "../purchase/shared-looks";
import type { NumberReference, OwnedNumber, VendorDefinition } from "../vendors/vendor";
import type { NumberState } from "./state";

/** One account of one vendor, with what the resources of a process share about it. */
export interface Account extends Pick<PurchaseContext, "vendor" | "offers" | "settleMs" | "now"> {
  /** The number as the account's list has it. One list serves every number of the process once. */
  readonly listed: (number: NumberReference) => Promise<OwnedNumber | undefined>;
  /**
   * The number after a while, where the account's list is the only witness and does not show it: a list that is short for a moment must not
   * take numbers out of the state. One wait serves all that the process looks for after it.
   */
  readonly seenLater: (number: NumberReference) => Promise<OwnedNumber | undefined>;
  /** What the numbers of the program pick in this account. */
  readonly programPicks: ProgramPicks;
  /** The looks at the account before and after the purchases of this process. */
  readonly looks: SharedLooks;
  /** Says that this process has changed the account, so that the list is asked for anew. */
  readonly changed: () => void;
}

/** What is known of a resource since it was checked. */
export interface Declared {
  readonly isNew: boolean;
  /** Where it stands among those that were checked. */
  readonly place: number;
  /** As the program gives it; undefined where it gives none, or what is not known yet. */
  readonly deletionPolicy: string | undefined;
}

/** Whose account is meant: the one of the vendor's own keys, unless an entry of `phone:accounts` is named. */
export interface AccountName {
  readonly vendor: string;
  readonly account?: string | undefined;
}

/** A number that was found under the id which the engine was given, and whose it is. */
export interface MeantNumber {
  readonly owned: Pick<OwnedNumber, "e164">;
  readonly name: AccountName;
}

/** What the handlers of the lifecycle work with. Knows nothing of Pulumi. */
export interface Context {
  /** `phone:vendor`: the vendor of numbers that name none. */
  readonly defaultVendor: string | undefined;
  /** The vendors by name, with what is known of them without asking. */
  readonly vendors: ReadonlyMap<string, VendorDefinition>;
  /** The vendor of each entry of `phone:accounts`, by the entry's name. */
  readonly vendorByAccount: ReadonlyMap<string, string>;
  /** Opens an account. Throws MissingKeyError and ConfigurationError. */
  readonly account: (name: AccountName) => Promise<Account>;
  /** What Pulumi's backend tells of this stack and of the others. */
  readonly backend: Backend;
  /** What this machine remembers of purchases. */
  readonly journal: Journal;
  /** The purchases of this process that are made side by side. */
  readonly convoy: Convoy;
  /** How many numbers this run may buy. */
  readonly budget: PurchaseBudget;
  /** Which resource of the program has named an agent that can have one number only, by vendor, account and agent. */
  readonly takenAgents: Map<string, string>;
  /** Which resource of the program takes over a number, by vendor, account and number, or the vendor's id of it. */
  readonly adopters: Map<string, string>;
  /** The URNs that a resource had before, by the one it has, as the program's aliases say. */
  readonly aliases: Map<string, readonly string[]>;
  /** The numbers of which this process has made a row that the state did not have, by purchase, adoption or import, each {@link atVendor}. */
  readonly acquired: Set<string>;
  /** The numbers that the program of this run looks at and that are not its own for that, each {@link atVendor}. */
  readonly lookedUp: Set<string>;
  /** What this process has imported, by the resource that it is imported for. */
  readonly imports: Map<string, MeantNumber>;
  /** The numbers that this process has bought, or whose open purchase it has settled. */
  readonly bought: Set<string>;
  /** The numbers by which this process has settled an open purchase, or that it has taken over in its place: no preview has told that their renewal may end them. */
  readonly unforeseen: Set<string>;
  /** How many rows of each number this process has deleted, or is deleting, each {@link atVendor}. */
  readonly leaving: Map<string, number>;
  /** The deletions of this process between which it makes nothing, and so the stack gets nothing new: another phase once it does. */
  readonly deletions: { phase: object };
  /**
   * The resources of the program that this process has checked, in that order: those that it has checked with the inputs they had, so that
   * nobody has told the engine by name to replace them, and new ones.
   */
  readonly declared: Map<string, Declared>;
  /** The resources that this process has compared and found to need no other number. */
  readonly kept: Set<string>;
  /** The new resources for which the account was looked through for numbers that a failed run may have bought. */
  readonly cleared: Set<string>;
  /** What was picked for the numbers of the program before they are checked, in each account. */
  readonly programPicks: Set<ProgramPicks>;
  /** What a step of this run has left unfinished, by claim: an `onError` hook has the engine ask for the same step again, without the state that it was told. */
  readonly unfinished: Map<string, NumberState>;
  /** What lost runs of a stack may have bought, by organization and the stack's part of URNs: it is looked up once. */
  readonly lost: Map<string, Promise<readonly LostPurchase[]>>;
  /** Why the records of earlier runs could not be read, of each resource that was checked or compared without them. */
  readonly unread: Map<string, BackendError>;
  /** Whether no other stack buys from the accounts of this one, as the configuration says. */
  readonly isOnlyStack: boolean;
  /** Where the sandbox is that stands in for the vendors; undefined on the real ones. */
  readonly sandbox: string | undefined;
  /** The numbers that this process has found gone, each {@link atVendor}, and their claims: whether the backend knows it by now is chance. */
  readonly gone: Map<string, string>;
  /** What the numbers cost a month that this run has picked, by claim. */
  readonly quoted: Map<string, Money | null>;
  /** How long before its rent is due a number whose renewal is off may be released, in milliseconds. */
  readonly releaseWindowMs: number;
  /** What is known of the program since its first resource was checked. */
  readonly program: { organization: string; stack?: string };
  /** The time; the sandbox's, where one stands in for the vendors. */
  readonly now: () => Promise<Date>;
  /** True for what stands in a preview for a value that is not known yet. */
  readonly isUnknown: (value: unknown) => boolean;
  /** Prints one line in the run's output. */
  readonly tell: (line: string) => void;
  /** The same for what is true of many numbers: a line that was printed before is not printed again. */
  readonly tellOnce: (line: string) => void;
}

/**
 * Forgets what the process that bought a number had no time to: its result came into the state. An open record stays, and so does that of another
 * number, which an engine may never have got.
 */
export async function forgetHandedOver(
  { journal }: Pick<Context, "journal">,
  claim: string,
  e164: string,
): Promise<void> {
  const records = await journal.records(claim);
  const isOver = (record: PurchaseRecord) =>
    record.isHandedOver && record.candidates.some((candidate) => e164.startsWith(candidate));
  if (records.some((record) => record.claim === claim && isOver(record))) await journal.forget([claim]);
}

/** A number as one vendor has it: another may show it as well, such as the one that it is moved to. */
export function atVendor(e164: string, vendor: string): string {
  return `${e164} at ${vendor}`;
}

/** Tells a line about one resource. */
export function teller({ tell }: Pick<Context, "tell">, claim: string): (line: string) => void {
  return (line) => tell(`${nameOf(claim)}: ${line}`);
}

/**
 * The URNs of a resource: its own, and those it had before, unless another resource of the program has such a name by now, and its row. A new
 * resource has no row either: what is under such a name is whose that was declared first.
 */
export function namesOf(
  context: Pick<Context, "aliases" | "kept" | "declared">,
  claim: string,
): readonly string[] {
  const { aliases, kept, declared } = context;
  const isNew = declared.get(claim)?.isNew === true;
  const isAnothers = (name: string) => kept.has(name) || (isNew && isDeclaredBefore(context, name, claim));
  return [claim, ...(aliases.get(claim) ?? []).filter((name) => !isAnothers(name))];
}

/** Whether the program had declared a resource of this name when it declared another. */
export function isDeclaredBefore(
  { declared }: Pick<Context, "declared">,
  name: string,
  claim: string,
): boolean {
  const [one, other] = [declared.get(name), declared.get(claim)];
  return one !== undefined && other !== undefined && one.place < other.place;
}

/** What the purchases of one resource work with; where none is made, nothing is asked for again. */
export function purchaseContext(
  context: Context,
  account: Account,
  claim: string,
  askingAgain: PurchaseContext["askingAgain"] = async () => {},
): PurchaseContext {
  const { backend, isOnlyStack, tell } = context;
  const { vendor, offers, settleMs, now } = account;
  const names = namesOf(context, claim);
  const told = teller({ tell }, claim);
  const isChecked = (urn: string) =>
    context.declared.has(urn) || [...context.aliases.values()].some((former) => former.includes(urn));
  return { vendor, offers, backend, isOnlyStack, names, isChecked, settleMs, now, askingAgain, tell: told };
}

/** Whether a value, or a part of it, is not known yet. */
export function holdsUnknown(context: Pick<Context, "isUnknown">, value: unknown): boolean {
  if (context.isUnknown(value)) return true;
  // What is as deep is refused by check, and never goes through here part by part.
  if (typeof value !== "object" || value === null || isDeep(value)) return false;
  return Object.values(value).some((part) => holdsUnknown(context, part));
}
