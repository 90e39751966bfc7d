import type { Capabilities } from "../vendor";

/** Ravan's (Agni's) number API: docs.ravan.ai, phone numbers. */
export const ravanCapabilities = {
  search: ["areaCode", "prefix", "contains", "region"],
  exactNumber: true,
  types: ["local"],
  list: true,
  get: false,
  agent: null,
  subaccount: false,
  label: null,
  priceBeforePurchase: true,
  renewalDate: false,
  release: "at-once",
} as const satisfies Capabilities;
