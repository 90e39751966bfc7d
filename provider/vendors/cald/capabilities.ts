import type { Capabilities } from "../vendor";

/** Cald's number API: it sells any number below a prefix, and shows none before. */
export const caldCapabilities = {
  search: ["areaCode", "prefix"],
  exactNumber: false,
  types: ["local"],
  list: false,
  get: false,
  agent: { word: "agent", atPurchase: true, later: true },
  subaccount: false,
  label: null,
  priceBeforePurchase: false,
  renewalDate: false,
  release: "at-once",
} as const satisfies Capabilities;
