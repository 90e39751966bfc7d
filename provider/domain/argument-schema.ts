import { z } from "zod";
import { firstInvisible, isPathSegment, joiners, withoutInvisible, withPlainBlanks } from "./characters";
import { numberCapabilities, numberTypes } from "./names";
import type { NumberArguments, SearchCriteria } from "./number-arguments";

// By refine, as zod asks what is no text or list at all for its length, too, which may be anything.
const words = z
  .string()
  .overwrite(withPlainBlanks)
  .refine(({ length }) => length > 0, "must not be empty");
// A name that looks like another and is not: what shows nothing is named, rather than looked for in vain.
const seen = (allowed: readonly string[]) =>
  words.refine((value) => firstInvisible(value, allowed) === undefined, {
    error: ({ input }) =>
      `has ${firstInvisible(String(input), allowed)}, which shows nothing. Write it without that`,
  });
const text = seen([]);
/** What is wrong with a name that would be more than one part of an address. */
export const notAnId = "must be an id as the vendor shows it: none has a slash, or is of dots alone";
const id = text.refine(
  // Of what shows nothing another message tells.
  (value) => value === "" || firstInvisible(value) !== undefined || isPathSegment(value),
  notAnId,
);
const place = seen(joiners);
const digits = (most: number) =>
  z
    .string()
    .overwrite(withoutInvisible)
    .regex(new RegExp(`^\\d{1,${most}}$`), `must be 1 to ${most} digits, 0 to 9`);

const criteria = z.strictObject({
  areaCode: digits(6).optional(),
  prefix: digits(12).optional(),
  contains: digits(12).optional(),
  region: place.optional(),
  locality: place.optional(),
  capabilities: z
    .array(z.enum(numberCapabilities))
    .refine(({ length }) => length > 0, "must name at least one")
    .optional(),
} satisfies { readonly [Name in keyof SearchCriteria]-?: z.ZodType<SearchCriteria[Name]> });

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
      z.array(criteria).refine(({ length }) => length > 0, "must not be empty"),
    )
    .optional(),
  // In numbers such characters mean nothing; who reads them leaves them out.
  number: words.optional(),
  adopt: words.optional(),
  // What it may be besides is the vendor's to say.
  agent: text.optional(),
  renewal: z.enum(["auto", "off"]).optional(),
  subaccount: id.optional(),
  alias: z.string().optional(),
  maxMonthlyPrice: z.number().positive("must be above 0").optional(),
  deletionPolicy: z.enum(["release", "detach", "retain"]).optional(),
  deletionProtection: z.boolean().optional(),
  replaceable: z.boolean().optional(),
  nothingBought: text.optional(),
  vendorOptions: z.record(z.string(), z.json()).optional(),
} satisfies { readonly [Name in keyof NumberArguments]-?: z.ZodType<NumberArguments[Name]> });

/** The names of all arguments, in the order of the documentation. */
export const argumentNames = Object.keys(argumentSchema.shape) as (keyof NumberArguments)[];

/** The names of all search criteria. */
export const criterionNames = Object.keys(criteria.shape) as (keyof SearchCriteria)[];
