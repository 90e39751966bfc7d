import type { Capabilities } from "../vendor";

/** Bolna's number API: bolna.ai/docs/api-reference/phone-numbers and /inbound. */
export const bolnaCapabilities = {
  countries: ["US", "IN"],
  types: ["local"],
  search: ["areaCode", "prefix", "contains", "region", "locality"],
  purchase: "number",
  list: true,
  get: false,
  agent: { word: "agent", atPurchase: false },
  subaccount: {
    instead: "and use the sub-account's own key: an entry of phone:accounts, named by account",
  },
  label: { instead: "" },
  renewalDate: true,
  release: { when: "at-once", rentEnds: "with the running month" },
} as const satisfies Capabilities;
