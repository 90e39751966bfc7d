import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  type PhoneNumber as ParsedNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import metadata from "libphonenumber-js/min/metadata";

// For each calling code the countries that share it, the main one first.
const mainCountries: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes;

/** A phone number in E.164: `+`, country code, national number, 15 digits at most. */
export type E164 = `+${string}`;

/** A number as understood from what a program says. */
export interface ReadNumber {
  readonly e164: E164;
  /** ISO 3166-1 alpha-2; for a calling code that several countries share, the one the number belongs to or the main one. */
  readonly country: string;
}

/**
 * Reads a number in any common format: `+1 (415) 555-0100`, `0044 20 7946 0018`, `14155550100`, or the national form
 * when `country` is given. Returns undefined when it cannot be a phone number, or could be numbers of two countries.
 */
export function readNumber(text: string, country?: string): ReadNumber | undefined {
  const trimmed = text.trim().replace(/^tel:/i, "").replace(/^00/, "+");
  const parsed =
    possible(
      parsePhoneNumberFromString(trimmed, { defaultCountry: country as CountryCode, extract: false }),
    ) ?? international(trimmed);
  if (parsed === undefined) return undefined;
  const owner = countryOf(parsed, country);
  return owner === undefined ? undefined : { e164: parsed.number as E164, country: owner };
}

/**
 * What digits without a plus are at a vendor: they start with the country code (`international`), or are written as the people of
 * these countries write them.
 */
export type BareNumbers = "international" | readonly string[];

/**
 * E.164 of a number as vendors send it, with or without spaces and punctuation. What has a plus is taken by its form. Digits without
 * one are read as `bare` says; where it says nothing, only what can be no country's national number is taken. Undefined for what
 * is no whole phone number, or may be numbers of two countries: a guess would be another number.
 */
export function e164FromVendor(value: string, bare: BareNumbers = []): E164 | undefined {
  const text = value
    .trim()
    .replace(/^tel:/i, "")
    .replace(/^00(?=[1-9])/, "+");
  if (!/^\+?[\d\s().\-\u2010-\u2015/]+$/.test(text)) return undefined;
  const digits = digitsOf(text);
  if (digits.length < 7 || digits.length > 15) return undefined;
  if (text.startsWith("+")) return `+${digits}`;
  if (bare === "international") {
    return parsePhoneNumberFromString(`+${digits}`, { extract: false })?.isPossible()
      ? `+${digits}`
      : undefined;
  }
  const national = bare.map((country) =>
    parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false }),
  );
  const readings = new Set(
    [...national, international(digits)]
      .filter((parsed) => parsed?.isValid())
      .map((parsed) => parsed?.number),
  );
  const [only] = readings;
  return readings.size === 1 ? (only as E164) : undefined;
}

/** The digits alone, as most vendors want a number in a path. */
export function digitsOf(number: string): string {
  return number.replace(/\D/g, "");
}

/** The digits after the country code. */
export function nationalDigits(number: E164, country: string): string {
  const digits = digitsOf(number);
  const code = getCountryCallingCode(country as CountryCode);
  return digits.startsWith(code) ? digits.slice(code.length) : digits;
}

/** The digits after the country code, whatever country it is. */
export function nationalNumber(number: E164): string {
  return parsePhoneNumberFromString(number, { extract: false })?.nationalNumber ?? digitsOf(number);
}

/**
 * The first digits after the country code that `areaCode` and `prefix` ask for together: the longer one says it all, as check
 * refuses the two when they disagree. Undefined when neither is given.
 */
export function leadingDigits({
  areaCode = "",
  prefix = "",
}: {
  areaCode?: string | undefined;
  prefix?: string | undefined;
}): string | undefined {
  return (areaCode.length > prefix.length ? areaCode : prefix) || undefined;
}

/** The country code with `+`, e.g. `+1`. */
export function callingCode(country: string): E164 {
  return `+${getCountryCallingCode(country as CountryCode)}`;
}

/** The ISO 3166-1 alpha-2 code in capitals, or undefined when no country with telephone numbers has it. */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return (getCountries() as string[]).includes(code) ? code : undefined;
}

// Digits alone are taken as an international number only from 11 digits on: ten digits are some country's national number
// ("6591234567" is one in Alabama and one in Singapore), and a guess here would ask for the wrong one.
function international(digits: string): ParsedNumber | undefined {
  if (!/^\d{11,15}$/.test(digits)) return undefined;
  const parsed = parsePhoneNumberFromString(`+${digits}`, { extract: false });
  return parsed?.isValid() ? parsed : undefined;
}

function possible(parsed: ParsedNumber | undefined): ParsedNumber | undefined {
  return parsed?.isPossible() && parsed.ext === undefined ? parsed : undefined;
}

// Countries that share a calling code share numbers too: +1 800 is as good in Canada as in the United States.
function countryOf(parsed: ParsedNumber, preferred: string | undefined): string | undefined {
  const sharing = getCountries().filter(
    (country) => getCountryCallingCode(country) === parsed.countryCallingCode,
  );
  if (preferred !== undefined && (sharing as string[]).includes(preferred)) return preferred;
  return parsed.country ?? mainCountries[parsed.countryCallingCode]?.[0];
}
