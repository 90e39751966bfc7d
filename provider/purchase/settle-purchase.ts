import { NumberTakenError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { reasonOf } from "../domain/reason";
import type { OwnedNumber, Receipt } from "../vendors/vendor";
import { lookFor } from "./look-for";
import { outcomeOf, type Purchase, receiptOf, UnsettledPurchase } from "./purchase";
import { judge } from "./verdict";

/** Buys this number and no other. Throws NumberTakenError when it is proven that somebody else has it. */
export async function buyExactly(purchase: Purchase, number: E164): Promise<Receipt> {
  try {
    return await purchase.vendor.buy({ ...purchase.order, e164: number });
  } catch (error) {
    if (outcomeOf(error) !== "unclear") throw error;
    purchase.tell(
      `${number}: no clear answer to the purchase (${reasonOf(error)}), so it is looked for in the account`,
    );
    return settlePurchase(purchase, number);
  }
}

/**
 * Settles a purchase of which nobody could tell the outcome: looks for the number, and asks for it again when it is not
 * there: a number can be sold once only, so the same number cannot become two. Throws NumberTakenError when the account has the
 * number and it is proven not to be ours, and {@link UnsettledPurchase} when there is still no telling: after an unclear
 * try even "taken" proves nothing, as the one who took it may have been that try.
 */
export async function settlePurchase(purchase: Purchase, number: E164): Promise<Receipt> {
  const { vendor, order, tell } = purchase;
  const owned = await look(purchase, number);
  if (owned !== undefined) return receiptIfOurs(purchase, owned, "none");
  tell(`${number} is not in the account, and is asked for again`);
  try {
    return await vendor.buy({ ...order, e164: number });
  } catch (error) {
    const request = outcomeOf(error);
    const late = request === "not-made" ? undefined : await look(purchase, number);
    if (late !== undefined) return receiptIfOurs(purchase, late, request);
    const reason = `not in the account; asked for again: ${reasonOf(error)}`;
    throw new UnsettledPurchase(number, vendor, reason, request);
  }
}

async function receiptIfOurs(
  purchase: Purchase,
  owned: OwnedNumber,
  request: UnsettledPurchase["lastRequest"],
): Promise<Receipt> {
  const { vendor, requestedAt, order, earlier, now, tell } = purchase;
  const until = (await now()).toISOString();
  const orders = [order, ...earlier];
  const verdict = await judge({ ...purchase, orders, since: requestedAt, until }, owned);
  if (verdict.whose === "ours") {
    tell(`${owned.e164} was bought although no answer said so, and is kept`);
    return receiptOf(owned);
  }
  if (verdict.whose === "open") {
    const reason = `it is in the account, and ${verdict.because}`;
    throw new UnsettledPurchase(owned.e164, vendor, reason, request);
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

async function look({ vendor, settleMs }: Purchase, number: E164): Promise<OwnedNumber | undefined> {
  try {
    return await lookFor(vendor, { e164: number, vendorId: null }, settleMs);
  } catch (error) {
    throw new UnsettledPurchase(number, vendor, `it cannot be looked for: ${reasonOf(error)}`, "none");
  }
}
