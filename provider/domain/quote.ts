import { z } from "zod";
import type { E164 } from "./number";

const money = z.object({ amount: z.string(), currency: z.string() }).nullable();

/** A number that a resource may buy; what it starts with, where the vendor sells by prefix. */
export const candidateSchema = z.custom<E164>((value) => typeof value === "string" && value.startsWith("+"));

/** What the vendor asked for the candidates when they were picked. */
export const quoteSchema = z.object({
  /** Index of the criterion they meet; 0 where the program named the number. */
  matched: z.number(),
  monthlyPrice: money,
  setupPrice: money,
  /** Documents that the country wants, in the vendor's words. */
  restriction: z.string().nullable(),
  /** What the purchase has to repeat of the offer; null when nothing. */
  terms: z
    .record(z.string(), z.union([z.string(), z.number(), z.null()]))
    .nullable()
    .default(null),
});

export type Quote = z.output<typeof quoteSchema>;

/** The quote of a number that was not seen for sale. */
export const unknownQuote: Quote = {
  matched: 0,
  monthlyPrice: null,
  setupPrice: null,
  restriction: null,
  terms: null,
};
