import { leadingDigits } from "../../domain/number";
import { hasDigits, mentions } from "../kit/criteria";
import type { Offer, SearchQuery } from "../vendor";
import { bolnaOptions } from "./options";
import { indianRegions } from "./regions";

/** A search as Bolna understands it, and what is left to look at in its answer. */
export interface BolnaSearch {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly fits: (offer: Offer) => boolean;
}

/** Translates criteria to Bolna's parameters. They only narrow the answer down: everything is looked at again. */
export function bolnaSearch({ country, criteria, options }: SearchQuery): BolnaSearch {
  const { provider } = bolnaOptions.parse(options);
  const { region, locality } = criteria;
  const digits = leadingDigits(criteria);
  return {
    query: {
      country,
      provider,
      // Exactly three digits, an area code. What they would be in India is documented nowhere.
      pattern:
        country === "US" && digits !== undefined && digits.length >= 3 ? digits.slice(0, 3) : undefined,
      // Known to Bolna's own skills only, and for India only; whether the API honours it is documented nowhere.
      region: country === "IN" ? indianRegionCode(digits, region) : undefined,
    },
    fits: (offer) =>
      hasDigits(offer, { country, criteria }) &&
      // Bolna's `region` is a city in some rows, so a place is looked for in all of its words.
      (region === undefined || mentions(offer.place, region)) &&
      (locality === undefined || mentions(offer.place, locality)) &&
      (provider === undefined || (offer.terms?.provider ?? provider) === provider),
  };
}

function indianRegionCode(digits: string | undefined, region: string | undefined): string | undefined {
  if (digits !== undefined) return Object.keys(indianRegions).find((code) => digits.startsWith(code));
  if (region === undefined) return undefined;
  return Object.keys(indianRegions).find((code) => mentions(indianRegions[code] ?? null, region));
}
