import { leadingDigits } from "../../domain/number";
import type { SearchCriteria } from "../../domain/number-arguments";
import { hasDigits } from "../kit/criteria";
import type { Offer, SearchFailure, SearchQuery } from "../vendor";

/** Most digits that `contains` takes (docs.sondos-ai.com/api-reference/phone-numbers/search-phone-numbers). */
export const mostDigits = 10;

/** A search as Sondos understands it, and what is left to look at in its answer. */
export interface SondosSearch {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly fits: (offer: Offer) => boolean;
}

/**
 * Translates criteria to the one filter that Sondos has: digits anywhere in the number. The longest digits that are asked for are
 * sent, as they leave the fewest numbers; the rest, and where in the number the digits are, is filtered from the answer.
 */
export function sondosSearch({ country, criteria }: SearchQuery): SondosSearch {
  const leading = leadingDigits(criteria) ?? "";
  const anywhere = criteria.contains ?? "";
  const longest = leading.length >= anywhere.length ? leading : anywhere;
  return {
    // Left out, the country would be one that depends on the edition: US or DE.
    query: { country_code: country, contains: longest.slice(0, mostDigits) || undefined },
    fits: (offer) =>
      hasDigits(offer, { country, criteria }) &&
      (criteria.capabilities ?? []).every((each) => offer.capabilities.includes(each)),
  };
}

/** What of a search Sondos cannot do although it knows the criterion. */
export function sondosSearchFailures({ capabilities = [] }: SearchCriteria): SearchFailure[] {
  if (!capabilities.includes("mms")) return [];
  const reason = 'Sondos does not tell which numbers can do mms. Leave "mms" out.';
  return [{ criterion: "capabilities", reason }];
}
