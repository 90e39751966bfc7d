import fc from "fast-check";
import { type CountryCode, getCountries, getCountryCallingCode, getExampleNumber } from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, it } from "vitest";
import {
  callingCode,
  countryOfNumber,
  digitsOf,
  type E164,
  e164FromVendor,
  nationalDigits,
  ownedNumber,
  readCountry,
  readNumber,
  understandNumber,
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

describe("digits without a plus", () => {
  it.each(["1-415-555-0199", "1 415 555 0199", "1 (415) 555-0199", "1.415.555.0199", "14155550199"])(
    "are read with the country code in front, however they are grouped: %j",
    (text) => {
      expect(readNumber(text)?.e164).toBe("+14155550199");
    },
  );

  it.each(["44 20 7946 0018", "442079460018", "44-20-7946-0018"])("of any country: %j", (text) => {
    expect(readNumber(text)).toEqual({ e164: "+442079460018", country: "GB" });
  });

  it("whose first group is no country code are a number within some country", () => {
    expect(understandNumber("138 1234 5678")).toContain("does not tell its country");
    expect(readNumber("138 1234 5678", "CN")?.e164).toBe("+8613812345678");
  });
});

describe("what is dialled before a number", () => {
  it("to call abroad is that of the given country, or 00", () => {
    expect(readNumber("0011 65 6123 4567", "AU")?.e164).toBe("+6561234567");
    expect(readNumber("001 65 6234 5678", "HK")?.e164).toBe("+6562345678");
    expect(readNumber("011 44 20 7946 0018", "US")?.e164).toBe("+442079460018");
    expect(readNumber("010 1 415 555 0199", "JP")?.e164).toBe("+14155550199");
  });

  it.each([
    ["0011 65 6123 4567", undefined],
    ["0011 65 6123 4567", "US"],
    ["001 65 6234 5678", undefined],
    ["001 6562345678", undefined],
    ["001-65-62345678", undefined],
    ["001 65 6234 5678", "US"],
  ])("in another country makes it more than one, or another: %j of %s", (text, country) => {
    expect(understandNumber(text, country)).toMatch(/it may be .*\+656/);
  });

  it.each(["00116561234567", "011 44 20 7946 0018", "010 1 415 555 0199"])(
    "without a country is no number: %j",
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  it.each([
    "+117755555555",
    "+1 1 415 555 0199",
    "+1 (1) 415 555 0199",
    "+11234567890",
    "001 1 415 555 0199",
  ])("is no part of a number: %j is none", (text) => {
    expect(readNumber(text)).toBeUndefined();
    expect(readNumber(text, "US")).toBeUndefined();
  });

  it.each([
    ["+1 1 415 555 0199", /no number begins with 1/],
    ["+7 8 495 123 45 67", /no number begins with 8/],
    ["+36 06 1 234 5678", /no number begins with 06/],
    ["+54 11 15 2345 6789", /as within the country/],
  ])("is named where it stands after the country code: %j", (text, reason) => {
    expect(understandNumber(text)).toMatch(reason);
  });

  it("is left out where it is the 0 in brackets, and kept where it is part of the number", () => {
    expect(readNumber("+44 (0)20 7946 0018")?.e164).toBe("+442079460018");
    expect(readNumber("+39 06 698 12345")?.e164).toBe("+390669812345");
    expect(readNumber("+5108675432")).toEqual({ e164: "+5108675432", country: "PE" });
  });

  it("never makes a number of another country of one that is written with a prefix for abroad", () => {
    const prefixes = fc.constantFrom("00", "001", "0011", "002", "005", "009", "010", "011", "119", "810");
    fc.assert(
      fc.property(fc.constantFrom(...countries), prefixes, separators, (example, prefix, gap) => {
        const { countryCallingCode: code, nationalNumber, number } = example;
        // Digits without a gap after 00 are taken as 00 and a number, whatever else is dialled so somewhere.
        const apart = gap === "" && prefix !== "00" ? " " : gap;
        for (const between of [gap, ""]) {
          const read = readNumber(`${prefix}${apart}${code}${between}${nationalNumber}`);
          if (read !== undefined) expect(read.e164).toBe(number);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a number as it is dialled in the given country", () => {
  const homes = fc.constantFrom(
    ...([
      ["US", "011"],
      ["AU", "0011"],
      ["GB", "00"],
      ["DE", "00"],
      ["IN", "00"],
      ["JP", "010"],
      ["HK", "001"],
      ["SG", "001"],
    ] as const),
  );

  it("is that number or none, whichever country's it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...countries), homes, separators, (example, [home, prefix], gap) => {
        const { countryCallingCode: code, nationalNumber, number } = example;
        const read = readNumber(`${prefix}${gap}${code}${gap}${nationalNumber}`, home);
        if (read !== undefined) expect(read.e164).toBe(number);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("characters", () => {
  it.each([
    "\u202a+14155550100\u202c",
    "\u200e+1 415 555 0100",
    "+1\u200e4155550100",
    "\ufeff+14155550100",
    "+1\u00ad415\u00ad5550100",
    "+1\u00a0415\u202f555\u30000100",
    "\u202d+1 (415) 555-0100\u202c",
    "(+1) 415 555 0100",
    "tel:\u200e +1-415-555-0100",
    "\u2068+1 415 555 0100\u2069",
    "+1 415\ufe0f 555 0100\u200b",
    "+1\u2011415\u2013555\u22120100",
    "\u061c\u2060+1\t415\n5550100",
  ])("that show nothing are nothing, and blanks and dashes of every kind the same: %j", (text) => {
    expect(readNumber(text)).toEqual(us);
  });

  it("that show nothing change no number, wherever they stand", () => {
    const marks = fc.constantFrom(
      ..."\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2069\ufeff\u00ad\ufe0f\u2060",
    );
    const places = fc.array(fc.tuple(fc.nat(16), marks), { maxLength: 5 });
    fc.assert(
      fc.property(places, (all) => {
        const written = all.reduce(
          (text, [at, mark]) => `${text.slice(0, at)}${mark}${text.slice(at)}`,
          "+1 415 555 0100",
        );
        expect(readNumber(written)).toEqual(us);
      }),
    );
  });

  it.each([
    ["\u202e+14155550100", "U+202E"],
    ["+1\u00004155550100", "U+0000"],
    ["+1415555\u20e30100", "U+20E3"],
    ["+१४१५५५५०१००", '"१" (U+0967)'],
    ["+١٤١٥٥٥٥٠١٠٠", '"١" (U+0661)'],
    ["+1４155550100", '"４" (U+FF14)'],
    ["\uff0b14155550100", "U+FF0B"],
    ["#14155550100", '"#" (U+0023)'],
  ])("that are no part of a number are named by their code point: %j", (text, name) => {
    expect(understandNumber(text)).toContain(name);
  });

  it.each([
    ["1-800-FLOWERS", /has letters/],
    ["+1 415 555 0100 ext. 7", /has an extension/],
    ["+1 415 555 0100;ext=7", /has an extension/],
    ["+1 415 555 0100 / +1 415 555 0101", /one number/],
    ["030 123456/57", /more than one/],
    ["911", /has 3 digits, and short codes are not rented/],
    ["+40404", /has 5 digits, and short codes/],
    ["\u200e", /has no digits/],
    ["+999 123 4567", /no country has numbers that begin with \+999/],
    ["+1 415 555 010", /has 9 digits after the country code/],
  ])("and forms that are no number are told with the next step: %j", (text, reason) => {
    const told = understandNumber(text, "DE");
    expect(told).toMatch(reason);
    expect(told).toMatch(/\. (Write|Leave|Give) /);
  });
});

/** What numbers of a country were before it changed its numbering plan. */
const old = [
  ["+5215512345678", "MX", "Mexico's mobiles before 2019"],
  ["+22507123456", "CI", "Ivory Coast before 2021"],
  ["+22997123456", "BJ", "Benin before 2024"],
  ["+2376123456", "CM", "Cameroon before 2014"],
  ["+97451234567", "QA", "Qatar"],
  ["+9745123456", "QA", "Qatar before 2010"],
  ["+2305123456", "MU", "Mauritius before 2013"],
  ["+841681234567", "VN", "Vietnam's mobiles before 2018"],
  ["+551187654321", "BR", "Brazil's mobiles before the ninth digit"],
  ["+5491123456789", "AR", "Argentina's mobiles"],
  ["+541123456789", "AR", "the same as dialled by text message"],
] as const;

describe("a number in a notation that its country has given up", () => {
  it.each(old)("%s (%s) is owned as it is: %3$s", (number, country) => {
    const foreign = country === "MX" ? "US" : "MX";
    expect(ownedNumber(number)).toEqual({ e164: number, country });
    expect(ownedNumber(number, country)).toEqual({ e164: number, country });
    expect(ownedNumber(number, foreign)).toEqual({ e164: number, country });
    expect(countryOfNumber(number)).toBe(country);
  });

  it("is one of the digits that a vendor sends without a plus", () => {
    const long = old.filter(([number]) => number.length > 11);
    expect(long.map(([number]) => e164FromVendor(digitsOf(number), "international"))).toEqual(
      long.map(([number]) => number),
    );
    expect(e164FromVendor("141555501234", "international")).toBeUndefined();
  });

  it("is owned by the country that is given, among those that share its calling code", () => {
    expect(ownedNumber("+1 204 555", "CA")).toEqual({ e164: "+1204555", country: "CA" });
    expect(ownedNumber("+7 123 456", "KZ")?.country).toBe("KZ");
    expect(countryOfNumber("+390669812345", "IT")).toBe("IT");
  });

  it("always has a country, the world where no country has its code", () => {
    expect(countryOfNumber("+80012345678")).toBe("001");
    expect(countryOfNumber("+999123456789")).toBe("001");
    expect(countryOfNumber("+999123456789", "US")).toBe("001");
    expect(nationalDigits("+80012345678", "001")).toBe("12345678");
    expect("+80012345678".startsWith(callingCode("001"))).toBe(true);
    fc.assert(
      fc.property(
        fc.integer({ min: 7, max: 15 }).chain(digits),
        fc.constantFrom("US", undefined),
        (all, country) => {
          const found = countryOfNumber(`+${all}`, country);
          expect(found).toMatch(/^([A-Z]{2}|001)$/);
          expect(`+${all}`.startsWith(callingCode(found))).toBe(true);
        },
      ),
    );
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
