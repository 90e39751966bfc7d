import type { E164 } from "../domain/number";
import type { Backend } from "../host/purchase-records";
import type { Vendor } from "../vendors/vendor";
import type { OfferPool } from "./offer-pool";

/** What every purchase of a resource works with. */
export interface PurchaseContext {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  readonly backend: Backend;
  /** Whether no other stack buys from the account, as the configuration says: then none is looked at. */
  readonly isOnlyStack: boolean;
  /** The URNs of the resource: its own, and those it had before. */
  readonly names: readonly string[];
  /** Whether this process has checked a resource, and so knows which numbers are to be its. */
  readonly isChecked: (urn: string) => boolean;
  /** How long an unclear purchase is looked for, and another stack waited for that may say the number is its own; in milliseconds. */
  readonly settleMs: number;
  /** The time by which it is judged what it proves that the account does not show a number: the vendor's, where this machine's is ahead. */
  readonly now: () => Promise<Date>;
  /** Notes that the number is asked for once more: the time within which it may show begins anew. */
  readonly askingAgain: () => Promise<void>;
  /** Tells a line about the resource. */
  readonly tell: (line: string) => void;
}

/** What it takes besides to buy one of several candidates. */
export interface BuyingContext extends PurchaseContext {
  /** Whether the account had a number before it was asked for. */
  readonly hadBefore: (number: E164) => Promise<boolean>;
  /** Notes that those before the candidates that are left were proven not to be bought. */
  readonly moveOn: (left: readonly E164[]) => Promise<void>;
}
