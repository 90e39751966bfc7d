import { type CountryCode, getCountryCallingCode } from "libphonenumber-js/max";
import type { Terms } from "../../kit/stand-in";
import type { FreeNumber, NumberType, PhoneNumber } from "../../world/account";
import { varies } from "../../world/random";

/** What Bolna buys from, and in which countries. */
export const soldCarriers = ["twilio", "plivo", "vobiz"] as const;
export const soldCountries = ["US", "IN"] as const;

export type Carrier = (typeof soldCarriers)[number] | "vonage" | "sip-trunk";

/** Indian regions, by the digits after the country code. */
const indianRegions: Readonly<Record<string, { name: string; carriers: readonly Carrier[] }>> = {
  "80": { name: "Karnataka", carriers: ["plivo", "vobiz"] },
  "22": { name: "Maharashtra", carriers: ["plivo"] },
  "79": { name: "Gujarat", carriers: ["vobiz"] },
  "11": { name: "NCR", carriers: ["vobiz"] },
};
const regionDigits = 2;

/** Bolna knows no kinds of number; what has no area is not found by its searches. */
const soldTypes: readonly NumberType[] = ["local", "mobile"];

/** Who carries numbers that Bolna does not sell: those come from carriers the account has connected itself. */
const connectedCarriers: Readonly<Record<NumberType, Carrier>> = {
  local: "vonage",
  mobile: "plivo",
  national: "sip-trunk",
  tollfree: "twilio",
};

/** Whether Bolna sells such numbers. Any other in the account is there without its doing. */
export function isSold({ country, type }: PhoneNumber): boolean {
  return soldTypes.includes(type) && soldCountries.some((sold) => sold === country);
}

export function carrierOf(number: PhoneNumber): Carrier {
  if (!isSold(number)) return connectedCarriers[number.type];
  if (number.country === "US") return "twilio";
  const [first = "plivo", second = first] = indianRegion(number)?.carriers ?? [];
  return varies(number.e164, "carrier") ? first : second;
}

/** Never empty: the only place that search rows always have. */
export function regionOf(number: FreeNumber): string {
  const { locality, region } = number.place;
  if (number.country === "IN") return region ?? indianRegion(number)?.name ?? "India";
  // Doubt: the one documented row has a city here; the name suggests a state.
  const fitting = namesCityAsRegion(number) ? (locality ?? region) : (region ?? locality);
  return fitting ?? "United States";
}

export function localityOf(number: FreeNumber): string | null {
  return namesCityAsRegion(number) ? null : number.place.locality;
}

function namesCityAsRegion({ e164 }: PhoneNumber): boolean {
  return varies(e164, "city as region");
}

function indianRegion(number: PhoneNumber) {
  return indianRegions[nationalDigits(number).slice(0, regionDigits)];
}

/** The digits after the country code. */
export function nationalDigits({ e164, country }: PhoneNumber): string {
  return e164.slice(1 + getCountryCallingCode(country as CountryCode).length);
}

/** Five dollars, whatever is bought; nothing to set up. */
export function bolnaTerms(): Terms {
  return { monthlyPrice: "5", setupPrice: "0", capabilities: ["voice"] };
}
