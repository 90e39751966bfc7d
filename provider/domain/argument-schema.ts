import { z } from "zod";
import { numberCapabilities, numberTypes } from "./names";

const text = z.string().trim().min(1, "must not be empty");
const digits = (most: number) =>
  z.string().regex(new RegExp(`^\\d{1,${most}}$`), `must be 1 to ${most} digits`);

const criteria = z.strictObject({
  areaCode: digits(6).optional(),
  prefix: digits(12).optional(),
  contains: digits(12).optional(),
  region: text.optional(),
  locality: text.optional(),
  capabilities: z.array(z.enum(numberCapabilities)).min(1, "must name at least one").optional(),
});

/**
 * What a program may ask for, whatever the vendor; what only one vendor can do is decided by that vendor's capabilities.
 * Strict: being narrow today leaves room tomorrow.
 */
export const argumentSchema = z.strictObject({
  vendor: text.optional(),
  account: text.optional(),
  country: text.optional(),
  type: z.enum(numberTypes).optional(),
  search: z
    .preprocess(
      (value) => (Array.isArray(value) ? value : [value]),
      z.array(criteria).min(1, "must not be empty"),
    )
    .optional(),
  number: text.optional(),
  adopt: text.optional(),
  agent: text.optional(),
  renewal: z.enum(["auto", "off"]).optional(),
  subaccount: text.optional(),
  alias: z.string().optional(),
  maxMonthlyPrice: z.number().positive("must be above 0").optional(),
  deletionPolicy: z.enum(["release", "detach", "retain"]).optional(),
  deletionProtection: z.boolean().optional(),
  replaceable: z.boolean().optional(),
  nothingBought: text.optional(),
  vendorOptions: z.record(z.string(), z.json()).optional(),
});

/** The arguments of a number, parsed and normalised. */
export type NumberArguments = z.output<typeof argumentSchema>;

/** One entry of `search`, tried in order. */
export type SearchCriteria = z.output<typeof criteria>;

/** The names of all arguments, in the order of the documentation. */
export const argumentNames = Object.keys(argumentSchema.shape) as (keyof NumberArguments)[];

/** The names of all search criteria. */
export const criterionNames = Object.keys(criteria.shape) as (keyof SearchCriteria)[];
