import type { NumberCapability, NumberType } from "./names";

/** One entry of `search`, tried in order. */
export type SearchCriteria = {
  areaCode?: string | undefined;
  prefix?: string | undefined;
  contains?: string | undefined;
  region?: string | undefined;
  locality?: string | undefined;
  capabilities?: NumberCapability[] | undefined;
};

/** A value that JSON can hold. */
type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** The arguments of a number, parsed and normalised. */
export type NumberArguments = {
  vendor?: string | undefined;
  account?: string | undefined;
  country?: string | undefined;
  type?: NumberType | undefined;
  search?: SearchCriteria[] | undefined;
  number?: string | undefined;
  adopt?: string | undefined;
  agent?: string | undefined;
  renewal?: "auto" | "off" | undefined;
  subaccount?: string | undefined;
  alias?: string | undefined;
  maxMonthlyPrice?: number | undefined;
  deletionPolicy?: "release" | "detach" | "retain" | undefined;
  deletionProtection?: boolean | undefined;
  replaceable?: boolean | undefined;
  nothingBought?: string | undefined;
  vendorOptions?: Record<string, Json> | undefined;
};
