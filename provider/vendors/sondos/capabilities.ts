import type { Capabilities } from "../vendor";

/** Sondos' number API: docs.sondos-ai.com/api-reference/phone-numbers, and docs.autocalls.ai, whose platform it is. */
export const sondosCapabilities = {
  countries: null,
  types: ["local"],
  search: ["areaCode", "prefix", "contains", "capabilities"],
  purchase: "number",
  list: true,
  get: false,
  // The number is a field of the assistant, which has one of it.
  agent: { word: "assistant", atPurchase: false, oneNumber: true },
  subaccount: { instead: "" },
  // docs.autocalls.ai/api-reference/phone-numbers/update-phone-number
  label: { word: "nickname", longest: 50 },
  renewalDate: false,
  // Seen to be the carrier's, for a number that was made long before it was sold.
  purchaseDate: false,
  release: { when: "period-end", rentEnds: "with the billing period, until which the number works" },
} as const satisfies Capabilities;
