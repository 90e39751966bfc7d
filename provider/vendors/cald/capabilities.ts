import type { Capabilities } from "../vendor";

/** Cald's number API: docs.cald.ai/api-reference/endpoint. It shows no numbers, neither free nor owned. */
export const caldCapabilities = {
  countries: ["US"],
  types: ["local"],
  search: ["areaCode", "prefix"],
  purchase: {
    defaultPrefix: "+1415",
    monthlyPrice: { amount: "10.00", currency: "USD" },
    instead: "and give the area code in search: Cald picks the number",
  },
  list: false,
  get: false,
  agent: { word: "agent", atPurchase: true },
  subaccount: { instead: "" },
  label: { instead: "" },
  renewalDate: false,
  release: { when: "at-once", rentEnds: "with the billing cycle, which is charged in full" },
} as const satisfies Capabilities;
