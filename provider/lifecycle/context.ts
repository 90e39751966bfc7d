import type { VendorName } from "../domain/names";
import type { E164 } from "../domain/number";
import type { OfferPool } from "../purchase/offers";
import type { OwnedNumber, Vendor, VendorDefinition } from "../vendors/vendor";

/** One account of one vendor, with what the resources of a process share about it. */
export interface Account {
  readonly vendor: Vendor;
  readonly offers: OfferPool;
  /** The number as the account's list has it. One list serves every number of the process once. */
  readonly listed: (number: E164) => Promise<OwnedNumber | undefined>;
  /** Says that this process has changed the account, so that the list is asked for anew. */
  readonly changed: () => void;
}

/** What the handlers of the lifecycle work with. Knows nothing of Pulumi. */
export interface Context {
  /** `phone:vendor`: the vendor of numbers that name none. */
  readonly defaultVendor: string | undefined;
  /** What is known of a vendor without asking it; undefined when this release cannot speak to it yet. */
  readonly definition: (vendor: VendorName) => VendorDefinition | undefined;
  /** Opens the account that the keys belong to. Throws MissingKeyError and ConfigurationError. */
  readonly account: (vendor: VendorName) => Promise<Account>;
  /** How long an unclear purchase is looked for, in milliseconds. */
  readonly settleMilliseconds: number;
  /** The time; the sandbox's, where one stands in for the vendors. */
  readonly now: () => Promise<Date>;
  /** True for what stands in a preview for a value that is not known yet. */
  readonly isUnknown: (value: unknown) => boolean;
  /** Prints one line in the run's output. */
  readonly tell: (line: string) => void;
}
