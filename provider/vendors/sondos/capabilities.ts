import type { Capabilities } from "../vendor";

/** Sondos' number API: app.sondos-ai.com, phone numbers. */
export const sondosCapabilities = {
  search: ["areaCode", "prefix", "contains", "capabilities"],
  exactNumber: true,
  types: ["local"],
  list: true,
  get: false,
  agent: { word: "assistant", atPurchase: false, later: true },
  subaccount: false,
  label: "nickname",
  priceBeforePurchase: true,
  renewalDate: false,
  release: "period-end",
} as const satisfies Capabilities;
