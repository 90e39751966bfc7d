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
  /** Whether an earlier purchase was confirmed to have bought nothing: that confirmation does not cover this one. */
  readonly wasSaid: boolean;
  /** When a number was first asked for, as ISO time; what the account had before is not ours. */
  readonly requestedAt: string;
}
