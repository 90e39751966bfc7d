import type { SearchCriteria } from "../../domain/argument-schema";
import type { NumberCapability, NumberType } from "../../domain/names";
import { leadingDigits } from "../../domain/number";
import { hasDigits, mentions } from "../kit/criteria";
import type { Offer, SearchFailure, SearchQuery } from "../vendor";
import { plivoOptions } from "./options";

/** A search as Plivo understands it, and what is left to look at in its answers. */
export interface PlivoSearch {
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly fits: (offer: Offer) => boolean;
}

/**
 * Translates criteria to Plivo's parameters. What Plivo cannot filter, or cannot together (`region` only with type
 * `fixed`, `city` only with type `local`, some pairs of services), is filtered from the answers.
 */
export function plivoSearch({ country, type, criteria, options }: SearchQuery): PlivoSearch {
  const { npanxx, localCallingArea, lata, rateCenter } = plivoOptions.parse(options);
  const byRegion = criteria.region !== undefined;
  const byCity = criteria.locality !== undefined;
  const pattern = leadingDigits(criteria);
  const wanted = criteria.capabilities ?? [];
  return {
    query: {
      country_iso: country,
      type: byRegion ? "fixed" : byCity ? "local" : type,
      pattern,
      region: criteria.region,
      city: byRegion ? undefined : criteria.locality,
      services: services(wanted),
      npanxx,
      local_calling_area: localCallingArea,
      lata,
      rate_center: rateCenter,
    },
    fits: (offer) =>
      (type === undefined || offer.type === null || offer.type === type) &&
      (!byRegion || criteria.locality === undefined || mentions(offer.place, criteria.locality)) &&
      hasDigits(offer, { country, criteria }) &&
      // Rows often lack mms_enabled, and some lack all flags; Plivo has filtered by mms whenever it was wanted.
      (offer.capabilities.length === 0 ||
        wanted.every((each) => each === "mms" || offer.capabilities.includes(each))),
  };
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
