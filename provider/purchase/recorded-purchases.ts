import { stackOf, stackPart, withoutStack, withoutType } from "../domain/claim";
import type { E164 } from "../domain/number";
import {
  type Backend,
  type Journal,
  type PastUpdate,
  type PurchaseRecord,
  type StackRecord,
  secretWord,
} from "../host/purchase-records";

/** Where the purchases of a resource are written down, and what it is called there. */
export interface Books {
  readonly backend: Backend;
  readonly journal: Journal;
  readonly claim: string;
  /** The URNs of the resource: its own, and those it had before. */
  readonly names: readonly string[];
  /** Whether another resource of the program has had this name before the resource was declared. */
  readonly isAnothers: (name: string) => boolean;
  readonly organization: string;
}

/**
 * The records of a resource's purchases that no state shows to have ended, the latest first. Throws BackendError when the own stack
 * cannot be read.
 */
export async function recordedPurchases(books: Books): Promise<readonly PurchaseRecord[]> {
  const { backend, claim, names } = books;
  const { begun } = await backend.stackOf(claim);
  const kept = begun.filter((record) => names.includes(record.claim) && !record.isAdoption);
  const noted = await notedWithoutEnd(books);
  return latestFirst(
    books,
    kept,
    noted.filter((record) => isNamed(books, record)),
  );
}

/**
 * The same of the purchases that another front has made for the resource, which is of another type there: what they have bought is the
 * resource's all the same, unless it has purchases of its own.
 */
export async function purchasesOfOtherFront(books: Books): Promise<readonly PurchaseRecord[]> {
  const own = await books.backend.stackOf(books.claim);
  const kept = own.begun.filter(
    (record) => isOfOtherType(books, record) && !record.isAdoption && !hasEnded(books, own, record),
  );
  const noted = await notedWithoutEnd(books);
  return latestFirst(
    books,
    kept,
    noted.filter((record) => isOfOtherType(books, record)),
  );
}

async function notedWithoutEnd(books: Books): Promise<readonly PurchaseRecord[]> {
  const own = await books.backend.stackOf(books.claim);
  return (await notedInStack(books)).filter((record) => !hasEnded(books, own, record));
}

function hasEnded({ names }: Books, own: StackRecord, record: PurchaseRecord): boolean {
  return isInState(own, (urn) => names.includes(urn), record);
}

async function latestFirst(
  books: Books,
  kept: readonly PurchaseRecord[],
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  const records = await merged(books, kept, noted);
  return records.toSorted((left, right) => (left.until < right.until ? 1 : -1));
}

/** A purchase without an end that is known, and what it may have bought: those of its numbers that are lost. */
export interface LostPurchase extends PurchaseRecord {
  readonly lost: readonly E164[];
}

/** The journal's records of the stack that its state does not have under their own name. */
export async function lostPurchases(books: Books): Promise<readonly PurchaseRecord[]> {
  return notInState(books, await notedInStack(books));
}

async function notInState(
  { backend, claim }: Books,
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  if (noted.length === 0) return [];
  const own = await backend.stackOf(claim);
  return noted.filter(
    (record) => !isInState(own, (urn) => withoutStack(urn) === withoutStack(record.claim), record),
  );
}

/**
 * The records of this stack among those of the project, which is what the journal has. Also those from before the stack was renamed,
 * when the engine had forgotten the purchase: that stack is not there any more, and they were made while a run of this one was under way.
 */
export async function notedInStack({
  backend,
  journal,
  claim,
  organization,
}: Books): Promise<readonly PurchaseRecord[]> {
  const noted = await journal.records(claim);
  const isHere = (record: PurchaseRecord) => stackPart(record.claim) === stackPart(claim);
  if (noted.every(isHere)) return noted;
  const [stacks, history] = await Promise.all([backend.stackNames(claim), backend.history(claim)]);
  return noted.filter(
    (record) =>
      isHere(record) ||
      (!stacks.includes(stackOf(record.claim, organization)) &&
        history.some((run) => wasDuring(run, record))),
  );
}

/**
 * The journal's records for which a stack answers: those that this one has lost, and those of others of the project that are there. Nobody
 * asks about those of a stack that is gone.
 */
export async function notedByStacks(
  books: Books,
): Promise<{ readonly lost: readonly PurchaseRecord[]; readonly elsewhere: readonly PurchaseRecord[] }> {
  const { backend, journal, claim, organization } = books;
  const noted = await journal.records(claim);
  const own = await notedInStack(books);
  const lost = await notInState(books, own);
  if (own.length === noted.length) return { lost, elsewhere: [] };
  const stacks = await backend.stackNames(claim);
  const elsewhere = noted.filter(
    (record) => !own.includes(record) && stacks.includes(stackOf(record.claim, organization)),
  );
  return { lost, elsewhere };
}

// Both are told by a vendor's clock, which is read anew in each run: a header `Date` has whole seconds, and so has the history.
const clockSlackMs = 5_000;

function wasDuring({ startedAt, endedAt }: PastUpdate, { until }: PurchaseRecord): boolean {
  const at = Date.parse(until);
  return Date.parse(startedAt) - clockSlackMs <= at && at <= Date.parse(endedAt) + clockSlackMs;
}

/** Whether a record of this stack is that of the resource, under whatever name the stack had. */
export function isRecordOf(books: Books, record: PurchaseRecord): boolean {
  return isNamed(books, record) || isOfOtherType(books, record);
}

/** The same of the names that the resource has, or had, alone: not of those that another front has for it. */
export function isNamed({ names }: Books, { claim }: PurchaseRecord): boolean {
  return names.map(withoutStack).includes(withoutStack(claim));
}

/** Whether another front made the purchase, for a resource that is of another type there. */
export function isOfOtherType({ claim, isAnothers }: Books, { claim: other }: PurchaseRecord): boolean {
  const withoutBoth = (name: string) => withoutStack(withoutType(name));
  const isOther = withoutStack(other) !== withoutStack(claim) && withoutBoth(other) === withoutBoth(claim);
  return isOther && !isAnothers(other);
}

/**
 * One record for each purchase. The journal knows which of its candidates was asked for last, as it is written before each; the backend when it
 * was last heard of. Where the engine's operation may be another run's, how far that one came is not known, nor whether it had other numbers to
 * ask for before.
 */
async function merged(
  { backend, claim }: Books,
  kept: readonly PurchaseRecord[],
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  const isSame = (left: PurchaseRecord, right: PurchaseRecord) =>
    left.candidates.join().endsWith(right.candidates.join()) &&
    right.candidates.length > 0 &&
    // With a word it is another purchase, made since a person has said that the one before bought nothing.
    isSameWord(left.word, right.word) &&
    (left.vendorAccount ?? right.vendorAccount) === (right.vendorAccount ?? left.vendorAccount);
  const left = kept.filter((record) => !noted.some((other) => isSame(record, other)));
  const narrowed = noted.map(async (record): Promise<PurchaseRecord> => {
    const same = kept.filter((other) => isSame(other, record));
    const isAll = isLastKnown(record, same, await backend.history(claim));
    const candidates = isAll ? record.candidates : longest([record, ...same]);
    const movedOnTo = candidates.length === record.candidates.length ? undefined : record.candidates;
    return {
      ...record,
      vendorAccount: record.vendorAccount ?? same.find((other) => other.vendorAccount)?.vendorAccount,
      candidates,
      asked: isAll ? record.asked : candidates.length,
      ...(movedOnTo && { movedOnTo }),
      until: same.reduce((last, other) => (other.until > last ? other.until : last), record.until),
      notedAt: record.until,
      isAnew: same.some(({ isAnew }) => isAnew),
      // An engine that got the result has no such operation any more.
      isHandedOver: record.isHandedOver && same.length === 0,
    };
  });
  return [...left, ...(await Promise.all(narrowed))];
}

/** The engine keeps a word that is secret, and the journal has it as it is. */
function isSameWord(left: string | undefined, right: string | undefined): boolean {
  const isOneSecret = left === secretWord || right === secretWord;
  return left === right || (isOneSecret && left !== undefined && right !== undefined);
}

/**
 * Whether the journal knows how far the purchase came: the engine's operation is of the run that it is of, and no other was made since. An engine
 * that has outlived that run keeps none of it. One that was killed is in no history of a file or a bucket, so that the operation alone tells of a
 * later run.
 */
function isLastKnown(
  record: PurchaseRecord,
  operations: readonly PurchaseRecord[],
  history: readonly PastUpdate[],
): boolean {
  if (history.some(({ startedAt }) => startedAt > record.until)) return false;
  const [operation, ...others] = operations;
  if (operation === undefined) return true;
  const isAsPicked = operation.candidates.join() === record.picked?.join();
  return isAsPicked && others.length === 0 && !history.some((run) => wasDuring(run, record));
}

function longest(records: readonly PurchaseRecord[]): readonly E164[] {
  const lists = records.map(({ candidates }) => candidates);
  return lists.reduce((left, right) => (right.length > left.length ? right : left));
}

/** What is kept and noted of all resources of the stack, one record for each purchase. */
export async function recordsByResource(
  books: Books,
  kept: readonly PurchaseRecord[],
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  const byResource = new Map<string, { kept: PurchaseRecord[]; noted: PurchaseRecord[] }>();
  const its = (record: PurchaseRecord) => {
    const resource = resourceOf(books, record);
    const found = byResource.get(resource) ?? { kept: [], noted: [] };
    byResource.set(resource, found);
    return found;
  };
  for (const record of kept) its(record).kept.push(record);
  for (const record of noted) its(record).noted.push(record);
  const records = [...byResource.values()].map((each) => merged(books, each.kept, each.noted));
  return (await Promise.all(records)).flat();
}

/** One name for each resource of the stack: also where a record has another one of it, or of the stack. */
export function resourceOf(books: Books, record: PurchaseRecord): string {
  return withoutStack(isRecordOf(books, record) ? books.claim : record.claim);
}

/** Whether a purchase may have ended in the number: one that it was not asked for yet, another run has bought. */
export function mayHaveEndedIn({ candidates, asked }: PurchaseRecord, number: string): boolean {
  return candidates.slice(0, asked).includes(number as E164);
}

/** A journal's record serves a state that was never written: not one that has its number. */
function isInState(
  { numbers }: StackRecord,
  isSame: (urn: string) => boolean,
  record: PurchaseRecord,
): boolean {
  return numbers.some(
    ({ urn, e164, hasEnded }) =>
      isSame(urn) && !hasEnded && (e164 === undefined || mayHaveEndedIn(record, e164)),
  );
}
