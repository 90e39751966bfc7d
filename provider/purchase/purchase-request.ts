import type { E164 } from "../domain/number";
import type { OrderedFor } from "../host/purchase-records";
import type { Order } from "../vendors/vendor";

/** What one purchase asks for. */
export interface PurchaseRequest {
  readonly claim: string;
  readonly candidates: readonly E164[];
  readonly order: Omit<Order, "e164">;
  /** Most that a month may cost; undefined without a limit. */
  readonly maxMonthlyPrice: number | undefined;
  /** What earlier requests for the same numbers asked for, whose end is not known. */
  readonly earlier: readonly OrderedFor[];
  /** The word that the program has for an earlier purchase: it does not cover this one. */
  readonly word: string | undefined;
}
