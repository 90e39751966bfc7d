import type { NumberCapability, NumberType } from "../domain/names";
import type { Offer, OwnedNumber } from "../vendors/vendor";

/** Whose numbers are meant; plain values only. */
export interface AnyOwner {
  /** Default: the account's, or `phone:vendor`. */
  vendor?: string;
  /** An entry of `phone:accounts`; default: the vendor's own keys. */
  account?: string;
}

/** What to look for; members as in the arguments of PhoneNumber, plain values only. */
export interface AnyQuery extends AnyOwner {
  /** ISO 3166-1 alpha-2. */
  country: string;
  type?: NumberType;
  areaCode?: string;
  prefix?: string;
  contains?: string;
  region?: string;
  locality?: string;
  capabilities?: NumberCapability[];
  vendorOptions?: Record<string, string | number | boolean>;
  /** Most numbers to return; default 20. */
  limit?: number;
}

/** A number that is for sale. Prices are null when the vendor does not tell them. */
export type AvailableNumber = Omit<Offer, "terms">;

/** What of a number is not listed. */
export type Unlisted = "statusReason" | "capabilities" | "region" | "purchasedAt" | "untold";

/** A number that the account owns. Members are null when the vendor does not tell them. */
export type RentedNumber = Omit<OwnedNumber, Unlisted>;
