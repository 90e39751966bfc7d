import { z } from "zod";
import type { E164 } from "./number";
import type { Quote } from "./quote";

/** Reads a price from a state, a journal or inputs: one that nothing can be counted with is unknown, as it must stop no step after a purchase. */
export const moneySchema = z
  .object({ amount: z.string().regex(/^\d+(\.\d+)?$/), currency: z.string() })
  .nullable()
  .catch(null);

/** Reads a number that a resource may buy; what it starts with, where the vendor sells by prefix. */
export const candidateSchema = z.custom<E164>((value) => typeof value === "string" && value.startsWith("+"));

/** Reads a quote from a state, a journal or inputs. */
export const quoteSchema = z.object({
  matched: z.number(),
  monthlyPrice: moneySchema,
  setupPrice: moneySchema,
  restriction: z.string().nullable(),
  terms: z
    .record(z.string(), z.union([z.string(), z.number(), z.null()]))
    .nullable()
    .default(null),
} satisfies { readonly [Name in keyof Quote]: z.ZodType<Quote[Name]> });
