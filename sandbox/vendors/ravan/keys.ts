/** A key of the same organization that may not use telephony: a 403 to everything. */
export const ravanRestrictedApiKey = "agni-sandbox-key-without-telephony";

/** A key of an organization that has chosen no telephony provider yet. It owns nothing. */
export const ravanNoProviderApiKey = "agni-sandbox-key-without-provider";

/** A key of an organization with its own Twilio account, which Ravan cannot reach: a 502. It owns nothing. */
export const ravanProviderDownApiKey = "agni-sandbox-key-of-unreachable-provider";

/** Who asks, by the key that came along. */
export type Caller = "managed" | "restricted" | "no-provider" | "provider-down";

export const otherCallers: Readonly<Record<string, Caller>> = {
  [ravanRestrictedApiKey]: "restricted",
  [ravanNoProviderApiKey]: "no-provider",
  [ravanProviderDownApiKey]: "provider-down",
};
