import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  type PhoneNumber as ParsedNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import metadata from "libphonenumber-js/min/metadata";
import { named, withoutInvisible } from "./characters";
import { prefixAbroad, trunkPrefix } from "./numbering-plan";

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
  const number = understandNumber(text, country);
  return typeof number === "string" ? undefined : number;
}

/** The same, with the reason instead of nothing: what is wrong, and what to write. */
export function understandNumber(text: string, country?: string): ReadNumber | string {
  const written = plainly(text);
  const home = country === undefined ? undefined : readCountry(country);
  const fault = formFault(written);
  if (fault !== undefined) return fault;
  const [before = "", after] = written.split("/");
  if (after !== undefined && readNumber(before, home) !== undefined) return "it is more than one. Give one.";
  const read = written.startsWith("+") ? international(digitsOf(written)) : withoutPlus(written, home);
  if (typeof read === "string") return read;
  return { e164: read.number as E164, country: countryOf(read, home) };
}

/**
 * A number by its form alone, plus and digits: what an account owns stays its number when the country changes its numbering plan.
 * Undefined without a plus, and where no country has such a code.
 */
export function ownedNumber(text: string, country?: string): ReadNumber | undefined {
  const written = plainly(text);
  const e164: E164 = `+${digitsOf(written)}`;
  if (!written.startsWith("+") || formFault(written) !== undefined || e164.length > 16) return undefined;
  return parse(e164) && { e164, country: countryOfNumber(e164, country) };
}

/** The country of a number by its calling code: the preferred one where it has that code. `001`, the world, where no country has it. */
export function countryOfNumber(number: E164, preferred?: string): string {
  const parsed = parse(number);
  if (parsed !== undefined) return countryOf(parsed, preferred);
  return preferred !== undefined && number.startsWith(callingCode(preferred)) ? preferred : world;
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
    const parsed = parse(`+${digits}`);
    // A number keeps its length when its country changes that, but for North America, where there is one.
    const isOld = digits.length >= 11 && parsed?.countryCallingCode !== "1";
    return parsed !== undefined && (parsed.isPossible() || isOld) ? `+${digits}` : undefined;
  }
  const national = bare.map((country) =>
    parsePhoneNumberFromString(text, { defaultCountry: country as CountryCode, extract: false }),
  );
  const readings = new Set(
    [...national, withCode(digits)].filter((parsed) => parsed?.isValid()).map((parsed) => parsed?.number),
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
  if (readCountry(country) === undefined) return nationalNumber(number);
  const digits = digitsOf(number);
  const code = getCountryCallingCode(country as CountryCode);
  return digits.startsWith(code) ? digits.slice(code.length) : digits;
}

/** The digits after the country code, whatever country it is. */
export function nationalNumber(number: E164): string {
  return parse(number)?.nationalNumber ?? digitsOf(number);
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

/** The country code with `+`, e.g. `+1`; the plus alone for `001`, which numbers of no country have. */
export function callingCode(country: string): E164 {
  if (readCountry(country) === undefined) return "+";
  return `+${getCountryCallingCode(country as CountryCode)}`;
}

/** The ISO 3166-1 alpha-2 code in capitals, or undefined when no country with telephone numbers has it. */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return (getCountries() as string[]).includes(code) ? code : undefined;
}

// The code of the world in UN M49, which libphonenumber gives to numbers of no country, such as +800.
const world = "001";
const askForPlus = "Write it with +, country code, number";
const separators = /[ ()[\]./\p{Pd}\u2212]/u;

/** What is wrong with the characters; undefined when these are digits with the signs that people put between them. */
function formFault(written: string): string | undefined {
  const odd = [...written].find((each) => !/[\d+]/.test(each) && !separators.test(each));
  if (odd !== undefined) {
    if (/\p{Nd}/u.test(odd)) return `it has the digit ${named(odd)}. Write it in the digits 0 to 9.`;
    if (/(?:ext?\.?|extension|x|;ext=)\s*\d+$/i.test(written)) {
      return "it has an extension, which is no part of a number that is rented. Leave it out.";
    }
    if (/\p{L}/u.test(odd)) return `it has letters. ${askForPlus}, all in digits.`;
    return `it has the character ${named(odd)}. Leave that out.`;
  }
  if (written.lastIndexOf("+") > 0) return "it has a + inside. Give one number, with the + in front.";
  const { length } = digitsOf(written);
  return length === 0 ? `it has no digits. ${askForPlus}.` : undefined;
}

function plainly(text: string): string {
  // The country code in brackets, (+44) 20, is as good as without.
  return withoutInvisible(text)
    .replace(/^tel:/i, "")
    .replace(/^[ ([/]+\+/, "+")
    .trim();
}

/** The digits after a plus: the country code, and the number as it is dialled from abroad. */
function international(digits: string): ParsedNumber | string {
  const parsed = parse(`+${digits}`);
  if (parsed === undefined) {
    const why = shortness(digits) ?? `no country has numbers that begin with +${digits.slice(0, 3)}`;
    return `${why}. ${askForPlus}.`;
  }
  const { countryCallingCode: code } = parsed;
  const national = digits.slice(code.length);
  const country = countryOf(parsed, undefined);
  const trunk = trunkPrefix(country) ?? "";
  const ofCountry = `+${code} (${country})`;
  // The 0 of +44 (0)20 is dropped, as no number there begins with it. Others may be the beginning of another number.
  const isAsWritten = parsed.nationalNumber === national || `0${parsed.nationalNumber}` === national;
  const isTrunk = trunk !== "" && trunk !== "0" && national.startsWith(trunk);
  if (isTrunk && !(isAsWritten && parsed.isValid())) {
    return `after ${ofCountry} no number begins with ${trunk}. ${askForPlus}, as it is dialled from abroad.`;
  }
  if (!isAsWritten)
    return `it is written as within the country. ${askForPlus}, as it is dialled from abroad.`;
  if (parsed.isPossible()) return parsed;
  const short = shortness(digits);
  if (short !== undefined) return `${short}. ${askForPlus}.`;
  return `no number of ${ofCountry} has ${national.length} digits after the country code. ${askForPlus}; one that the account owns is taken over by adopt.`;
}

/** Digits without a plus: in the national form of the country, or with a country code that only one reading can mean. */
function withoutPlus(written: string, country: string | undefined): ParsedNumber | string {
  const digits = digitsOf(written);
  const groups = written.split(/\D+/).filter((each) => each !== "");
  const readings = [...abroad(digits, country), ...(country === undefined ? [] : atHome(digits, country))];
  const valid = readings.filter((each) => each.isValid());
  const likely = valid.length > 0 ? valid : readings;
  const elsewhere = dialledElsewhere(groups, country);
  const numbers = new Set([...likely, ...elsewhere].map((each) => each.number));
  const [only] = likely;
  if (numbers.size > 1 || elsewhere.length > 0) {
    return `it may be ${[...numbers].join(" or ")}. Write the one that is meant, with the + in front.`;
  }
  if (only !== undefined) return only;
  // Where digits stand in groups, the first one is the country code: 138 1234 5678 is a number in China, and not +1 381.
  const foreign = startsWithCode(groups) ? withCode(digits) : undefined;
  if (foreign !== undefined) return foreign;
  const why =
    shortness(digits) ??
    (country === undefined ? "it does not tell its country" : `no number of ${country} is written so`);
  return `${why}. ${askForPlus}${country === undefined ? "; or give country" : ""}.`;
}

function shortness({ length }: string): string | undefined {
  return length < 7 ? `it has ${length} digits, and short codes are not rented` : undefined;
}

// Digits alone are taken as an international number only from 11 digits on: ten digits are some country's national number
// ("6591234567" is one in Alabama and one in Singapore), and a guess here would ask for the wrong one.
function withCode(digits: string): ParsedNumber | undefined {
  if (!/^[1-9]\d{10,14}$/.test(digits)) return undefined;
  return readable(digits).find((each) => each.isValid());
}

/** What begins as calls to abroad do: with the prefix of the country where it is dialled, or else 00. */
function abroad(digits: string, country: string | undefined): ParsedNumber[] {
  const own = country === undefined ? undefined : prefixAbroad(digits, country);
  const dialled = own === undefined ? [] : readable(digits.slice(own.length));
  if (dialled.some((each) => each.isValid()) || !digits.startsWith("00")) return dialled;
  return [...dialled, ...readable(digits.slice(2))];
}

/** What it is where another country's prefix stands before a country code: 001 65 6234 5678 is dialled so in Hong Kong. */
function dialledElsewhere(
  [first = "", second = "", ...others]: readonly string[],
  country: string | undefined,
): ParsedNumber[] {
  // Where the rest stands in groups, the first of them has to be a country code: 001 415 555 0100 is 00 and +1 415.
  if (!/^00./.test(first) || (others.length > 0 && !isCode(second))) return [];
  const prefixed = (each: string) => prefixAbroad(`${first}${second}`, each) === first;
  if ((country !== undefined && prefixed(country)) || !getCountries().some(prefixed)) return [];
  return readable([second, ...others].join("")).filter((each) => each.isValid());
}

/** What it may be as written in a country: in its national form, or with its country code. */
function atHome(digits: string, country: string): ParsedNumber[] {
  const code = getCountryCallingCode(country as CountryCode);
  const national = parsePhoneNumberFromString(digits, {
    defaultCountry: country as CountryCode,
    extract: false,
  });
  // Each way by itself: of two that are possible the library takes one.
  return [
    ...(national?.isPossible() && national.countryCallingCode === code ? [national] : []),
    ...readable(`${code}${digits}`),
    ...(digits.startsWith(code) ? readable(digits) : []),
  ];
}

/** The number of digits that start with a country code, if they are one. */
function readable(digits: string): ParsedNumber[] {
  const parsed = international(digits);
  return typeof parsed === "string" ? [] : [parsed];
}

function startsWithCode([first = "", ...others]: readonly string[]): boolean {
  return others.length === 0 || isCode(first);
}

function isCode(digits: string): boolean {
  return digits in mainCountries;
}

function parse(text: string): ParsedNumber | undefined {
  return parsePhoneNumberFromString(text, { extract: false });
}

// Countries that share a calling code share numbers too: +1 800 is as good in Canada as in the United States.
function countryOf(parsed: ParsedNumber, preferred: string | undefined): string {
  if (preferred !== undefined && callingCode(preferred) === `+${parsed.countryCallingCode}`) return preferred;
  return parsed.country ?? mainCountries[parsed.countryCallingCode]?.[0] ?? world;
}
