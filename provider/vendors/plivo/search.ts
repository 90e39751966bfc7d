import { z } from "zod";
import type { SearchCriteria } from "../../domain/arguments";
import type { NumberCapability, NumberType } from "../../domain/names";
import { nationalDigits } from "../../domain/number";
import type { Offer, SearchFailure, SearchQuery } from "../vendor";

/** `vendorOptions` of Plivo: the search parameters that only Plivo has (plivo.com/docs/numbers/phone-numbers). */
export const plivoOptions = z.strictObject({
  npanxx: z
    .string()
    .regex(/^\d{6}$/, "must be six digits")
    .optional(),
  localCallingArea: z.boolean().optional(),
  lata: z.number().int().positive().optional(),
  rateCenter: z.string().trim().min(1).optional(),
});

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
  const pattern = leadingDigits(criteria.areaCode, criteria.prefix);
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
      (criteria.contains === undefined || nationalDigits(offer.e164, country).includes(criteria.contains)) &&
      (!(byRegion && byCity) || mentions(offer.place, criteria.locality)) &&
      (pattern === undefined || nationalDigits(offer.e164, country).startsWith(pattern)) &&
      // Rows often lack mms_enabled, and some lack all flags; Plivo has filtered by mms whenever it was wanted.
      (offer.capabilities.length === 0 ||
        wanted.every((each) => each === "mms" || offer.capabilities.includes(each))),
  };
}

/** What of a search Plivo cannot do although it knows each criterion. */
export function plivoSearchFailures(
  { areaCode, prefix, region, locality }: SearchCriteria,
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
  if (areaCode !== undefined && prefix !== undefined && !agree(areaCode, prefix)) {
    const reason = `no number starts with both ${areaCode} and ${prefix}. Leave one out.`;
    failures.push({ criterion: "prefix", reason });
  }
  return failures;
}

// Both are the first digits after the country code, which is what Plivo's pattern is; the longer one says it all.
function leadingDigits(areaCode = "", prefix = ""): string | undefined {
  return (areaCode.length > prefix.length ? areaCode : prefix) || undefined;
}

function agree(left: string, right: string): boolean {
  return left.startsWith(right) || right.startsWith(left);
}

// Plivo takes one service, "voice,sms" or all three; of other pairs the rarer one is asked for, and the rest filtered.
function services(wanted: readonly NumberCapability[]): string | undefined {
  const has = (capability: NumberCapability) => wanted.includes(capability);
  if (has("mms")) return has("voice") && has("sms") ? "voice,sms,mms" : "mms";
  if (has("sms")) return has("voice") ? "voice,sms" : "sms";
  return has("voice") ? "voice" : undefined;
}

function mentions(place: string | null, name: string | undefined): boolean {
  return place !== null && name !== undefined && place.toLowerCase().includes(name.toLowerCase());
}
