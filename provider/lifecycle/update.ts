import { nameOf } from "../domain/claim";
import { NumberTakenError, type PhoneError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { sellsByPrefix } from "../purchase/candidates";
import { isNothingBought, waysOn } from "../purchase/confirmation";
import { UnsettledPurchase } from "../purchase/purchase";
import { settlePurchase } from "../purchase/settle-purchase";
import type { Vendor } from "../vendors/vendor";
import type { Account, Context } from "./context";
import { type CheckedInputs, type NumberState, numberOf, orderOf } from "./state";
import { isGoneProven, requireSameAccount } from "./steps/absence";
import { requireNobodyElses, takenOver } from "./steps/adopt";
import { finish } from "./steps/apply";
import { purchase } from "./steps/buy";
import { UnfinishedResource } from "./steps/keep-state";

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
  // State does not know yet how an unsettled purchase has ended: it is remembered until it does.
  if (before.observed.status !== "unsettled") await context.journal.forget([inputs.claim]);
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
  { vendor, offers, settleMs }: Account,
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
      maxMonthlyPrice: inputs.args.maxMonthlyPrice,
      wasSaid: false,
      requestedAt,
      settleMs,
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
      throw new UnfinishedResource({ ...state, unseenSince }, error);
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
  if (args.adopt !== undefined) {
    await requireNobodyElses(context, claim, vendor, { e164: null, vendorId: args.adopt });
    const settled = await takenOver(account, inputs);
    context.tell(
      `${nameOf(claim)}: the purchase of ${state.unseenSince} is settled: it was ${numberOf(settled)}`,
    );
    return settled;
  }
  const noted = await context.journal.read(claim);
  // Later than in state where a run was killed that had asked once more.
  const askedAt =
    noted !== undefined && noted.until > (state.unseenSince ?? "") ? noted.until : state.unseenSince;
  const doubt = {
    claim,
    askedAt: askedAt ?? "",
    wasSaid: state.args.vendorOptions?.nothingBought !== undefined || askedAt !== state.unseenSince,
  };
  if (isNothingBought(args.vendorOptions?.nothingBought, doubt)) {
    context.tell(`${nameOf(claim)}: nothing was bought at ${askedAt}, by vendorOptions: buying now`);
    return purchase(context, account, { ...inputs, interrupted: null });
  }
  const { name } = vendor.definition;
  const reason = `${name} was asked for one under ${candidates.join(" or ")} at ${askedAt}`;
  throw new UnfinishedResource(
    { ...state, unseenSince: askedAt },
    new UnsettledPurchase(null, vendor, reason, "none", waysOn(name, doubt)),
  );
}
