import type { Capabilities } from "../vendor";

/** Plivo's number API: plivo.com/docs/numbers/phone-numbers and /numbers/account-phone-numbers. */
export const plivoCapabilities = {
  search: ["areaCode", "prefix", "contains", "region", "locality", "capabilities"],
  exactNumber: true,
  types: ["local", "mobile", "national", "tollfree"],
  list: true,
  get: true,
  agent: { word: "application", atPurchase: true, later: true },
  subaccount: true,
  label: "alias",
  priceBeforePurchase: true,
  renewalDate: true,
  release: "at-once",
} as const satisfies Capabilities;
