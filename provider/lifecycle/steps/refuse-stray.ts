import { callingCode, type E164 } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import type { PurchaseRecord } from "../../host/purchase-records";
import { hasArrived } from "../../purchase/judge-record";
import { judgeWord, wayOn, wordIn } from "../../purchase/record";
import { isRecordOf, notedByStacks, recordsByResource, resourceOf } from "../../purchase/recorded-purchases";
import { failedSince, judgeStrays, named, purchasesUnderWay, straysAmong } from "../../purchase/strays";
import type { OwnedNumber, VendorDefinition } from "../../vendors/vendor";
import { type Failure, fault } from "../arguments/failure";
import { matchesSearch } from "../arguments/matches-search";
import { atVendor, type Context } from "../context";
import { isAdoptedHere } from "./adopt";
import { booksOf } from "./resume";

/**
 * Refuses a new number while the account has one that a run of this stack may have bought and lost: a run has failed, and none
 * has gone beyond it since; no stack has it, and this resource would have taken it. Undefined when there is none. Reads the account and
 * the other stacks only after such a run. Throws BackendError when that cannot be seen.
 */
export async function strayFailure(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<Failure | undefined> {
  if (context.cleared.has(claim)) return undefined;
  const stray = await refused(context, claim, definition, args);
  if (stray === undefined) context.cleared.add(claim);
  return stray;
}

/**
 * Tells of such numbers where none is to be bought, as an interrupted purchase is resumed or a number `adopted`: nothing may ask about
 * them any more once this run has succeeded. Throws BackendError when they cannot be seen.
 */
export async function tellStrays(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
  adopted: readonly E164[] = [],
): Promise<void> {
  tell(context, await look(context, claim, definition, args), adopted);
}

async function refused(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<Failure | undefined> {
  const found = await look(context, claim, definition, args);
  const { strays, since, adoptedBeside } = found;
  // Sorted, as the token is made of them and a vendor may list them in any order.
  const candidates = strays
    .filter((number) => fits(number, args, definition) && !adoptedBeside.includes(number.e164))
    .map(({ e164 }) => e164)
    .toSorted();
  tell(context, found, candidates);
  const purchase = { claim, vendor: definition.name, candidates, word: undefined };
  if (candidates.length === 0 || judgeWord(wordIn(args), purchase) !== undefined) return undefined;
  const { because } = judgeStrays(candidates, since);
  // Which of several it is nobody knows: a line that named one would be copied.
  const named = candidates.length === 1 ? candidates[0] : undefined;
  return fault(
    "nothingBought",
    `${because}. ${underNotice(definition)}${wayOn(purchase, named, wordIn(args))}`,
  );
}

/** Where a number works on until its period ends, one that was given up may look like any other until then. */
function underNotice({ capabilities: { release } }: VendorDefinition): string {
  return release.when === "period-end"
    ? "A number under notice looks the same, and ends by itself: for such a one write the nothingBought. "
    : "";
}

/** What runs that failed may have bought and lost, since when, and what other stacks were buying: of that nobody is told to give it up. */
async function look(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<Strays> {
  const failed = failedSince(await context.backend.history(claim), await context.backend.stackOf(claim));
  const since = failed.at(-1)?.startedAt ?? "";
  // Of a vendor whose API shows nothing there is nothing to see.
  if (failed.length === 0 || !definition.capabilities.list)
    return { strays: [], since, adoptedBeside: [], underWay: [], wanted: [] };
  const { vendor } = await context.account({ vendor: definition.name, account: args.account });
  const books = booksOf(context, claim);
  const [owned, now, noted, own, others] = await Promise.all([
    vendor.list(),
    context.now(),
    notedByStacks(books),
    context.backend.stackNow(claim),
    context.isOnlyStack ? [] : context.backend.otherStacks(claim),
  ]);
  const unlessArrived = async (records: readonly PurchaseRecord[]) => {
    const arrived = await Promise.all(records.map((record) => hasArrived(books, record)));
    return records.filter((_, place) => arrived[place] !== true);
  };
  // An adoption that was interrupted explains nothing: its resource may adopt it no more, and this one is to buy now, or may be gone.
  const purchases = own.begun.filter(({ isAdoption }) => !isAdoption);
  const here = await recordsByResource(books, purchases, await unlessArrived(noted.lost));
  const adoptedBeside = own.begun.filter((record) => record.isAdoption && !isRecordOf(books, record));
  // What a person says has bought nothing explains nothing: the same number may have been bought since.
  const isLeft = (record: PurchaseRecord) =>
    !isRecordOf(books, record) || judgeWord(wordIn(args), record) === undefined;
  const records = [
    ...here.filter(isLeft).map((record) => ({ ...record, claim: resourceOf(books, record) })),
    ...(await unlessArrived(noted.elsewhere)),
  ];
  const underWay = purchasesUnderWay(others, now);
  const strays = straysAmong(owned, vendor, { own, others, records, underWay }, failed);
  const isOfThisRun = ({ e164 }: OwnedNumber) =>
    context.acquired.has(atVendor(e164, definition.name)) || isAdoptedHere(context, vendor, e164);
  return {
    strays: strays.filter((number) => !isOfThisRun(number)),
    since,
    adoptedBeside: adoptedBeside.flatMap(({ candidates }) => candidates),
    underWay: underWay.flatMap(({ candidates }) => candidates),
    wanted: others.flatMap(({ begun }) => begun).flatMap(({ candidates }) => candidates),
  };
}

interface Strays {
  readonly strays: readonly OwnedNumber[];
  readonly since: string;
  /** What another resource of the stack was to adopt when its run was interrupted, or is adopting. */
  readonly adoptedBeside: readonly E164[];
  /** What other stacks may be buying at this moment. */
  readonly underWay: readonly E164[];
  /** What purchases of other stacks name, however old. */
  readonly wanted: readonly E164[];
}

/** The program may have asked for something else by then. */
function tell(
  { tellOnce }: Context,
  { strays, adoptedBeside, underWay, wanted }: Strays,
  others: readonly E164[],
): void {
  const left = strays
    .map(({ e164 }) => e164)
    .filter((e164) => !others.includes(e164) && !underWay.includes(e164));
  const interrupted = left.filter((e164) => adoptedBeside.includes(e164));
  if (interrupted.length > 0)
    tellOnce(
      `the account has ${named(interrupted)}, which no stack has, and whose adoption was begun: where no resource has it once pulumi up has come to its end, adopt it again`,
    );
  const unnamed = left.filter((e164) => !wanted.includes(e164) && !adoptedBeside.includes(e164));
  if (unnamed.length > 0)
    tellOnce(
      `the account has ${named(unnamed)}, which no stack has. If a run of this stack bought it that did not succeed, adopt it in another resource, or release it in the vendor's console`,
    );
  const contested = left.filter((e164) => wanted.includes(e164) && !adoptedBeside.includes(e164));
  if (contested.length > 0)
    tellOnce(
      `the account has ${named(contested)}, which no stack has, and which an interrupted run of another stack names: before anybody adopts or releases it, run pulumi up there, then pulumi refresh --clear-pending-creates`,
    );
}

/** Whether the resource would have taken the number. */
function fits(
  { e164, agent, subaccount, region }: OwnedNumber,
  args: NumberArguments,
  { capabilities: { purchaseDate } }: VendorDefinition,
): boolean {
  if (args.number !== undefined) return args.number === e164;
  // Either may have been edited since. Where no date leaves out what somebody has had for long, they are all there is to tell by.
  if (purchaseDate === false) {
    if (agent !== null && args.agent !== undefined && agent !== args.agent) return false;
    if (subaccount !== null && args.subaccount !== undefined && subaccount !== args.subaccount) return false;
  }
  // What a vendor's row tells of capabilities is not always all that a search was told.
  const number = { e164, capabilities: [], place: region, country: args.country ?? "" };
  return isOf(number.country, e164) && matchesSearch(number, args.search) !== false;
}

function isOf(country: string, e164: string): boolean {
  return country === "" || e164.startsWith(callingCode(country));
}
