import Big from "big.js";
import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import { z } from "zod";
import { capabilities, numberTypes } from "../world/account";
import { durationPattern } from "../world/clock";
import { defaultDelayMs, type Fault, faultNames, operationNames, purchaseFaults } from "../world/faults";
import {
  ControlError,
  type DocumentsInput,
  type FaultInput,
  type NumbersChange,
  type NumbersInput,
} from "./control-input";

const longestDelayMs = 600_000;

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, "must be a number in E.164, such as +14155550123");

const country = z
  .string()
  .refine((code) => isSupportedCountry(code), "must be an ISO 3166-1 alpha-2 code, such as US");

/** A decimal string, whichever way it was written. */
const price = z
  .union([z.number().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/)], {
    error: "must be a number or a decimal string, not negative",
  })
  .transform((value) => new Big(value).toFixed());

const number = z
  .strictObject({
    e164,
    country,
    type: z.enum(numberTypes).default("local"),
    price: price.optional(),
    setupPrice: price.optional(),
    region: z.string().optional(),
    locality: z.string().optional(),
    capabilities: z.array(z.enum(capabilities)).optional(),
  })
  .refine(belongsToCountry, {
    path: ["e164"],
    error: "is not a number of that country",
  });

const ownedNumber = number.safeExtend({
  agent: z.string().optional(),
  subaccount: z.string().optional(),
  alias: z.string().optional(),
  purchasedAt: z.union([z.iso.datetime(), z.iso.date()]).optional(),
});

function belongsToCountry({ e164, country }: { e164: string; country: string }): boolean {
  return isSupportedCountry(country) && e164.startsWith(`+${getCountryCallingCode(country)}`);
}

/** Reads a change of the numbers. */
export const numbersSchema = z.strictObject({
  vendor: z.string(),
  add: z.array(number).default([]),
  take: z.array(e164).default([]),
  price: z.array(z.strictObject({ e164, price })).default([]),
  own: z.array(ownedNumber).default([]),
  drop: z.array(e164).default([]),
}) satisfies z.ZodType<NumbersChange, NumbersInput>;

/** Reads a fault. */
export const faultSchema = z
  .strictObject({
    vendor: z.string(),
    operation: z.enum(operationNames),
    fault: z.enum(faultNames),
    times: z.int().min(1).default(1),
    delayMs: z.int().min(0).max(longestDelayMs).default(defaultDelayMs),
    retryAfter: z.int().min(0).optional(),
  })
  .refine(({ fault, operation }) => operation === "buy" || !purchaseFaults.includes(fault), {
    path: ["operation"],
    error: `must be buy for the faults ${purchaseFaults.join(", ")}`,
  }) satisfies z.ZodType<Fault, FaultInput>;

/** Reads whether the papers of a country are accepted. */
export const documentsSchema = z.strictObject({
  vendor: z.string(),
  country,
  accepted: z.boolean(),
}) satisfies z.ZodType<DocumentsInput>;

/** Reads by how much the clock is advanced. */
export const advanceSchema = z.strictObject({
  advance: z.string().regex(durationPattern, "must be hours or days, such as 12h or 30d"),
});

/** Reads control input. Throws ControlError. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw new ControlError("body", "is not valid");
  if (issue.code === "unrecognized_keys") {
    throw new ControlError([...issue.path, issue.keys[0]].join("."), "is not known here");
  }
  throw new ControlError(issue.path.join(".") || "body", issue.message);
}
