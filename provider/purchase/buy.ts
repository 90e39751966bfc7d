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

/**
 * Buys this number and no other; undefined when it is proven that somebody else has it. Asking twice for the same number
 * is safe, as a number can be sold once only.
 */
export async function buyExactly(purchase: Purchase, number: E164): Promise<Receipt | undefined> {
  const first = await attempt(purchase, number);
  if (first !== "unclear") return first === "taken" ? undefined : first;
  const second = await attempt(purchase, number, true);
  if (typeof second !== "string") return second;
  // After an unclear try "taken" proves nothing: the one who took it may have been that try.
  throw new UnsettledPurchase(number, purchase.vendor, "asked for twice, and not in the account yet");
}

async function attempt(
  purchase: Purchase,
  number: E164,
  afterUnclear = false,
): Promise<Receipt | "taken" | "unclear"> {
  const { vendor, order, tell } = purchase;
  try {
    return await vendor.buy({ ...order, e164: number });
  } catch (error) {
    const taken = NumberTakenError.isInstance(error);
    if (taken && !afterUnclear) return "taken";
    if (!PhoneError.isInstance(error)) throw error;
    if (!taken && !error.mayHaveBought) {
      if (afterUnclear) throw new UnsettledPurchase(number, vendor, error.message);
      throw error;
    }
    tell(`${number}: no clear answer to the purchase (${error.what}), so it is looked for in the account`);
    const owned = await look(purchase, number);
    if (owned === undefined) return taken ? "taken" : "unclear";
    tell(`${number} was bought all the same, and is kept`);
    return { vendorId: owned.vendorId, status: owned.status, statusReason: owned.statusReason };
  }
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
    if (PhoneError.isInstance(error)) throw new UnsettledPurchase(number, vendor, error.message);
    throw error;
  }
}
