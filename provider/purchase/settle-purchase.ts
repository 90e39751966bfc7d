import { NumberTakenError, PhoneError, RefusedError } from "../domain/errors";
import { type E164, readNumber } from "../domain/number";
import { reasonOf } from "../domain/reason";
import { type OwnedNumber, type Receipt, showsNumbers } from "../vendors/vendor";
import { priceRisen } from "./affordable";
import { lookFor } from "./look-for";
import { orderNumber } from "./order-number";
import { judgeRefusal, outcomeOf, type RequestOutcome, receiptOf, UnsettledPurchase } from "./outcome";
import type { PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";
import { wayOn } from "./record";
import { soldBesides, soldInstead } from "./sold-instead";
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
    if (NumberTakenError.isInstance(error) && error.details.wasSentAgain)
      return boughtBefore(context, request, number, error);
    if (judgeRefusal(error) !== undefined) throw error;
    context.tell(
      `${number}: no clear answer to the purchase (${reasonOf(error)}), so it is looked for in the account`,
    );
    return settlePurchase(context, request, number, confirmedBy(error));
  }
}

/**
 * Of two requests the second calls the number taken: the first, of which the vendor said that it was too early, may have bought it. Then
 * the account shows it, and it is judged as after any purchase.
 */
async function boughtBefore(
  context: PurchaseContext,
  request: PurchaseRequest,
  number: E164,
  taken: NumberTakenError,
): Promise<Receipt> {
  const owned = await look(context, request, number, "none");
  if (owned === undefined) throw taken;
  return receiptIfOurs(context, request, owned, "taken");
}

/**
 * Refuses to go on to another number where the one that is called taken is in the account, and nobody is known to have it: something on
 * the way may have sent the request twice, and this is the answer to the second. Another purchase that names the number is waited for:
 * it may have been refused by the same number, and have gone on as well. Throws RefusedError.
 */
export async function requireElsewhere(
  context: PurchaseContext,
  { claim, order }: PurchaseRequest,
  number: E164,
): Promise<void> {
  const { vendor, tell } = context;
  if (!showsNumbers(vendor.definition.capabilities)) return;
  const refused = (why: string) => {
    const error = new RefusedError(`${number} is called taken, and ${why}`, {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep:
        "Nothing else was bought. Run pulumi up again: if the account has the number, it says what to write. It is this resource's if something on the way has sent the request twice, and somebody else's otherwise.",
    });
    // The record of what was refused is forgotten before the engine has the error: a plugin that dies in between says it here only.
    tell(error.what);
    return error;
  };
  const owned = await lookFor(context, { e164: number, vendorId: null }, "once").catch((error: unknown) => {
    throw refused(`the account cannot be looked at: ${reasonOf(error)}`);
  });
  if (owned === undefined) return;
  const question = { claim, orders: [order], candidates: [number] };
  const { verdict, because } = await judge(context, question, owned);
  if (verdict === "theirs") return;
  throw refused(`the account has it${verdict === "ours" ? ", which no stack has" : `: ${because}`}`);
}

/**
 * Settles an unclear purchase: looks for the number, and asks for it again when it is not
 * there: a number can be sold once only, so the same number cannot become two. Throws NumberTakenError when the account has the
 * number and it is proven not to be ours, and {@link UnsettledPurchase} when its end is still not known: after an unclear
 * try even "taken" proves nothing, as the one who took it may have been that try. What the vendor says it has sold instead is `confirmed`.
 */
export async function settlePurchase(
  context: PurchaseContext,
  request: PurchaseRequest,
  number: E164,
  confirmed?: string,
): Promise<Receipt> {
  const { vendor, tell } = context;
  const owned = await look(context, request, number, "none", confirmed);
  if (owned !== undefined) return receiptIfOurs(context, request, owned, "none", confirmed);
  const withheld = (reason: string, outcome: RequestOutcome) =>
    unsettled(context, request, number, `not in the account, and not asked for again: ${reason}`, outcome);
  const unlessKnown = (error: unknown): never => {
    throw withheld(reasonOf(error), "none");
  };
  // The request has bought a number, if not this one: asked for again it would be a second.
  if (confirmed !== undefined) {
    const reason = `not in the account${soldInstead({ confirmed })}`;
    throw unsettled(context, request, number, reason, "none", confirmed);
  }
  const risen = await priceRisen(context, request, number).catch(unlessKnown);
  if (risen !== undefined) throw withheld(risen, "withheld");
  await context.askingAgain().catch(unlessKnown);
  tell(`${number} is not in the account, and is asked for again`);
  try {
    return await orderNumber(vendor, { ...request.order, e164: number });
  } catch (error) {
    const outcome = outcomeOf(error);
    const instead = confirmedBy(error);
    // That it is taken proves nothing where nobody can look whose it is.
    const unseen = outcome === "unclear" ? outcome : "none";
    const late = outcome === "not-made" ? undefined : await look(context, request, number, unseen, instead);
    if (late !== undefined) return receiptIfOurs(context, request, late, outcome, instead);
    const reason = `not in the account; asked for again: ${reasonOf(error)}`;
    throw unsettled(context, request, number, reason, outcome, instead);
  }
}

async function receiptIfOurs(
  context: PurchaseContext,
  request: PurchaseRequest,
  owned: OwnedNumber,
  outcome: RequestOutcome,
  confirmed?: string,
): Promise<Receipt> {
  const { vendor, tell } = context;
  const { claim, order, earlier } = request;
  const { verdict, because } = await judge(
    context,
    { claim, orders: [order, ...earlier], candidates: request.candidates },
    owned,
  );
  if (verdict === "ours") {
    tell(`${owned.e164} was bought although no answer said so, and is kept${soldBesides({ confirmed })}`);
    return receiptOf(owned);
  }
  if (verdict !== "theirs") {
    const reason = `it is in the account, and ${because}`;
    throw unsettled(context, request, owned.e164, reason, outcome, confirmed);
  }
  // What it has sold instead is paid for: to go on to another number would be a second purchase.
  if (confirmed !== undefined) {
    const reason = `it is in the account, but not by this purchase (${because})${soldInstead({ confirmed })}`;
    throw unsettled(context, request, owned.e164, reason, outcome, confirmed);
  }
  throw new NumberTakenError(`${owned.e164} is in the account, but not by this purchase (${because})`, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep: "It is left alone. Run pulumi up again: other numbers are picked then.",
  });
}

async function look(
  context: PurchaseContext,
  request: PurchaseRequest,
  number: E164,
  outcome: RequestOutcome,
  confirmed?: string,
): Promise<OwnedNumber | undefined> {
  try {
    return await lookFor(context, { e164: number, vendorId: null });
  } catch (error) {
    const reason = `it cannot be looked for: ${reasonOf(error)}`;
    throw unsettled(context, request, number, reason, outcome, confirmed);
  }
}

/** The other number that the vendor says it has sold, in the answer to a purchase; as it stands there where it is not understood. */
function confirmedBy(error: unknown): string | undefined {
  const confirmed = PhoneError.isInstance(error) ? error.details.confirmed : undefined;
  return confirmed && (readNumber(confirmed)?.e164 ?? confirmed);
}

function unsettled(
  { vendor }: PurchaseContext,
  { claim, word }: PurchaseRequest,
  number: E164,
  reason: string,
  outcome: RequestOutcome,
  confirmed?: string,
): UnsettledPurchase {
  const purchase = { claim, vendor: vendor.definition.name, candidates: [number], word };
  return new UnsettledPurchase(number, vendor, reason, outcome, wayOn(purchase, number, word), confirmed);
}
