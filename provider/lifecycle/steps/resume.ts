import type { NumberArguments } from "../../domain/argument-schema";
import { nameOf, stackOf, stackPart, withoutStack } from "../../domain/claim";
import { BackendError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import { unknownQuote } from "../../domain/quote";
import type { PurchaseRecord, StackRecord } from "../../host/purchase-records";
import { type ShortList, sellsByPrefix } from "../../purchase/candidates";
import { isSaidToHaveBoughtNothing, shownToNobody, wayOn, wordIn } from "../../purchase/record";
import { ownedAmong, reckon } from "../../purchase/resume-purchase";
import type { VendorDefinition } from "../../vendors/vendor";
import { type Failure, fault } from "../arguments/failure";
import { type Context, namesOf, purchaseContext } from "../context";

/** The arguments that make the number of an earlier run another one than is asked for now. */
const identity = ["vendor", "account", "country", "type", "number"] as const;

/** What a resource asks for, as far as it is known. */
type Asked = NumberArguments & { readonly vendor: string };

/**
 * The short list of a purchase that was interrupted and that this run resumes; undefined when there is none. A failure where the
 * program asks for something else by now, or where only a person can tell what became of it.
 */
export async function purchaseToResume(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<ShortList | Failure | undefined> {
  const asked = { ...args, vendor: definition.name };
  const [record] = await openPurchases(context, claim, asked);
  if (record === undefined) return undefined;
  if (record.candidates.length === 0)
    return unknowable(record, "what it asked for is secret", args, "nothingBought");
  const vendor = context.vendors.get(record.vendor ?? definition.name);
  if (vendor !== undefined && sellsByPrefix(vendor.capabilities)) {
    return unknowable(record, shownToNobody(vendor.name), args, "vendorOptions");
  }
  const changed = identity.find((name) => isOther(record, asked, name));
  if (changed !== undefined) return changedSince(record, changed, args);
  const { candidates, quote } = record;
  context.tell(
    `${nameOf(claim)}: an earlier run was interrupted while it bought ${candidates[0]}: this run resumes that purchase`,
  );
  return { candidates, quote: quote ?? unknownQuote };
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
): Promise<readonly PurchaseRecord[]> {
  const own = await context.backend.stackOf(claim);
  const noted = await ofStack(context, claim, await context.journal.records(claim));
  await reserve(context, own, noted, asked.vendor);
  const names = namesOf(context, claim);
  const records = await merged(
    context,
    claim,
    own.begun.filter((record) => names.includes(record.claim) && !record.isAdoption),
    noted.filter(
      (record) => isOf(context, claim, record) && !isInState(own, (urn) => names.includes(urn), record),
    ),
  );
  const open: PurchaseRecord[] = [];
  for (const record of records.toSorted((left, right) => (left.until < right.until ? 1 : -1))) {
    if (
      !isSaidToHaveBoughtNothing(wordIn(asked), record) &&
      (await mayHaveBought(context, claim, record, asked))
    )
      open.push(record);
  }
  return open;
}

/**
 * Tells of the purchases of this stack that were interrupted and that are not this resource's: one whose resource the program does
 * not have any more is kept, and not forgotten.
 */
export async function tellOpenPurchases(context: Context, claim: string): Promise<void> {
  const { begun } = await context.backend.stackOf(claim);
  const records = [...begun, ...(await notedOpen(context, claim))];
  for (const record of records)
    if (!isOf(context, claim, record) && !record.isAdoption) tellOpen(context, record);
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
    if (mayBeOf(record, number)) continue;
    if (!isOf(context, claim, record)) tellOpen(context, record);
    else {
      context.tellOnce(
        `${nameOf(claim)}: a run that was interrupted may have bought ${record.candidates.join(" or ")} in the place of ${number}, which is kept. ` +
          "If the account has it, adopt it in another resource, or release it there",
      );
    }
  }
}

/** The journal's records of a stack whose purchase has no end that is known, and that are not in state under their own name. */
async function notedOpen(context: Context, claim: string): Promise<readonly PurchaseRecord[]> {
  const all = await ofStack(context, claim, await context.journal.records(claim));
  if (all.length === 0) return [];
  const own = await context.backend.stackOf(claim);
  const noted = all.filter(
    (record) => !isInState(own, (urn) => withoutStack(urn) === withoutStack(record.claim), record),
  );
  const open = await Promise.all(
    noted.map(async (record) => !record.isHandedOver || isOwned(context, record)),
  );
  return noted.filter((_, place) => open[place]);
}

/**
 * The records of this stack among those of the project, which is what the journal has. Also those from before the stack was renamed,
 * when the engine had forgotten the purchase: that stack is not there any more, and they were made while a run of this one was under way.
 */
async function ofStack(
  { backend, program: { organization } }: Context,
  claim: string,
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  const isHere = (record: PurchaseRecord) => stackPart(record.claim) === stackPart(claim);
  if (noted.every(isHere)) return noted;
  const [stacks, history] = await Promise.all([backend.stackNames(claim), backend.history(claim)]);
  return noted.filter(
    (record) =>
      isHere(record) ||
      (!stacks.includes(stackOf(record.claim, organization)) &&
        history.some(({ startedAt, endedAt }) => startedAt <= record.until && record.until <= endedAt)),
  );
}

/** Whether a record of this stack is that of a resource, under whatever name the stack had. */
function isOf(context: Context, claim: string, record: PurchaseRecord): boolean {
  return namesOf(context, claim).map(withoutStack).includes(withoutStack(record.claim));
}

/** Whether the account has what was handed over to an engine that may not have got it. What cannot be seen may be there. */
async function isOwned(
  context: Context,
  { vendor, account: name, candidates }: PurchaseRecord,
): Promise<boolean> {
  const definition = vendor === undefined ? undefined : context.vendors.get(vendor);
  if (vendor === undefined || definition === undefined || sellsByPrefix(definition.capabilities)) return true;
  try {
    const account = await context.account({ vendor, account: name });
    return (await ownedAmong(account.vendor, candidates)).length > 0;
  } catch {
    return true;
  }
}

function tellOpen({ tellOnce }: Context, { claim, candidates }: PurchaseRecord): void {
  tellOnce(
    `${nameOf(claim)}: a run was interrupted that may have bought ${candidates.join(" or ") || "a number"} for it. ` +
      "A run with this resource in the program resumes the purchase; or adopt the number in another one, if the account has it",
  );
}

/**
 * One record for each purchase. The journal knows which of its candidates was asked for last, as it is written before each; the
 * backend when it was last heard of. Where another run was made since, wherever that was, how far that one came is not known.
 */
async function merged(
  context: Context,
  claim: string,
  kept: readonly PurchaseRecord[],
  noted: readonly PurchaseRecord[],
): Promise<readonly PurchaseRecord[]> {
  const isSame = (left: PurchaseRecord, right: PurchaseRecord) =>
    left.candidates.join().endsWith(right.candidates.join()) && right.candidates.length > 0;
  const left = kept.filter((record) => !noted.some((other) => isSame(record, other)));
  const narrowed = noted.map(async (record): Promise<PurchaseRecord> => {
    const same = kept.filter((other) => isSame(other, record));
    const until = same.reduce((last, other) => (other.until > last ? other.until : last), record.until);
    const history = await context.backend.history(claim);
    const isLast = same.length <= 1 && !history.some(({ startedAt }) => startedAt > record.until);
    return { ...record, until, asked: isLast ? record.asked : record.candidates.length };
  });
  return [...left, ...(await Promise.all(narrowed))];
}

/** Whether a purchase may have ended in the number: one that it was not asked for yet, another run has bought. */
function mayBeOf({ candidates, asked }: PurchaseRecord, number: string): boolean {
  return candidates.slice(0, asked).includes(number as E164);
}

/** A journal's record serves a state that was never written: not one that has its number. */
function isInState(
  { numbers }: StackRecord,
  isSame: (urn: string) => boolean,
  record: PurchaseRecord,
): boolean {
  return numbers.some(({ urn, e164 }) => isSame(urn) && (e164 === undefined || mayBeOf(record, e164)));
}

// What was about to be bought, or is in state, must not be picked as something new. What one resource only falls back on may be
// another's first choice, and is that one's then.
async function reserve(
  context: Context,
  { numbers, begun }: StackRecord,
  noted: readonly PurchaseRecord[],
  asked: string,
): Promise<void> {
  for (const { vendor = asked, e164, urn } of numbers) {
    if (e164 === undefined) continue;
    const opened = await context.account({ vendor }).catch(() => undefined);
    if (opened !== undefined && !opened.offers.isReserved(e164 as E164, ""))
      opened.offers.reserve(e164 as E164, urn);
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
      opened.offers.reserve(candidate, claim);
    }
  }
}

async function mayHaveBought(
  context: Context,
  claim: string,
  record: PurchaseRecord,
  asked: Asked,
): Promise<boolean> {
  const isPassed = record.keptBy === "journal" && (await wasGoneBeyond(context, claim, record));
  // Its result was on its way to an engine that has finished its run.
  if (isPassed && record.isHandedOver) return false;
  if (record.candidates.length === 0) return true;
  const { account: name, vendor = asked.vendor } = record;
  const definition = context.vendors.get(vendor);
  if (definition === undefined || sellsByPrefix(definition.capabilities)) return true;
  const account = await context.account({ vendor, account: name });
  // Reserved so far under the name that the resource had when it was recorded.
  const [first] = record.candidates;
  if (first !== undefined && record.claim !== claim) account.offers.reserve(first, claim);
  const purchases = { ...purchaseContext(context, account, claim), settleMs: 0 };
  const owned = await ownedAmong(account.vendor, record.candidates);
  const past = { ...record, claim, ...(isPassed && { until: new Date(0).toISOString() }) };
  const { ours, open, unseen } = await reckon(
    purchases,
    past,
    [record.order, { agent: asked.agent, subaccount: asked.subaccount }],
    owned,
  );
  return ours !== undefined || open !== undefined || unseen !== undefined;
}

/** Whether a later run of the stack has succeeded, on whatever machine: it would have made what is in the program. */
async function wasGoneBeyond(context: Context, claim: string, { until }: PurchaseRecord): Promise<boolean> {
  const history = await context.backend.history(claim);
  return history.some(
    ({ kind, hasSucceeded, endedAt }) => kind === "update" && hasSucceeded && endedAt > until,
  );
}

function isOther(record: PurchaseRecord, args: Asked, name: (typeof identity)[number]): boolean {
  switch (name) {
    case "number":
      // A fallback is another number than the one that may have been bought.
      return args.number !== undefined && record.candidates[0] !== args.number;
    // A program that does not name them takes what it gets.
    case "country":
    case "type":
      return record[name] !== undefined && args[name] !== undefined && record[name] !== args[name];
    case "vendor":
      return record.vendor !== undefined && record.vendor !== args.vendor;
    case "account":
      return record.account !== args.account;
  }
}

function changedSince(record: PurchaseRecord, changed: string, args: NumberArguments): Failure {
  const { vendor, candidates } = record;
  return fault(
    changed,
    `was changed, and an earlier run that was interrupted may have bought ${candidates.join(" or ")} from ${vendor}. ` +
      `Run pulumi up with the arguments of that run, which finds out; then change them. ${wayOn(record, candidates[0], wordIn(args))}`,
  );
}

function unknowable(record: PurchaseRecord, why: string, args: NumberArguments, property: string): Failure {
  const under = record.candidates.length > 0 ? ` under ${record.candidates.join(" or ")}` : "";
  return fault(
    args.nothingBought === undefined ? property : "nothingBought",
    `an earlier run was interrupted after it had asked ${record.vendor ?? "a vendor"} for a number${under}: ${why}. ${wayOn(record, "<its number or id>", wordIn(args))}`,
  );
}
