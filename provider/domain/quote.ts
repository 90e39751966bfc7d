import type { Money } from "./money";

/** What the vendor asked for the candidates when they were picked. */
export interface Quote {
  /** Index of the criterion they meet; 0 where the program named the number. */
  matched: number;
  monthlyPrice: Money | null;
  setupPrice: Money | null;
  /** Documents that the country wants, in the vendor's words. */
  restriction: string | null;
  /** What the purchase has to repeat of the offer; null when nothing. */
  terms: Record<string, string | number | null> | null;
}

/** The quote of a number that was not seen for sale. */
export const unknownQuote: Quote = {
  matched: 0,
  monthlyPrice: null,
  setupPrice: null,
  restriction: null,
  terms: null,
};
