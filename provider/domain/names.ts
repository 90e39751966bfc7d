/** Kinds of number, in the words the vendors share. */
export const numberTypes = ["local", "mobile", "national", "tollfree"] as const;
export type NumberType = (typeof numberTypes)[number];

/** What a number can do. */
export const numberCapabilities = ["voice", "sms", "mms"] as const;
export type NumberCapability = (typeof numberCapabilities)[number];

/** Where a number stands; `lapsing` has an end date, `unsettled` may or may not have been bought. */
export type NumberStatus = "active" | "pending" | "lapsing" | "released" | "unsettled";
