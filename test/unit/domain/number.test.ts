import fc from "fast-check";
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, it } from "vitest";
import {
  digitsOf,
  type E164,
  e164FromVendor,
  nationalDigits,
  readCountry,
  readNumber,
} from "../../../provider/domain/number";

const us = { e164: "+14155550100", country: "US" };
const countries = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const separators = fc.constantFrom("", " ", "-", ".", " - ", "  ");

describe("reading what people write", () => {
  it.each([
    "+14155550100",
    "+1 (415) 555-0100",
    "+1-415-555-0100",
    "+1.415.555.0100",
    "  +1 415 555 0100  ",
    "1 415 555 0100",
    "14155550100",
    "0014155550100",
    "00 1 415 555 0100",
  ])("takes %j as the same US number", (text) => {
    expect(readNumber(text, text.startsWith("1 ") ? "US" : undefined)).toEqual(us);
  });

  it.each([
    ["(415) 555-0100", "US", us],
    ["4155550100", "US", us],
    ["020 7946 0018", "GB", { e164: "+442079460018", country: "GB" }],
    ["030 123456", "DE", { e164: "+4930123456", country: "DE" }],
    ["91234567", "SG", { e164: "+6591234567", country: "SG" }],
  ])("takes the national form %j with country %s", (text, country, expected) => {
    expect(readNumber(text, country)).toEqual(expected);
  });

  it("reads ten digits as the national number of the given country, whichever that is", () => {
    expect(readNumber("6591234567", "US")?.e164).toBe("+16591234567");
    expect(readNumber("6591234567", "SG")?.e164).toBe("+6591234567");
  });

  it.each(["6591234567", "4155550100", "415 555 0100"])("refuses to guess the country of %j", (text) => {
    expect(readNumber(text)).toBeUndefined();
  });

  it.each([
    "",
    "+",
    "12345",
    "+123",
    "call +14155550100",
    "+1 415 555 010",
    "+1 415 555 01001",
    "1-800-FLOWERS",
    "++14155550100",
  ])("takes %j for no number", (text) => {
    expect(readNumber(text)).toBeUndefined();
  });

  it("tells the country of the number, not the one it was asked with", () => {
    expect(readNumber("+14155550100", "GB")?.country).toBe("US");
    expect(readNumber("442079460018", "US")).toEqual({ e164: "+442079460018", country: "GB" });
  });

  it.each(["+18005550199", "+1 833 234 5678", "0018882345678", "18442345678"])(
    "counts toll-free %s to the US",
    (text) => {
      expect(readNumber(text)?.country).toBe("US");
    },
  );

  it("tells Canada from the US", () => {
    expect(readNumber("+1 506 234 5678")?.country).toBe("CA");
  });
});

describe("every country's numbers", () => {
  it("survive being written in E.164, internationally and with 00", () => {
    const failed = countries.filter((example) =>
      [example.number, example.formatInternational(), `00${digitsOf(example.number)}`].some(
        (text) => readNumber(text)?.e164 !== example.number,
      ),
    );
    expect(failed).toEqual([]);
    expect(countries.length).toBeGreaterThan(200);
  });

  it("survive the national form, given the country", () => {
    const failed = countries.filter(
      (example) => readNumber(example.formatNational(), example.country)?.e164 !== example.number,
    );
    expect(failed).toEqual([]);
  });

  it("survive bare digits from eleven digits on", () => {
    const long = countries.filter(({ number }) => digitsOf(number).length >= 11);
    expect(long.filter(({ number }) => readNumber(digitsOf(number))?.e164 !== number)).toEqual([]);
    expect(long.length).toBeGreaterThan(100);
  });

  it("belong to a country that has their calling code", () => {
    const failed = countries.filter((example) => {
      const country = readNumber(example.number)?.country;
      return (
        country === undefined || getCountryCallingCode(country as CountryCode) !== example.countryCallingCode
      );
    });
    expect(failed).toEqual([]);
  });

  it("are never read as another number, however they are punctuated", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("415", "212", "907"),
        digits(6),
        separators,
        separators,
        (area, rest, first, second) => {
          const number = `+1${area}2${rest}`;
          const written = `+1${first}${area}${second}2${rest.slice(0, 2)}${first}${rest.slice(2)}`;
          expect(readNumber(written)).toEqual({ e164: number, country: "US" });
        },
      ),
    );
  });

  it("read once or twice are the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(undefined, "US", "GB", "DE"), (text, country) => {
        const read = readNumber(text, country);
        if (read !== undefined) expect(readNumber(read.e164)).toEqual(read);
      }),
    );
  });
});

describe("what vendors send", () => {
  it("becomes E.164 by its form where it has a plus, whatever its punctuation", () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 15 }).chain(digits), separators, (all, gap) => {
        expect(e164FromVendor(`+${all.slice(0, 3)}${gap}${all.slice(3)}`)).toBe(`+${all}`);
      }),
    );
  });

  it("in digits that start with the country code is every country's number, where the vendor writes so", () => {
    for (const { number } of countries) {
      expect(e164FromVendor(digitsOf(number), "international")).toBe(number);
    }
  });

  it.each([
    ["4155550123", ["US"], "+14155550123"],
    ["(415) 555-0123", ["US"], "+14155550123"],
    ["1-415-555-0123", ["US"], "+14155550123"],
    ["020 7946 0018", ["GB"], "+442079460018"],
    ["14155550123", [], "+14155550123"],
    ["0014155550123", [], "+14155550123"],
  ])("in national form is one of the vendor's country: %j of %j", (text, bare, e164) => {
    expect(e164FromVendor(text, bare)).toBe(e164);
  });

  it.each([
    ["4155550123", "international"],
    ["4155550123", []],
    ["(415) 555-0123", []],
    // One of Alabama and one of Singapore.
    ["6592345678", ["US", "SG"]],
    ["6592345678", []],
    ["12345", "international"],
    ["+1415****0123", "international"],
    ["+1 415 555 0123 ext. 7", "international"],
    ["sip:14155550123", "international"],
  ] as const)("that may be another number is refused: %j of %j", (text, bare) => {
    expect(e164FromVendor(text, bare)).toBeUndefined();
  });

  it.each(["", "123456", "1234567890123456", "unknown"])(
    "is refused when it has too few or too many digits: %j",
    (value) => {
      expect(e164FromVendor(value)).toBeUndefined();
    },
  );

  it("has its national digits back with the country code in front", () => {
    for (const { number, country, countryCallingCode } of countries) {
      const national = nationalDigits(number as E164, defaultTo(country, "US"));
      expect(`+${countryCallingCode}${national}`).toBe(number);
    }
  });
});

describe("countries", () => {
  it.each([
    ["US", "US"],
    ["us", "US"],
    [" gb ", "GB"],
  ])("are read in any case: %j", (text, country) => {
    expect(readCountry(text)).toBe(country);
  });

  it.each(["UK", "USA", "United States", "", "1", "XX"])("must be ISO 3166-1 alpha-2: not %j", (text) => {
    expect(readCountry(text)).toBeUndefined();
  });
});

function defaultTo<T>(value: T | undefined, fallback: T): T {
  return value ?? fallback;
}
