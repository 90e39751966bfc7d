import type { Capabilities } from "../vendor";

/** Bolna's number API: bolna.ai/docs/api-reference/phone-numbers. */
export const bolnaCapabilities = {
  search: ["areaCode", "prefix", "contains", "region", "locality"],
  exactNumber: true,
  types: ["local"],
  list: true,
  get: false,
  agent: { word: "agent", atPurchase: false, later: true },
  subaccount: false,
  label: null,
  priceBeforePurchase: true,
  renewalDate: true,
  release: "at-once",
} as const satisfies Capabilities;
