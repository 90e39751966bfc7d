import { NumberTakenError, PhoneError, UnclearPurchaseError } from "../domain/errors";
import type { E164 } from "../domain/number";
import { reasonOf } from "../domain/reason";
import type { OwnedNumber, Receipt, Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";

/** A purchase that is proven. */
export interface Bought {
  /** The candidate that was bought: the number, or the prefix it was bought under. */
  readonly candidate: E164;
  readonly receipt: Receipt;
  /** Set when an earlier run had bought it. */
  readonly adopted?: true;
}

/** How a request for a number ended; `none` when it was only looked for, `withheld` when it is not to be had any more within the ceiling. */
export type RequestOutcome = "none" | "withheld" | "taken" | "not-made" | "unclear";

/** A purchase of which it is not known yet whether it happened. */
export class UnsettledPurchase extends UnclearPurchaseError {
  constructor(
    /** Null when the vendor picks the number, so that it is not known which one it is. */
    readonly number: E164 | null,
    vendor: Vendor,
    reason: string,
    readonly lastRequest: RequestOutcome,
    wayOn: string,
    /** The number that the vendor says it has sold instead. */
    readonly confirmed?: string,
  ) {
    const next =
      confirmed !== undefined
        ? `Look for both in the vendor's console: to keep ${confirmed}, write adopt: "${confirmed}" and the nothingBought of the other. `
        : number !== null
          ? "Run pulumi up again, which looks for it first. "
          : "";
    super(`it is not known yet whether ${number ?? "a number"} was bought: ${reason}`, {
      vendor: vendor.definition.name,
      operation: "buy",
      nextStep: `It is kept in state as unsettled, and nothing else is bought for it. ${next}${wayOn}`,
    });
  }
}

/** What an error says of the request. An error of no known kind may have come after the request left. */
export function outcomeOf(error: unknown): Exclude<RequestOutcome, "none" | "withheld"> {
  if (NumberTakenError.isInstance(error)) return "taken";
  return PhoneError.isInstance(error) && !error.mayHaveBought ? "not-made" : "unclear";
}

/** What an error of a purchase proves; undefined when it proves nothing. */
export function judgeRefusal(error: unknown): Finding | undefined {
  return outcomeOf(error) === "unclear" ? undefined : find("refused", reasonOf(error));
}

/** The proof that a number which the account owns is. */
export function receiptOf({ e164, vendorId, status, statusReason }: OwnedNumber): Receipt {
  return { e164, vendorId, status: status === "pending" ? "pending" : "active", statusReason };
}
