import { nameOf } from "../../domain/claim";
import { NumberTakenError, type PhoneError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import { sellsByPrefix } from "../../purchase/candidates";
import { confirmationStep, isNothingBought } from "../../purchase/confirmation";
import { UnsettledPurchase } from "../../purchase/outcome";
import { settlePurchase } from "../../purchase/settle-purchase";
import type { Vendor } from "../../vendors/vendor";
import { type Account, type Context, purchaseContext } from "../context";
import { type CheckedInputs, type NumberState, numberOf, orderOf } from "../state";
import { isGoneProven, requireSameAccount } from "./absence";
import { adoptNumber, requireUnclaimed } from "./adopt";
import { buyNumber } from "./buy";
import { UnfinishedResource } from "./keep-state";

/**
 * Finds out how an unclear purchase ended: looks for the number, and asks for it again, but never for another one. Throws
 * UnfinishedResource while that is not known.
 */
export function settleNumber(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  context.budget.spend(inputs.claim);
  return sellsByPrefix(account.vendor.definition.capabilities)
    ? settleUnderPrefix(context, account, state, inputs)
    : settleExactly(context, account, state, inputs);
}

async function settleExactly(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { vendor } = account;
  requireSameAccount(state, vendor);
  const number = numberOf(state);
  const { observed } = state;
  const { claim } = inputs;
  const purchases = purchaseContext(context, account, claim);
  try {
    const requestedAt = state.unseenSince ?? (await context.now()).toISOString();
    const request = {
      claim,
      candidates: [number],
      order: orderOf(inputs),
      earlier: [orderOf(state)],
      maxMonthlyPrice: inputs.args.maxMonthlyPrice,
      wasSaid: false,
      requestedAt,
    };
    const { vendorId, status, statusReason } = await settlePurchase(purchases, request, number);
    purchases.tell(`the purchase of ${number}, unsettled since ${state.unseenSince}, is settled`);
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
  const reason = `${number} was not bought in the earlier run, and another customer has it now (${what})`;
  return new NumberTakenError(reason, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep:
      "Run pulumi refresh, which takes it out of the state and leaves the number alone. Then pulumi up picks another.",
  });
}

/**
 * Nothing that the vendor's API tells can settle a purchase under a prefix, and another try could be a second number: it is made
 * only when a person has looked and confirms that there is none.
 */
async function settleUnderPrefix(
  context: Context,
  account: Account,
  state: NumberState,
  inputs: CheckedInputs,
): Promise<NumberState> {
  const { claim, args, candidates } = inputs;
  const { vendor } = account;
  if (args.adopt !== undefined) {
    await requireUnclaimed(context, claim, vendor, { e164: null, vendorId: args.adopt });
    const settled = await adoptNumber(account, inputs);
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
    return buyNumber(context, account, { ...inputs, interrupted: null });
  }
  const { name } = vendor.definition;
  const reason = `${name} was asked for one under ${candidates.join(" or ")} at ${askedAt}`;
  throw new UnfinishedResource(
    { ...state, unseenSince: askedAt },
    new UnsettledPurchase(null, vendor, reason, "none", confirmationStep(name, doubt)),
  );
}
