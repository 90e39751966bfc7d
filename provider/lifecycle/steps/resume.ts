import { nameOf, stackPart, withoutStack, withoutType } from "../../domain/claim";
import {
  AuthenticationError,
  BackendError,
  ConfigurationError,
  PermissionError,
  PhoneError,
} from "../../domain/errors";
import { callingCode, type E164 } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import { unknownQuote } from "../../domain/quote";
import { reasonOf } from "../../domain/reason";
import { holds, type PurchaseRecord, type StackRecord } from "../../host/purchase-records";
import { besideOpen, isApart, type OpenPurchase } from "../../purchase/beside";
import { type ShortList, sellsByPrefix } from "../../purchase/candidates";
import { judgeSeen, judgeUnseen } from "../../purchase/judge-record";
import { type Finding, mayBeBought } from "../../purchase/proofs";
import { wayOn, wordIn } from "../../purchase/record";
import {
  type Books,
  isNamed,
  isOfOtherType,
  isRecordOf,
  type LostPurchase,
  lostPurchases,
  mayHaveEndedIn,
  notedInStack,
  purchasesOfOtherFront,
  recordedPurchases,
} from "../../purchase/recorded-purchases";
import { howToFindOut, ownedAmong, runWithThoseKeys } from "../../purchase/resume-purchase";
import { isAbsenceProven, judgeClosed, judgeKeys } from "../../purchase/settling-rule";
import { mayBe } from "../../purchase/verdict";
import type { OwnedNumber, VendorDefinition } from "../../vendors/vendor";
import { type Failure, fault } from "../arguments/failure";
import { type Context, isDeclaredBefore, namesOf, purchaseContext } from "../context";

/** The arguments that make the number of an earlier run another one than is asked for now. */
const identity = ["vendor", "account", "country", "type", "number"] as const;

/** What a resource asks for, as far as it is known. */
type Asked = NumberArguments & { readonly vendor: string };

/**
 * The short list of a purchase that was interrupted and that this run resumes, and whether it is proven to have bought; undefined when there is
 * none. A failure where the program asks for something else by now, or where only a person can tell what became of it.
 */
export async function purchaseToResume(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<{ readonly list: ShortList; readonly hasBought: boolean } | Failure | undefined> {
  const asked = { ...args, vendor: definition.name };
  const open = await openPurchases(context, claim, asked);
  // What is proven to have bought goes before what may have.
  const record = open.find(({ finding }) => finding.verdict === "ours") ?? open[0];
  if (record === undefined) return undefined;
  if (record.finding.proof === "record unreadable") return unknowable(record, args, "nothingBought");
  if (record.finding.proof === "shown to nobody") return unknowable(record, args, "vendorOptions");
  if (record.finding.proof === "unknown vendor") return fromUnknownVendor(record, args);
  const changed = identity.find((name) => isOther(record, asked, name));
  if (changed !== undefined) return changedSince(record, changed, args);
  if (record.finding.proof === "other keys") return askedWithOtherKeys(record, args);
  if (record.finding.proof === "settled since") return settledSince(record, args);
  const other = besideOpen(record, open);
  if (other !== undefined) return severalOpen(record, other, args);
  tellBesides(context, claim, { record, number: record.finding.number }, open);
  const { candidates, quote } = record;
  context.tell(
    `${nameOf(claim)}: an earlier run was interrupted while it bought ${candidates[0]}: this run resumes that purchase`,
  );
  return {
    list: { candidates, quote: quote ?? unknownQuote },
    hasBought: record.finding.verdict === "ours",
  };
}

/**
 * Tells of what other runs have bought, or may have, for a resource that gets the number of one of its purchases: it gets one only, and the
 * records of the others may be forgotten with that one's.
 */
function tellBesides(
  { tell }: Context,
  claim: string,
  { record, number }: { readonly record: OpenPurchase; readonly number: E164 | undefined },
  open: readonly OpenPurchase[],
): void {
  for (const other of open) {
    const { candidates, asked, finding } = other;
    const isOurs = finding.verdict === "ours" && finding.number !== undefined;
    if (isOurs ? finding.number === number : other === record || !isApart(record, other)) continue;
    const possible = candidates.slice(0, asked).filter((each) => each !== number);
    if (candidates.length > 0 && possible.length === 0) continue;
    const line = isOurs
      ? `the account has ${finding.number}, which no stack has, and which another run that was interrupted has bought for it: adopt it in another resource, or release it in the vendor's console`
      : `another run that was interrupted may have bought ${possible.join(" or ") || "a number"} for it (${finding.because}): see whether the account has it, and whose it is`;
    tell(`${nameOf(claim)}: ${line}`);
  }
}

/**
 * A purchase of the resource that was interrupted, of other numbers than the one that it is to adopt: it must not be forgotten. Where there is
 * none, what others have bought is told, as their records may be.
 */
export async function purchaseBeside(
  context: Context,
  claim: string,
  asked: Asked,
  number: E164 | undefined,
): Promise<OpenPurchase | undefined> {
  const capabilities = context.vendors.get(asked.vendor)?.capabilities;
  const isByPrefix = capabilities !== undefined && sellsByPrefix(capabilities);
  // Where the vendor shows nothing, adopting is how such a purchase is settled.
  const isSettled = ({ vendor = asked.vendor }: OpenPurchase) => isByPrefix && vendor === asked.vendor;
  const open = (await openPurchases(context, claim, asked)).filter((record) => !isSettled(record));
  const named = open.filter(({ candidates }) => number !== undefined && candidates.includes(number));
  // Where it is not known what was asked for, a person who adopts says which number it was.
  const other = open.find((record) => record.candidates.length > 0 && !named.includes(record));
  const record = named.find(({ finding }) => finding.number === number) ?? named[0];
  if (other === undefined && record !== undefined) tellBesides(context, claim, { record, number }, open);
  return other;
}

export function isFailure<T extends object>(found: T | Failure): found is Failure {
  return "reason" in found;
}

/**
 * The purchases of a resource that were begun, and that may have bought something: the latest first. Reads the backend and the
 * journal, and the account only where they have something; changes nothing. Throws BackendError when the own stack cannot be read.
 */
export async function openPurchases(
  context: Context,
  claim: string,
  asked: Asked,
): Promise<readonly OpenPurchase[]> {
  const books = booksOf(context, claim);
  const own = await context.backend.stackOf(claim);
  // What the state has under an earlier name of the resource is its own.
  const numbers = own.numbers.map((each) =>
    books.names.includes(each.urn) ? { ...each, urn: claim } : each,
  );
  await reserve(context, { ...own, numbers }, await notedInStack(books), asked.vendor);
  const open = await openAmong(context, books, await recordedPurchases(books), asked);
  return open.length > 0 ? open : openAmong(context, books, await purchasesOfOtherFront(books), asked);
}

async function openAmong(
  context: Context,
  books: Books,
  records: readonly PurchaseRecord[],
  asked: Asked,
): Promise<readonly OpenPurchase[]> {
  const open: OpenPurchase[] = [];
  for (const record of records) {
    const finding = await judgeRecord(context, books, record, asked);
    if (mayBeBought(finding)) open.push({ ...record, finding });
  }
  return open;
}

async function judgeRecord(
  context: Context,
  books: Books,
  record: PurchaseRecord,
  asked: Asked,
): Promise<Finding> {
  const { vendor = asked.vendor } = record;
  const name = isUnread(record, "account") ? asked.account : record.account;
  const known = await judgeUnseen(books, record, wordIn(asked), context.vendors.get(vendor));
  if (known !== undefined) return known;
  const isAsked = vendor === asked.vendor && name === asked.account;
  const unlessClosed = (error: unknown) => {
    if (isAsked || !isClosed(error)) throw error;
    return judgeClosed(reasonOf(error));
  };
  return judgeInAccount(context, books, record, { ...asked, vendor, account: name }).catch(unlessClosed);
}

/** Whether no other run with these keys could look at an account either. */
function isClosed(error: unknown): boolean {
  return (
    ConfigurationError.isInstance(error) ||
    AuthenticationError.isInstance(error) ||
    PermissionError.isInstance(error)
  );
}

async function judgeInAccount(
  context: Context,
  books: Books,
  record: PurchaseRecord,
  { vendor, account: name, agent, subaccount }: Asked,
): Promise<Finding> {
  const { claim } = books;
  const account = await context.account({ vendor, account: name });
  // Reserved so far under the name that the resource had when it was recorded.
  const [first] = record.candidates;
  if (first !== undefined && record.claim !== claim) account.offers.reserveRecorded(first, claim);
  const purchases = { ...purchaseContext(context, account, claim), settleMs: 0 };
  return judgeSeen(purchases, books, record, { agent, subaccount });
}

/**
 * Tells of the purchases of this stack that were interrupted and that are not this resource's: one whose resource the program does
 * not have any more is kept, and not forgotten.
 */
export async function tellOpenPurchases(context: Context, claim: string): Promise<void> {
  const { begun, numbers } = await context.backend.stackOf(claim);
  const kept = begun.map((record) => ({ ...record, lost: record.candidates }));
  const records = [...kept, ...(await notedOpen(context, claim))];
  // The engine keeps a purchase of one front that the other has resumed.
  const isResumed = ({ claim: other, candidates: [first] }: PurchaseRecord) =>
    numbers.some((row) => holds(row, first) && withoutType(row.urn) === withoutType(other));
  const books = booksOf(context, claim);
  for (const record of records)
    if (!isNamed(books, record) && !isResumed(record) && !record.isAdoption) tellOpen(context, record);
}

/** Tells of the same where no program runs: a destroy gives back what is in state, and a stack that is removed after it takes the record with it. */
export async function tellLeftOpen(context: Context, claim: string): Promise<void> {
  const { begun, numbers } = await context.backend.stackOf(claim);
  const kept = begun
    .filter(({ isAdoption }) => !isAdoption)
    .map((each) => ({ ...each, lost: each.candidates }));
  const noted = await notedOpen(context, claim).catch((error: unknown) => {
    // A number is given back whatever cannot be read of others.
    if (!PhoneError.isInstance(error)) throw error;
    context.tellOnce(`${error.what}: what interrupted runs have bought is not known`);
    return [];
  });
  const isHeld = (candidate: E164) => numbers.some((row) => holds(row, candidate));
  const isNoted = (claim: string) => noted.some((record) => record.claim === claim);
  const left = kept.filter(
    ({ claim: other, candidates: [first] }) => !isNoted(other) && (first === undefined || !isHeld(first)),
  );
  for (const { claim: other, lost: all } of [...left, ...noted]) {
    const lost = all.filter((candidate) => !isHeld(candidate));
    context.tellOnce(
      `${nameOf(other)}: a run was interrupted that may have bought ${lost.join(" or ") || "a number"} for it, which is given back by nobody. ` +
        "Before the stack is removed, put the resource back and run pulumi up, which finds out; or look in the vendor's console",
    );
  }
}

/**
 * Tells the same of what the journal alone knows, beside a number that is in state; and of a number that a run whose plugin died was to put in
 * its place. The engine itself tells of what the backend keeps.
 */
export async function tellLostPurchases(context: Context, claim: string, number: string): Promise<void> {
  const open = await notedOpen(context, claim).catch((error: unknown) => {
    if (!BackendError.isInstance(error)) throw error;
    context.tellOnce(`${error.what}: what interrupted runs have bought is not known`);
    return [];
  });
  for (const record of open) {
    if (mayHaveEndedIn(record, number)) continue;
    if (!isRecordOf(booksOf(context, claim), record)) tellOpen(context, record);
    else {
      context.tellOnce(
        `${nameOf(claim)}: a run that was interrupted may have bought ${record.lost.join(" or ") || "a number"} in the place of ${number}, which is kept. ` +
          "If the account has it, and no other stack does, adopt it in another resource, or release it there",
      );
    }
  }
}

/** The journal's records of a stack whose purchase has no end that is known. All its resources ask for them. */
function notedOpen(context: Context, claim: string): Promise<readonly LostPurchase[]> {
  // The journal is another one once the backend has told the organization, where the program cannot.
  const stack = `${context.program.organization} ${stackPart(claim)}`;
  const known = context.lost.get(stack) ?? lookUpLost(context, claim);
  context.lost.set(stack, known);
  known.catch(() => context.lost.delete(stack));
  return known;
}

async function lookUpLost(context: Context, claim: string): Promise<readonly LostPurchase[]> {
  const noted = await lostPurchases(booksOf(context, claim));
  if (noted.length === 0) return [];
  const now = await context.now();
  const { numbers } = await context.backend.stackOf(claim);
  const isInState = (candidate: E164) => numbers.some((row) => holds(row, candidate));
  const open = noted.map(async (record): Promise<readonly LostPurchase[]> => {
    const possible = record.candidates.slice(0, record.asked).filter((candidate) => !isInState(candidate));
    if (possible.length === 0) return [];
    const mayStillShow = !record.isHandedOver && !isAbsenceProven(record.until, now);
    const lost = mayStillShow ? possible : await unexplained(context, claim, record, possible, now);
    return lost === undefined ? [] : [{ ...record, lost }];
  });
  return (await Promise.all(open)).flat();
}

/**
 * Those of the numbers that a purchase may have bought, which the account has and no other stack; undefined where it has bought none of
 * them. What cannot be seen may be there.
 */
async function unexplained(
  context: Context,
  claim: string,
  record: PurchaseRecord,
  possible: readonly E164[],
  now: Date,
): Promise<readonly E164[] | undefined> {
  const { vendor, account: name } = record;
  const definition = vendor === undefined ? undefined : context.vendors.get(vendor);
  const unlessOld = isOld(record, now) ? undefined : possible;
  if (vendor === undefined || definition === undefined) return possible;
  if (sellsByPrefix(definition.capabilities)) return unlessOld;
  try {
    const account = await context.account({ vendor, account: name });
    const owned = await ownedAmong(account.vendor, possible);
    if (owned.length > 0) {
      const others = context.isOnlyStack ? [] : await context.backend.otherStacks(claim);
      const rows = others.flatMap(({ numbers }) => numbers).filter(({ settled }) => settled);
      const isHad = (number: OwnedNumber) => rows.some((row) => mayBe(row, account.vendor, number));
      const left = owned.filter((number) => !isHad(number)).map(({ e164 }) => e164);
      return left.length > 0 ? left : undefined;
    }
    const isUnseen = possible.length > 0 && judgeKeys(record, account.vendor) !== undefined;
    return isUnseen && !record.isHandedOver ? unlessOld : undefined;
  } catch {
    return possible;
  }
}

/** Nobody can say of it that it has bought nothing, beside a number that is in state: it is told for a month. */
function isOld({ until }: PurchaseRecord, now: Date): boolean {
  return now.getTime() - Date.parse(until) > 30 * 24 * 3_600_000;
}

function tellOpen({ tellOnce }: Context, { claim, lost }: LostPurchase): void {
  tellOnce(
    `${nameOf(claim)}: a run was interrupted that may have bought ${lost.join(" or ") || "a number"} for it. ` +
      "A run with this resource in the program resumes the purchase. If it is gone for good, and the account has the number: once pulumi up has succeeded, run pulumi refresh --clear-pending-creates, then adopt it in another one",
  );
}

// What was about to be bought, or is in state, must not be picked as something new. What one resource only falls back on may be
// another's first choice, and is that one's then.
async function reserve(
  context: Context,
  { numbers, begun }: StackRecord,
  noted: readonly PurchaseRecord[],
  asked: string,
): Promise<void> {
  for (const { vendor = asked, account, e164, urn, hasEnded } of numbers) {
    if (e164 === undefined || hasEnded) continue;
    const offers = (await context.account({ vendor, account }).catch(() => undefined))?.offers;
    // It may have been picked while the state could not be read.
    if (offers !== undefined && (!offers.isReserved(e164 as E164, "") || offers.isPicked(e164 as E164)))
      offers.reserve(e164 as E164, urn);
  }
  const records = [...begun, ...noted];
  for (const { vendor = asked, account, candidates, claim } of records) {
    const opened = await context.account({ vendor, account }).catch(() => undefined);
    const [first, ...fallbacks] = candidates;
    if (opened === undefined || first === undefined) continue;
    const isFirstOfAnother = (candidate: E164) =>
      opened.offers.isFirstChoice(candidate, claim) ||
      records.some((other) => other.claim !== claim && other.candidates[0] === candidate);
    for (const candidate of [first, ...fallbacks.filter((each) => !isFirstOfAnother(each))]) {
      opened.offers.reserveRecorded(candidate, claim);
    }
  }
}

function isOther(record: PurchaseRecord, args: Asked, name: (typeof identity)[number]): boolean {
  switch (name) {
    case "number":
      // A fallback is another number than the one that may have been bought.
      return args.number !== undefined && record.candidates[0] !== args.number;
    // A program that does not name them takes what it gets.
    case "country":
      return args.country !== undefined && !isOfCountry(record, args.country);
    case "type":
      return args.type !== undefined && !isUnread(record, name) && record.type !== args.type;
    case "vendor":
      return record.vendor !== undefined && record.vendor !== args.vendor;
    case "account":
      return !isUnread(record, name) && record.account !== args.account;
  }
}

function isUnread({ unread = [] }: PurchaseRecord, name: string): boolean {
  return unread.includes(name);
}

/** Where it cannot be read what country was asked for, the number tells its calling code. */
function isOfCountry(record: PurchaseRecord, country: string): boolean {
  if (isUnread(record, "country"))
    return record.candidates.every((candidate) => candidate.startsWith(callingCode(country)));
  return record.country === undefined || record.country === country;
}

/**
 * Forgets what the journal has of a resource's purchases, as the engine has their end: also under the names that the resource had. One
 * that was picked in this run is another resource's.
 */
export async function forgetPurchases(context: Context, claim: string, e164?: string): Promise<void> {
  const books = booksOf(context, claim);
  const noted = await notedInStack(books).catch(() => []);
  // Another front's purchase is over where it is this resource's number: its own resource may be in the program as well.
  const isOver = (record: PurchaseRecord) =>
    isNamed(books, record) ||
    (isOfOtherType(books, record) && e164 !== undefined && mayHaveEndedIn(record, e164));
  const former = noted.filter((record) => isOver(record) && !context.quoted.has(record.claim));
  await context.journal.forget([claim, ...former.map((record) => record.claim)]);
}

function changedSince(record: OpenPurchase, changed: string, args: NumberArguments): Failure {
  const { vendor, candidates, finding } = record;
  const keys = finding.proof === "other keys" ? " and keys" : "";
  const isElsewhere = changed === "vendor" || changed === "account";
  const there = isElsewhere ? " It is adopted with the vendor and the account of that run." : "";
  return fault(
    changed,
    `was changed, and an earlier run that was interrupted may have bought ${candidates.join(" or ")} from ${vendor}. ` +
      `Run pulumi up with the arguments${keys} of that run, which finds out; then change them. ${wayOn(record, finding.number ?? candidates[0], wordIn(args))}${there}`,
  );
}

function askedWithOtherKeys({ finding, ...record }: OpenPurchase, args: NumberArguments): Failure {
  const { candidates } = record;
  return fault(
    args.account === undefined ? "vendor" : "account",
    `an earlier run that was interrupted may have bought ${candidates.join(" or ")}: ${finding.because}. ${runWithThoseKeys}${clearedAfter(record)} ${wayOn(record, finding.number ?? candidates[0], wordIn(args))}`,
  );
}

function settledSince({ finding, ...record }: OpenPurchase, args: NumberArguments): Failure {
  const { number } = finding;
  return fault(
    "nothingBought",
    `the account has ${number}, which a run that was interrupted may have bought for this resource, and ${finding.because}. ${wayOn(record, number, wordIn(args))}${clearedAfter(record)}`,
  );
}

function clearedAfter({ keptBy }: Pick<PurchaseRecord, "keptBy">): string {
  return keptBy === "backend"
    ? " Once it is settled, pulumi refresh --clear-pending-creates makes Pulumi forget it."
    : "";
}

function severalOpen(record: OpenPurchase, other: OpenPurchase, args: NumberArguments): Failure {
  return fault(
    "nothingBought",
    `two runs were interrupted, of which one may have bought ${record.candidates.join(" or ") || "a number"}, the other ${other.candidates.join(" or ") || "a number"}. ` +
      `${howToFindOut(other.finding, "Run pulumi up again in ten minutes: by then it shows, or is known not to be there.")} ${wayOn(other, other.finding.number ?? other.candidates[0], wordIn(args))}`,
  );
}

function fromUnknownVendor(record: OpenPurchase, args: NumberArguments): Failure {
  const { candidates, finding } = record;
  return fault(
    "vendor",
    `${finding.because}, and an earlier run that was interrupted may have bought ${candidates.join(" or ")} from it. ` +
      `Put the module that adds it back into phone:vendorModules, and run pulumi up with the arguments of that run, which finds out. ${wayOn(record, candidates[0], wordIn(args))}`,
  );
}

function unknowable(record: OpenPurchase, args: NumberArguments, property: string): Failure {
  const under = record.candidates.length > 0 ? ` under ${record.candidates.join(" or ")}` : "";
  return fault(
    args.nothingBought === undefined ? property : "nothingBought",
    `an earlier run was interrupted after it had asked ${record.vendor ?? "a vendor"} for a number${under}: ${record.finding.because}. ${wayOn(record, undefined, wordIn(args))}`,
  );
}

export function booksOf(context: Context, claim: string): Books {
  const { backend, journal, program } = context;
  const isAnothers = (name: string) =>
    [...context.declared.keys()].some(
      (each) => withoutStack(each) === withoutStack(name) && isDeclaredBefore(context, each, claim),
    );
  const names = namesOf(context, claim);
  return { backend, journal, claim, names, isAnothers, organization: program.organization };
}
