import { NumberTakenError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { reasonOf } from "../domain/reason";
import type { OwnedNumber, Receipt } from "../vendors/vendor";
import { lookFor } from "./look-for";
import { orderNumber } from "./order-number";
import { outcomeOf, type RequestOutcome, receiptOf, UnsettledPurchase } from "./outcome";
import type { PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";
import { judge } from "./verdict";

/** Buys this number and no other. Throws NumberTakenError when it is proven that it went elsewhere. */
export async function buyExactly(
  context: PurchaseContext,
  request: PurchaseRequest,
  number: E164,
): Promise<Receipt> {
  try {
    return await orderNumber(context.vendor, { ...request.order, e164: number });
  } catch (error) {
    if (outcomeOf(error) !== "unclear") throw error;
    context.tell(
      `${number}: no clear answer to the purchase (${reasonOf(error)}), so it is looked for in the account`,
    );
    return settlePurchase(context, request, number);
  }
}

/**
 * Settles an unclear purchase: looks for the number, and asks for it again when it is not
 * there: a number can be sold once only, so the same number cannot become two. Throws NumberTakenError when the account has the
 * number and it is proven not to be ours, and {@link UnsettledPurchase} when its end is still not known: after an unclear
 * try even "taken" proves nothing, as the one who took it may have been that try.
 */
export async function settlePurchase(
  context: PurchaseContext,
  request: PurchaseRequest,
  number: E164,
): Promise<Receipt> {
  const { vendor, tell } = context;
  const owned = await look(context, number);
  if (owned !== undefined) return receiptIfOurs(context, request, owned, "none");
  tell(`${number} is not in the account, and is asked for again`);
  try {
    return await orderNumber(vendor, { ...request.order, e164: number });
  } catch (error) {
    const outcome = outcomeOf(error);
    const late = outcome === "not-made" ? undefined : await look(context, number);
    if (late !== undefined) return receiptIfOurs(context, request, late, outcome);
    const reason = `not in the account; asked for again: ${reasonOf(error)}`;
    throw new UnsettledPurchase(number, vendor, reason, outcome);
  }
}

async function receiptIfOurs(
  context: PurchaseContext,
  { claim, requestedAt, order, earlier }: PurchaseRequest,
  owned: OwnedNumber,
  outcome: RequestOutcome,
): Promise<Receipt> {
  const { vendor, now, tell } = context;
  const until = (await now()).toISOString();
  const orders = [order, ...earlier];
  const verdict = await judge(context, { claim, orders, since: requestedAt, until }, owned);
  if (verdict.whose === "ours") {
    tell(`${owned.e164} was bought although no answer said so, and is kept`);
    return receiptOf(owned);
  }
  if (verdict.whose === "open") {
    const reason = `it is in the account, and ${verdict.because}`;
    throw new UnsettledPurchase(owned.e164, vendor, reason, outcome);
  }
  throw new NumberTakenError(
    `${owned.e164} is in the account, but not by this purchase (${verdict.because})`,
    {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep: "It is left alone. Run pulumi up again: other numbers are picked then.",
    },
  );
}

async function look(context: PurchaseContext, number: E164): Promise<OwnedNumber | undefined> {
  try {
    return await lookFor(context, { e164: number, vendorId: null });
  } catch (error) {
    throw new UnsettledPurchase(
      number,
      context.vendor,
      `it cannot be looked for: ${reasonOf(error)}`,
      "none",
    );
  }
}
