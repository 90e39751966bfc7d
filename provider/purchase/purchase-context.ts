import type { Backend } from "../host/purchase-records";
import type { Vendor } from "../vendors/vendor";
import type { OfferPool } from "./offer-pool";

/** What every purchase of a resource works with. */
export interface PurchaseContext {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly backend: Backend;
  /** How long an unclear purchase is looked for, and another stack waited for that may say the number is its own; in milliseconds. */
  readonly settleMs: number;
  readonly now: () => Promise<Date>;
  /** Tells a line about the resource. */
  readonly tell: (line: string) => void;
}
