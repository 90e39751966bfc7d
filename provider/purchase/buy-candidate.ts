import { NoneAvailableError, NumberTakenError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { reasonOf } from "../domain/reason";
import type { Receipt } from "../vendors/vendor";
import { priceRisen } from "./affordable";
import { sellsByPrefix } from "./candidates";
import { orderNumber } from "./order-number";
import { type Bought, judgeRefusal, UnsettledPurchase } from "./outcome";
import { find } from "./proofs";
import type { BuyingContext, PurchaseContext } from "./purchase-context";
import type { PurchaseRequest } from "./purchase-request";
import { judgeUnshown, wayOn } from "./record";
import { buyExactly, requireElsewhere } from "./settle-purchase";

/**
 * Buys the first candidate that can be had: exactly one number, or none. Only a proof that nothing was bought lets it go
 * on to the next candidate; where no proof can be had, it throws {@link UnsettledPurchase}.
 */
export async function buyCandidate(context: BuyingContext, request: PurchaseRequest): Promise<Bought> {
  const { candidates } = request;
  return sellsByPrefix(context.vendor.definition.capabilities)
    ? firstSold(context, candidates, (prefix) => buyUnder(context, request, prefix), "nothing is free")
    : firstSold(
        context,
        candidates,
        (number) => buyFree(context, request, number),
        "all numbers picked are taken",
      );
}

async function firstSold(
  { vendor, moveOn, tell }: BuyingContext,
  candidates: readonly E164[],
  buy: (candidate: E164) => Promise<Receipt>,
  otherwise: string,
): Promise<Bought> {
  for (const [place, candidate] of candidates.entries()) {
    try {
      return { candidate, receipt: await buy(candidate) };
    } catch (error) {
      if (!NumberTakenError.isInstance(error)) throw error;
      tell(`${error.what}: trying the next one`);
      const left = candidates.slice(place + 1);
      if (left.length > 0) await moveOn(left);
    }
  }
  throw new NoneAvailableError(`${otherwise}: ${candidates.join(", ")}`, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep: nextStepAfter(candidates),
  });
}

/** A list of one is a number that the program names, as a rule: no other can be picked. */
function nextStepAfter({ length }: readonly E164[]): string {
  return length === 1
    ? "Nothing was bought. Where the program names it, it has to name another number; a number is replaced by itself only once it was given up and is for sale again, with deleteBeforeReplace. Otherwise run pulumi up again: other numbers are picked then."
    : "Nothing was bought. Run pulumi up again: other numbers are picked then.";
}

async function buyFree(context: BuyingContext, request: PurchaseRequest, number: E164): Promise<Receipt> {
  const { vendor, offers, hadBefore } = context;
  const { claim } = request;
  const anothers = () =>
    offers.isFirstChoice(number, claim)
      ? `${number} ${find("another resource", "is bought by another resource of this run").because}`
      : undefined;
  const had = async () =>
    (await hadBefore(number))
      ? `${number} ${find("had before", "is in the account already").because}`
      : undefined;
  // All of a run fall back on the same numbers: another resource may have begun to buy it while the account was looked at.
  const taken = anothers() ?? (await had()) ?? (await priceRisen(context, request, number)) ?? anothers();
  if (taken !== undefined) {
    throw new NumberTakenError(taken, {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep: "Nothing was bought. Run pulumi up again: other numbers are picked then.",
    });
  }
  // From here on it is meant to be bought, not only a fallback that others may have.
  offers.reserve(number, claim);
  offers.moved();
  try {
    return await buyExactly(context, request, number);
  } catch (error) {
    if (NumberTakenError.isInstance(error)) await requireElsewhere(context, request, number);
    throw error;
  } finally {
    // Also where it is not known whether it was bought.
    offers.moved();
  }
}

// The vendor shows nothing that it has sold, so only a person who looks in its dashboard can settle an unclear answer.
async function buyUnder(
  { vendor }: PurchaseContext,
  { order, claim, candidates, word }: PurchaseRequest,
  prefix: E164,
): Promise<Receipt> {
  try {
    return await orderNumber(vendor, { ...order, e164: prefix });
  } catch (error) {
    if (judgeRefusal(error) !== undefined) throw error;
    const { name } = vendor.definition;
    const reason = `${name} was asked for one under ${prefix}: ${reasonOf(error)}; ${judgeUnshown(name).because}`;
    const next = wayOn({ claim, vendor: name, candidates, word });
    throw new UnsettledPurchase(null, vendor, reason, "unclear", next);
  }
}
