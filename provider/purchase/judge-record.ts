import type { OrderedFor, PurchaseRecord } from "../host/purchase-records";
import type { VendorDefinition } from "../vendors/vendor";
import { sellsByPrefix } from "./candidates";
import { type Finding, find } from "./proofs";
import type { PurchaseContext } from "./purchase-context";
import { judgeUnshown, judgeWord } from "./record";
import type { Books } from "./recorded-purchases";
import { ownedAmong, reckon } from "./resume-purchase";
import { goesBeyond, hasGoneBeyond } from "./strays";

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
    return find("gone beyond", "its result was on its way to an engine that has finished its run");
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
  const isBeyond = await wasGoneBeyond(books, record);
  const until = isBeyond ? new Date(0).toISOString() : record.until;
  const past = { ...record, claim, until };
  const orders = [record.order, orderedNow];
  let { ours, open, unseen } = await reckon(context, past, orders, owned);
  const named = ours?.e164 ?? unseen;
  // Two resources may be judged side by side, whose records name the same number: the first has it, and the other is judged by that.
  if (named !== undefined && context.offers.isTaken(named, claim))
    ({ ours, open, unseen } = await reckon(context, past, orders, owned));
  else if (named !== undefined) context.offers.reserve(named, claim);
  if (ours !== undefined && isBeyond) {
    const because =
      "an update has succeeded since: the number may have been this resource's until it was retained, or taken out of the state";
    return { ...find("settled since", because), number: ours.e164 };
  }
  if (ours !== undefined) return find("bought in between", `${ours.e164} was bought since it was asked for`);
  if (open !== undefined) return open;
  return unseen === undefined
    ? find("not shown", "the account has none of what it asked for")
    : find("not shown yet", `${unseen} is not in the account yet`);
}

/** Whether the engine has got the result of a purchase: the record says nothing of what is bought, or bought again, since. */
export async function hasArrived(
  books: Pick<Books, "backend" | "claim">,
  record: PurchaseRecord,
): Promise<boolean> {
  return record.isHandedOver && (await wasGoneBeyond(books, record));
}

/** Whether a later run of the whole stack has succeeded, on whatever machine: it would have made what is in the program. */
async function wasGoneBeyond(
  { backend, claim }: Pick<Books, "backend" | "claim">,
  { keptBy, until, isHandedOver, lastUpdate }: PurchaseRecord,
): Promise<boolean> {
  // A pending operation has no time of its own.
  if (keptBy === "backend" && lastUpdate === undefined) return false;
  const [history, own] = await Promise.all([backend.history(claim), backend.stackOf(claim)]);
  if (keptBy === "backend") return hasGoneBeyond(history, own, lastUpdate ?? "");
  // The history tells seconds, and the run that was handed a result may have ended in the same one.
  const since = isHandedOver ? Math.floor(Date.parse(until) / 1000) * 1000 - 1 : Date.parse(until);
  return history.some((run) => goesBeyond(run, own) && Date.parse(run.endedAt) > since);
}
