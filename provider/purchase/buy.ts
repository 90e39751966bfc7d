import { NoneAvailableError, NumberTakenError, PhoneError, UnclearError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { Order, OwnedNumber, Receipt, Vendor } from "../vendors/vendor";
import { sellsByPrefix } from "./candidates";
import { lookFor } from "./look";
import type { OfferPool } from "./offers";

/** A purchase that is proven. */
export interface Bought {
  /** The candidate that was bought: the number, or the prefix it was bought under. */
  readonly candidate: E164;
  readonly receipt: Receipt;
}

/** A purchase of which nobody can tell yet whether it happened. */
export class UnsettledPurchase extends UnclearError {
  constructor(
    /** Null when the vendor picks the number, so that nobody knows which one it would be. */
    readonly number: E164 | null,
    vendor: Vendor,
    reason: string,
    /** How the last request for the number ended; `none` when it was only looked for. */
    readonly lastRequest: "none" | "taken" | "not-made" | "unclear",
  ) {
    super(
      `nobody can tell yet whether ${number ?? "a number"} was bought: ${reason}`,
      {
        vendor: vendor.definition.name,
        operation: "buy",
        nextStep:
          number === null
            ? "It is kept in state as unsettled, and nothing more is bought for it. Look in the vendor's dashboard."
            : "The number is kept in state as unsettled; run pulumi up again, which looks for it before anything is bought.",
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
  /** When the number was first asked for, as ISO time; what the account had before is not ours. */
  readonly requestedAt: string;
  /** How long an unclear purchase is looked for, in milliseconds. */
  readonly settleMilliseconds: number;
  readonly tell: (line: string) => void;
}

/**
 * Buys the first candidate that can be had: exactly one number, or none. Only a proof that nothing was bought lets it go
 * on to the next candidate; where no proof can be had, it throws {@link UnsettledPurchase}.
 */
export async function buyOne(purchase: Purchase): Promise<Bought> {
  return sellsByPrefix(purchase.vendor.definition.capabilities)
    ? buyUnderPrefix(purchase)
    : buyNumber(purchase);
}

// The vendor shows nothing that it has sold, so an unclear answer can be settled by nobody but a reader of its dashboard.
async function buyUnderPrefix(purchase: Purchase): Promise<Bought> {
  const { vendor, candidates, order, tell } = purchase;
  for (const prefix of candidates) {
    try {
      return { candidate: prefix, receipt: await vendor.buy({ ...order, e164: prefix }) };
    } catch (error) {
      if (outcomeOf(error) === "unclear") {
        throw new UnsettledPurchase(null, vendor, reasonOf(error), "unclear");
      }
      if (!NumberTakenError.isInstance(error)) throw error;
      tell(`${error.what}: trying the next one`);
    }
  }
  throw noneLeft(purchase, "nothing is free");
}

async function buyNumber(purchase: Purchase): Promise<Bought> {
  const { vendor, offers, claim, candidates, tell } = purchase;
  for (const number of candidates) {
    if (offers.isReserved(number, claim)) continue;
    // What the account has before it was asked for is somebody else's.
    if ((await vendor.get({ e164: number, vendorId: null })) !== undefined) {
      tell(`${number} is in the account already, bought by somebody else: trying the next one`);
      continue;
    }
    // From here on it is meant to be bought, not only a fallback that others may have.
    offers.reserve(number, claim);
    const receipt = await buyExactly(purchase, number);
    if (receipt !== undefined) return { candidate: number, receipt };
  }
  throw noneLeft(purchase, "all numbers picked are taken");
}

function noneLeft({ vendor, candidates }: Purchase, what: string): NoneAvailableError {
  return new NoneAvailableError(`${what}: ${candidates.join(", ")}`, {
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
    if (NumberTakenError.isInstance(error)) {
      purchase.tell(`${error.what}: trying the next one`);
      return undefined;
    }
    // An error of no known kind may have come after the request left.
    if (outcomeOf(error) !== "unclear") throw error;
    purchase.tell(
      `${number}: no clear answer to the purchase (${reasonOf(error)}), so it is looked for in the account`,
    );
    return settlePurchase(purchase, number);
  }
}

/**
 * Settles a purchase of which nobody could tell the outcome: looks for the number, and asks for it again when it is not
 * there: a number can be sold once only, so the same number cannot become two. Returns undefined when the account has the
 * number and it is proven not to be ours. Throws {@link UnsettledPurchase} when there is still no telling: after an unclear
 * try even "taken" proves nothing, as the one who took it may have been that try.
 */
export async function settlePurchase(purchase: Purchase, number: E164): Promise<Receipt | undefined> {
  const { vendor, order } = purchase;
  const owned = await look(purchase, number);
  if (owned !== undefined) return ours(purchase, owned);
  try {
    return await vendor.buy({ ...order, e164: number });
  } catch (error) {
    const request = outcomeOf(error);
    const late = request === "not-made" ? undefined : await look(purchase, number);
    if (late !== undefined) return ours(purchase, late);
    throw new UnsettledPurchase(
      number,
      vendor,
      `not in the account; asked for again: ${reasonOf(error)}`,
      request,
    );
  }
}

function outcomeOf(error: unknown): UnsettledPurchase["lastRequest"] {
  if (NumberTakenError.isInstance(error)) return "taken";
  return PhoneError.isInstance(error) && !error.mayHaveBought ? "not-made" : "unclear";
}

// A number that another program of the same account has bought meanwhile looks like ours. It is not, when it answers or is held
// in a way that was not ordered, or was bought on a day before we asked.
function ours({ order, requestedAt, tell }: Purchase, owned: OwnedNumber): Receipt | undefined {
  const otherAgent = order.agent !== undefined && owned.agent !== null && owned.agent !== order.agent;
  const otherHolder = owned.subaccount !== (order.subaccount ?? null);
  if (otherAgent || otherHolder || isDayBefore(owned.purchasedAt, requestedAt)) {
    tell(`${owned.e164} is in the account, but not by this purchase: it is left alone`);
    return undefined;
  }
  tell(`${owned.e164} was bought although no answer said so, and is kept`);
  const { e164, vendorId, statusReason } = owned;
  return { e164, vendorId, status: owned.status === "pending" ? "pending" : "active", statusReason };
}

// Vendors give a day without a time zone, so a day of doubt is left on either side.
function isDayBefore(day: string | null, time: string): boolean {
  return day !== null && Date.parse(day) < Date.parse(time) - 2 * 24 * 3_600_000;
}

function reasonOf(error: unknown): string {
  if (PhoneError.isInstance(error)) return error.what;
  return error instanceof Error ? error.message : String(error);
}

async function look(
  { vendor, settleMilliseconds }: Purchase,
  number: E164,
): Promise<OwnedNumber | undefined> {
  try {
    return await lookFor(vendor, { e164: number, vendorId: null }, settleMilliseconds);
  } catch (error) {
    throw new UnsettledPurchase(number, vendor, `it cannot be looked for: ${reasonOf(error)}`, "none");
  }
}
