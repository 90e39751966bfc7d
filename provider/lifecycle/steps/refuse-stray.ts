import { callingCode } from "../../domain/number";
import type { NumberArguments } from "../../domain/number-arguments";
import { judgeWord, wayOn, wordIn } from "../../purchase/record";
import { failedSince, judgeStrays, straysAmong } from "../../purchase/strays";
import type { OwnedNumber, VendorDefinition } from "../../vendors/vendor";
import { type Failure, fault } from "../arguments/failure";
import { matchesSearch } from "../arguments/matches-search";
import type { Context } from "../context";

/**
 * Refuses a new number while the account has one that a run of this stack may have bought and lost: a run has failed, and none
 * has gone beyond it since; no stack has it, and this resource would have taken it as it is. Undefined when there is none. Reads the account and
 * the other stacks only after such a run. Throws BackendError when that cannot be seen.
 */
export async function strayFailure(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<Failure | undefined> {
  if (context.cleared.has(claim)) return undefined;
  const stray = await look(context, claim, definition, args);
  if (stray === undefined) context.cleared.add(claim);
  return stray;
}

async function look(
  context: Context,
  claim: string,
  definition: VendorDefinition,
  args: NumberArguments,
): Promise<Failure | undefined> {
  const failed = failedSince(await context.backend.history(claim), await context.backend.stackOf(claim));
  const first = failed.at(-1);
  if (first === undefined) return undefined;
  // Of a vendor whose API shows nothing there is nothing to see.
  if (!definition.capabilities.list) return undefined;
  const { vendor } = await context.account({ vendor: definition.name, account: args.account });
  const [owned, now, noted, own, others] = await Promise.all([
    vendor.list(),
    context.now(),
    context.journal.records(claim),
    context.backend.stackNow(claim),
    context.isOnlyStack ? [] : context.backend.otherStacks(claim),
  ]);
  const strays = straysAmong(owned, vendor, { own, others, noted, now }, failed).filter(
    ({ e164 }) => !context.acquired.has(e164),
  );
  // Sorted, as the token is made of them and a vendor may list them in any order.
  const candidates = strays
    .filter((number) => fits(number, args))
    .map(({ e164 }) => e164)
    .toSorted();
  tellStrays(
    context,
    strays.filter(({ e164, purchasedAt }) => purchasedAt !== null && !candidates.includes(e164)),
  );
  const purchase = { claim, vendor: definition.name, candidates, word: undefined };
  if (candidates.length === 0 || judgeWord(wordIn(args), purchase) !== undefined) return undefined;
  const { because } = judgeStrays(candidates, first.startedAt);
  return fault("nothingBought", `${because}. ${wayOn(purchase, candidates[0], wordIn(args))}`);
}

/** The program may have asked for something else by then. Of a number without a date nothing says that it was bought since. */
function tellStrays({ tellOnce }: Context, strays: readonly OwnedNumber[]): void {
  if (strays.length === 0) return;
  tellOnce(
    `the account has ${strays.map(({ e164 }) => e164).join(" and ")}, which no stack has. If a run of this stack bought it that did not succeed, adopt it in another resource, or release it in the vendor's console`,
  );
}

/** Whether the resource would have taken the number as it is. */
function fits(
  { e164, agent, subaccount, capabilities, region }: OwnedNumber,
  args: NumberArguments,
): boolean {
  if (args.number !== undefined) return args.number === e164;
  if (agent !== null && args.agent !== undefined && agent !== args.agent) return false;
  if (subaccount !== null && args.subaccount !== undefined && subaccount !== args.subaccount) return false;
  const number = { e164, capabilities, place: region, country: args.country ?? "" };
  return isOf(number.country, e164) && matchesSearch(number, args.search) !== false;
}

function isOf(country: string, e164: string): boolean {
  return country === "" || e164.startsWith(callingCode(country));
}
