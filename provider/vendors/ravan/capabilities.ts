import type { Capabilities } from "../vendor";

/** Ravan's (Agni's) number API: docs.ravan.ai/api-reference/telephony. */
export const ravanCapabilities = {
  countries: null,
  types: ["local"],
  search: ["areaCode", "prefix", "contains", "region"],
  purchase: "number",
  list: true,
  get: false,
  agent: { instead: "and set the dispatch rule in its dashboard" },
  subaccount: { instead: "" },
  label: { instead: "and set the friendly name in its dashboard" },
  renewalDate: false,
  // Seen to be the carrier's, for a number that was made long before it was sold.
  purchaseDate: false,
  release: { when: "at-once", rentEnds: "at once; what is paid is not refunded" },
} as const satisfies Capabilities;
