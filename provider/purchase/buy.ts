import { NoneAvailableError, NumberTakenError, PhoneError, UnclearError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { lookUntil } from "../domain/patience";
import type { Order, OwnedNumber, Receipt, Vendor } from "../vendors/vendor";
import type { OfferPool } from "./offers";

/** A purchase that is proven. */
export interface Bought {
  readonly number: E164;
  readonly receipt: Receipt;
}

/** A purchase of which nobody can tell yet whether it happened. */
export class UnsettledPurchase extends UnclearError {
  constructor(
    readonly number: E164,
    vendor: Vendor,
    reason: string,
    /** How the last request for the number ended; `none` when it was only looked for. */
    readonly lastRequest: "none" | "taken" | "refused" | "unclear",
  ) {
    super(
      `nobody can tell yet whether ${number} was bought: ${reason}`,
      {
        vendor: vendor.definition.name,
        operation: "buy",
        nextStep:
          "The number is kept in state as unsettled; run pulumi up again, which looks for it before anything is bought.",
      },
      true,
    );
  }
}

/** What a purchase needs to know and to reach. */
export interface Purchase {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly claim: string;
  readonly candidates: readonly E164[];
  readonly order: Omit<Order, "e164">;
  /** How long an unclear purchase is looked for, in milliseconds. */
  readonly settleMilliseconds: number;
  readonly tell: (line: string) => void;
}

/**
 * Buys the first candidate that can be had: exactly one number, or none. Only a proof that nothing was bought lets it go
 * on to the next candidate; where no proof can be had, it throws {@link UnsettledPurchase}.
 */
export async function buyOne(purchase: Purchase): Promise<Bought> {
  const { vendor, offers, claim, candidates, tell } = purchase;
  for (const number of candidates) {
    if (offers.isReserved(number, claim)) continue;
    // Seen before the purchase, the number is somebody else's; seen after it, it is ours.
    if ((await vendor.get(number)) !== undefined) {
      tell(`${number} is in the account already, bought by somebody else: trying the next one`);
      continue;
    }
    const receipt = await buyExactly(purchase, number);
    if (receipt !== undefined) return { number, receipt };
    tell(`${number} was taken in the meantime: trying the next one`);
  }
  throw new NoneAvailableError(`all numbers picked are taken: ${candidates.join(", ")}`, {
    vendor: vendor.definition.name,
    operation: "buy",
    nextStep: "Nothing was bought. Run pulumi up again: other numbers are picked then.",
  });
}

/** Buys this number and no other; undefined when it is proven that somebody else has it. */
async function buyExactly(purchase: Purchase, number: E164): Promise<Receipt | undefined> {
  try {
    return await purchase.vendor.buy({ ...purchase.order, e164: number });
  } catch (error) {
    if (NumberTakenError.isInstance(error)) return undefined;
    if (!PhoneError.isInstance(error) || !error.mayHaveBought) throw error;
    purchase.tell(
      `${number}: no clear answer to the purchase (${error.what}), so it is looked for in the account`,
    );
    return settlePurchase(purchase, number);
  }
}

/**
 * Settles a purchase of which nobody could tell the outcome: looks for the number, and asks for it again when it is not
 * there. That is safe, as a number can be sold once only. Throws {@link UnsettledPurchase} when there is still no telling:
 * after an unclear try even "taken" proves nothing, as the one who took it may have been that try.
 */
export async function settlePurchase(purchase: Purchase, number: E164): Promise<Receipt> {
  const { vendor, order, tell } = purchase;
  const owned = await look(purchase, number);
  if (owned !== undefined) return kept(owned, tell);
  try {
    return await vendor.buy({ ...order, e164: number });
  } catch (error) {
    if (!PhoneError.isInstance(error)) throw error;
    const request = NumberTakenError.isInstance(error)
      ? "taken"
      : error.mayHaveBought
        ? "unclear"
        : "refused";
    const late = request === "refused" ? undefined : await look(purchase, number);
    if (late !== undefined) return kept(late, tell);
    throw new UnsettledPurchase(
      number,
      vendor,
      `not in the account, and asked for again: ${error.what}`,
      request,
    );
  }
}

function kept(owned: OwnedNumber, tell: (line: string) => void): Receipt {
  tell(`${owned.e164} was bought all the same, and is kept`);
  return { vendorId: owned.vendorId, status: owned.status ?? "active", statusReason: owned.statusReason };
}

async function look(
  { vendor, settleMilliseconds }: Purchase,
  number: E164,
): Promise<OwnedNumber | undefined> {
  try {
    return await lookUntil(
      () => vendor.get(number),
      (seen) => seen !== undefined,
      settleMilliseconds,
    );
  } catch (error) {
    if (PhoneError.isInstance(error)) throw new UnsettledPurchase(number, vendor, error.message, "none");
    throw error;
  }
}
