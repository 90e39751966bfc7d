import type { NumberCapability, NumberType } from "../../domain/names";
import { leadingDigits } from "../../domain/number";
import type { SearchCriteria } from "../../domain/number-arguments";
import { hasDigits, mentions } from "../kit/criteria";
import type { Offer, SearchFailure, SearchQuery } from "../vendor";
import { plivoOptions } from "./options";

/** A search as Plivo understands it, and what is left to look at in its answers. */
export interface PlivoSearch {
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly fits: (offer: Offer) => boolean;
}

/**
 * Translates criteria to Plivo's parameters: what to ask, and what to ask then where that finds nothing. What Plivo cannot filter,
 * or cannot together (`region` only with type `fixed`, `city` only with type `local`, some pairs of services), is filtered from the
 * answers.
 */
export function plivoSearches({ country, type, criteria, options }: SearchQuery): readonly PlivoSearch[] {
  const { npanxx, localCallingArea, lata, rateCenter } = plivoOptions.parse(options);
  const { region, locality } = criteria;
  const wanted = criteria.capabilities ?? [];
  const common = {
    country_iso: country,
    pattern: leadingDigits(criteria),
    services: services(wanted),
    npanxx,
    local_calling_area: localCallingArea,
    lata,
    rate_center: rateCenter,
  };
  const fits = (offer: Offer) =>
    hasDigits(offer, { country, criteria }) &&
    // Rows often lack mms_enabled, and some lack all flags; Plivo has filtered by mms whenever it was wanted.
    (offer.capabilities.length === 0 ||
      wanted.every((each) => each === "mms" || offer.capabilities.includes(each)));
  const isOf = (offer: Offer, one: NumberType | undefined) =>
    one === undefined || offer.type === null || offer.type === one;
  const isThere = (offer: Offer) => locality === undefined || mentions(offer.place, locality);
  if (region !== undefined) {
    return [
      {
        query: { ...common, type: "fixed", region },
        fits: (offer) => fits(offer) && isOf(offer, type) && isThere(offer),
      },
    ];
  }
  if (locality === undefined && type !== "local") {
    return [{ query: { ...common, type }, fits: (offer) => fits(offer) && isOf(offer, type) }];
  }
  return [
    {
      query: { ...common, type: "local", city: locality },
      fits: (offer) => fits(offer) && isOf(offer, type),
    },
    // Local numbers of India and many other countries are of type `fixed` with the sub type `local`, and `type=local` finds none
    // of them (github.com/plivo/plivo-cli).
    {
      query: { ...common, type: "fixed" },
      fits: (offer) => fits(offer) && isOf(offer, "local") && isThere(offer),
    },
  ];
}

/** What of a search Plivo cannot do although it knows each criterion. */
export function plivoSearchFailures(
  { region, locality }: SearchCriteria,
  type: NumberType | undefined,
): SearchFailure[] {
  const failures: SearchFailure[] = [];
  for (const [criterion, value] of Object.entries({ region, locality })) {
    if (value === undefined || type === undefined || type === "local") continue;
    failures.push({
      criterion,
      reason: `only local numbers can be searched by it. Leave it out, or type: "${type}".`,
    });
  }
  return failures;
}

// Plivo takes one service, "voice,sms" or all three; of other pairs the rarer one is asked for, and the rest filtered.
function services(wanted: readonly NumberCapability[]): string | undefined {
  const has = (capability: NumberCapability) => wanted.includes(capability);
  if (has("mms")) return has("voice") && has("sms") ? "voice,sms,mms" : "mms";
  if (has("sms")) return has("voice") ? "voice,sms" : "sms";
  return has("voice") ? "voice" : undefined;
}
