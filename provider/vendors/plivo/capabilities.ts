import type { Capabilities } from "../vendor";

/** Plivo's number API: plivo.com/docs/numbers/phone-numbers and /numbers/account-phone-numbers. */
export const plivoCapabilities = {
  countries: null,
  types: ["local", "mobile", "national", "tollfree"],
  search: ["areaCode", "prefix", "contains", "region", "locality", "capabilities"],
  purchase: "number",
  list: true,
  get: true,
  // The account may have a default application for new numbers (plivo.com/docs, applications: default_number_app).
  agent: { word: "application", atPurchase: true, byDefault: true },
  subaccount: { word: "subaccount" },
  label: { word: "alias" },
  renewalDate: true,
  release: { when: "at-once", rentEnds: "with the running month, which is not refunded" },
} as const satisfies Capabilities;
