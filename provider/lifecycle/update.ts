import { NumberTakenError, type PhoneError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { sellsByPrefix } from "../purchase/candidates";
import { UnsettledPurchase } from "../purchase/purchase";
import { settlePurchase } from "../purchase/settle";
import type { Vendor } from "../vendors/vendor";
import type { Account, Context } from "./context";
import { finish } from "./finish";
import { purchase } from "./purchase-number";
import {
  type CheckedInputs,
  isGoneProven,
  type NumberState,
  nameOf,
  numberOf,
  orderOf,
  requireSameAccount,
} from "./state";
import { Unfinished } from "./unfinished";

/**
 * Makes a number what the arguments now ask for, in place. A purchase that nobody could tell the outcome of is settled
 * first: looked for, and asked for again, but never by another number.
 */
export async function update(
  context: Context,
  before: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { args } = inputs;
  const account = await context.account(args);
  const { vendor } = account;
  await Promise.all([
    args.agent && args.agent !== before.observed.boundAgent ? vendor.checkAgent(args.agent) : undefined,
    args.subaccount && args.subaccount !== before.observed.heldBy
      ? vendor.checkSubaccount(args.subaccount)
      : undefined,
  ]);
  const settled =
    before.observed.status === "unsettled" ? await settle(context, account, before, inputs) : before;
  account.changed();
  await context.journal.forget([inputs.claim]);
  return finish(context, account, settled, inputs);
}

function settle(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  context.budget.spend(inputs.claim);
  return sellsByPrefix(account.vendor.definition.capabilities)
    ? settleUnseen(context, account, state, inputs)
    : settleNumber(context, account, state, inputs);
}

async function settleNumber(
  context: Context,
  { vendor, offers, settleMilliseconds }: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  requireSameAccount(state, vendor);
  const number = numberOf(state);
  const { backend, now } = context;
  const { observed } = state;
  const { claim } = inputs;
  const order = orderOf(inputs);
  const tell = (line: string) => context.tell(`${nameOf(claim)}: ${line}`);
  try {
    const requestedAt = state.unseenSince ?? (await context.now()).toISOString();
    const request = {
      vendor,
      offers,
      backend,
      claim,
      candidates: [number],
      order,
      earlier: [orderOf(state)],
      requestedAt,
      settleMilliseconds,
      now,
      tell,
    };
    const { vendorId, status, statusReason } = await settlePurchase(request, number);
    tell(`the purchase of ${number}, unsettled since ${state.unseenSince}, is settled`);
    return { ...state, observed: { ...observed, vendorId, status, statusReason } };
  } catch (error) {
    if (NumberTakenError.isInstance(error)) throw takenMeanwhile(error, vendor, number);
    if (!(error instanceof UnsettledPurchase)) throw error;
    const now = await context.now();
    // A new request whose outcome is unclear starts the clock again.
    const unseenSince = error.lastRequest === "unclear" ? now.toISOString() : state.unseenSince;
    if (error.lastRequest !== "taken" || !isGoneProven(state, now)) {
      throw new Unfinished({ ...state, unseenSince }, error);
    }
    throw takenMeanwhile(error, vendor, number);
  }
}

function takenMeanwhile({ what }: PhoneError, vendor: Vendor, number: E164): NumberTakenError {
  const reason = `${number} was not bought in the earlier run, and somebody else has it now (${what})`;
  return new NumberTakenError(reason, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep:
      "Run pulumi refresh, which takes it out of the state and leaves the number alone. Then pulumi up picks another.",
  });
}

/**
 * Nothing that the vendor's API tells can settle a purchase under a prefix, and another try could be a second number: it is made
 * only when somebody has looked and says that there is none.
 */
async function settleUnseen(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { claim, args, candidates } = inputs;
  const { vendor } = account;
  const noted = await context.journal.read(claim);
  // Later than in state where a run was killed that had asked once more.
  const askedAt =
    noted !== undefined && noted.until > (state.unseenSince ?? "") ? noted.until : state.unseenSince;
  // Given to the run that asked, it was said before that: it tells nothing of what became of it.
  const isStale = state.args.vendorOptions?.nothingBought === claim || askedAt !== state.unseenSince;
  const isSaid = args.vendorOptions?.nothingBought === claim;
  if (isSaid && !isStale) {
    context.tell(`${nameOf(claim)}: nothing was bought at ${askedAt}, by vendorOptions: buying now`);
    return purchase(context, account, { ...inputs, interrupted: null });
  }
  const toSay = isSaid
    ? "take vendorOptions.nothingBought out, which was said before, run pulumi up, and then set it again"
    : `set vendorOptions.nothingBought to "${claim}"`;
  const unclear = new UnsettledPurchase(
    null,
    vendor,
    `${vendor.definition.name} was asked for a number under ${candidates.join(" or ")} at ${askedAt}, and shows nobody ` +
      `what an account owns. Look in its dashboard. Has it sold one then, take it over by adopt with the number's id; has it ` +
      `not, ${toSay} for one run`,
    "none",
  );
  const { vendorOptions: _said, ...others } = state.args;
  throw new Unfinished(isSaid ? state : { ...state, args: others, unseenSince: askedAt }, unclear);
}
