/** A key of the same organization that may not use telephony: a 403 to everything. */
export const RAVAN_RESTRICTED_API_KEY = "agni-sandbox-key-without-telephony";

/** A key of an organization in which nobody has chosen a telephony provider yet. It owns nothing. */
export const RAVAN_NO_PROVIDER_API_KEY = "agni-sandbox-key-without-provider";

/** A key of an organization with its own Twilio account, which Ravan cannot reach: a 502. It owns nothing. */
export const RAVAN_PROVIDER_DOWN_API_KEY = "agni-sandbox-key-of-unreachable-provider";

/** Who asks, by the key that came along. */
export type Caller = "managed" | "restricted" | "no-provider" | "provider-down";

export const OTHER_CALLERS: Readonly<Record<string, Caller>> = {
  [RAVAN_RESTRICTED_API_KEY]: "restricted",
  [RAVAN_NO_PROVIDER_API_KEY]: "no-provider",
  [RAVAN_PROVIDER_DOWN_API_KEY]: "provider-down",
};
