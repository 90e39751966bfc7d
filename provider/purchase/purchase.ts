import { NumberTakenError, PhoneError, UnclearError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { Backend, OrderedFor } from "../host/purchase-records";
import type { Order, OwnedNumber, Receipt, Vendor } from "../vendors/vendor";
import type { OfferPool } from "./offer-pool";

/** What a purchase needs to know and to reach. */
export interface Purchase {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly backend: Backend;
  readonly claim: string;
  readonly candidates: readonly E164[];
  readonly order: Omit<Order, "e164">;
  /** Most that a month may cost; undefined without a limit. */
  readonly maxMonthlyPrice: number | undefined;
  /** What earlier requests for the same numbers asked for, whose end nobody has heard. */
  readonly earlier: readonly OrderedFor[];
  /** Whether somebody said before that an earlier purchase had bought nothing: what was said of that is not said of this one. */
  readonly wasSaid: boolean;
  /** When a number was first asked for, as ISO time; what the account had before is not ours. */
  readonly requestedAt: string;
  /** How long an unclear purchase is looked for, in milliseconds. */
  readonly settleMs: number;
  readonly now: () => Promise<Date>;
  readonly tell: (line: string) => void;
}

/** A purchase that is proven. */
export interface Bought {
  /** The candidate that was bought: the number, or the prefix it was bought under. */
  readonly candidate: E164;
  readonly receipt: Receipt;
  /** Set when an earlier run had bought it. */
  readonly adopted?: true;
}

/** How a request for a number ended; `none` when it was only looked for. */
export type RequestOutcome = "none" | "taken" | "not-made" | "unclear";

/** A purchase of which nobody can tell yet whether it happened. */
export class UnsettledPurchase extends UnclearError {
  constructor(
    /** Null when the vendor picks the number, so that nobody knows which one it would be. */
    readonly number: E164 | null,
    vendor: Vendor,
    reason: string,
    readonly lastRequest: RequestOutcome,
    nextStep = "The number is kept in state as unsettled; run pulumi up again, which looks for it before anything is bought.",
  ) {
    super(
      `nobody can tell yet whether ${number ?? "a number"} was bought: ${reason}`,
      {
        vendor: vendor.definition.name,
        operation: "buy",
        nextStep,
      },
      true,
    );
  }
}

/** What an error says of the request. An error of no known kind may have come after the request left. */
export function outcomeOf(error: unknown): RequestOutcome {
  if (NumberTakenError.isInstance(error)) return "taken";
  return PhoneError.isInstance(error) && !error.mayHaveBought ? "not-made" : "unclear";
}

/** The proof that a number which the account owns is. */
export function receiptOf({ e164, vendorId, status, statusReason }: OwnedNumber): Receipt {
  return { e164, vendorId, status: status === "pending" ? "pending" : "active", statusReason };
}
