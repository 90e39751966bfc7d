import { goesBeyond, type OrderedFor, type PastUpdate, type PurchaseRecord } from "../host/purchase-records";
import type { VendorDefinition } from "../vendors/vendor";
import { sellsByPrefix } from "./candidates";
import { type Finding, find } from "./proofs";
import type { PurchaseContext } from "./purchase-context";
import { judgeUnshown, judgeWord } from "./record";
import type { Books } from "./recorded-purchases";
import { ownedAmong, reckon } from "./resume-purchase";
import { judgeNotShown } from "./settling-rule";
import { updatesSince } from "./strays";

/** What a record of a purchase proves without a look at the account; undefined where only that can tell. */
export async function judgeUnseen(
  books: Books,
  record: PurchaseRecord,
  word: string | undefined,
  definition: VendorDefinition | undefined,
): Promise<Finding | undefined> {
  const said = judgeWord(word, record);
  if (said !== undefined) return said;
  if (await hasArrived(books, record))
    return find("arrived", "its result was handed over to an update that has succeeded");
  if (record.candidates.length === 0) return find("record unreadable", "what it asked for is secret");
  if (definition === undefined) return find("unknown vendor", `there is no vendor ${record.vendor} any more`);
  return sellsByPrefix(definition.capabilities) ? judgeUnshown(definition.name) : undefined;
}

/** What a record proves beside what the account shows of its candidates by now. */
export async function judgeSeen(
  context: PurchaseContext,
  books: Books,
  record: PurchaseRecord,
  orderedNow: OrderedFor,
): Promise<Finding> {
  const { claim } = books;
  const owned = await ownedAmong(context.vendor, record.candidates);
  const beyond = await runsBeyond(books, record);
  // A pending operation has no time of its own, and the update that has gone beyond it began after its purchase.
  const until = (record.keptBy === "backend" ? beyond.at(-1)?.startedAt : undefined) ?? record.until;
  const past = { ...record, claim, until };
  const orders = [record.order, orderedNow];
  let { ours, open, unseen } = await reckon(context, past, orders, owned);
  const named = ours?.e164 ?? unseen;
  // Two resources may be judged side by side, whose records name the same number: the first has it, and the other is judged by that.
  if (named !== undefined && context.offers.isTaken(named, claim))
    ({ ours, open, unseen } = await reckon(context, past, orders, owned));
  else if (named !== undefined) context.offers.reserve(named, claim);
  if (ours !== undefined && beyond.length > 0) {
    const because =
      "an update has succeeded since: the number may have been this resource's until it was retained, or taken out of the state";
    return { ...find("settled since", because), number: ours.e164 };
  }
  if (ours !== undefined)
    return {
      ...find("bought in between", `${ours.e164} was bought since it was asked for`),
      number: ours.e164,
    };
  if (open !== undefined) return open;
  return unseen === undefined
    ? find("not shown", "the account has none of what it asked for")
    : judgeNotShown(unseen, record.quote);
}

/** Whether the engine has got the result of a purchase: the record says nothing of what is bought, or bought again, since. */
export async function hasArrived(
  books: Pick<Books, "backend" | "claim">,
  record: PurchaseRecord,
): Promise<boolean> {
  if (!record.isHandedOver) return false;
  const history = await books.backend.history(books.claim);
  return history.some((run) => hasMade(run, record));
}

/** Whether the update in which a result was handed over has succeeded: an engine that lost one would have failed, whatever else it left out. */
function hasMade({ kind, hasSucceeded, startedAt, endedAt }: PastUpdate, { until }: PurchaseRecord): boolean {
  const handedOver = Date.parse(until);
  // The history tells seconds, and the update may have ended in the same one.
  const second = Math.floor(handedOver / 1000) * 1000;
  return (
    kind === "update" && hasSucceeded && Date.parse(startedAt) <= handedOver && second <= Date.parse(endedAt)
  );
}

/**
 * The later runs that may have settled the purchase, and given up what it bought, the latest first, on whatever machine: an update of the
 * whole stack that has succeeded would have made what is in the program, and so may any update have that has made something before the
 * stack was destroyed.
 */
async function runsBeyond(
  { backend, claim }: Books,
  { keptBy, until, notedAt = until, lastUpdate }: PurchaseRecord,
): Promise<readonly PastUpdate[]> {
  if (keptBy === "backend" && lastUpdate === undefined) return [];
  const [history, own] = await Promise.all([backend.history(claim), backend.stackOf(claim)]);
  const later =
    keptBy === "backend"
      ? updatesSince(history, lastUpdate ?? "")
      : history.filter(({ endedAt }) => Date.parse(endedAt) > Date.parse(notedAt));
  const destroyed = later.findIndex((run) => run.kind === "destroy" && run.hasSucceeded);
  const hasMade =
    destroyed !== -1 && later.slice(destroyed).some((run) => run.kind === "update" && run.hasCreated);
  return later.filter((run, place) => goesBeyond(run, own) || (hasMade && place === destroyed));
}
