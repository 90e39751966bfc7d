import type { PhoneNumber } from "../account";
import type { Random } from "../random";

/** Prefixes that are assigned, and how many digits follow; `+44` and all. */
const gbRanges = [
  { prefix: "+442079", digits: 6, areaCode: "20", locality: "London" },
  { prefix: "+442034", digits: 6, areaCode: "20", locality: "London" },
  { prefix: "+441612", digits: 6, areaCode: "161", locality: "Manchester" },
  { prefix: "+441212", digits: 6, areaCode: "121", locality: "Birmingham" },
  { prefix: "+441312", digits: 6, areaCode: "131", locality: "Edinburgh" },
] as const;
const gbMobilePrefix = "+4474001";

/** Free numbers of the United Kingdom: two local ones for each mobile one. */
export function gbNumbers(random: Random, count: number): PhoneNumber[] {
  const numbers = new Map<string, PhoneNumber>();
  while (numbers.size < count) {
    const number = numbers.size % 3 === 2 ? mobile(random) : local(random, numbers.size);
    numbers.set(number.e164, number);
  }
  return [...numbers.values()];
}

function local(random: Random, index: number): PhoneNumber {
  const range = gbRanges[index % gbRanges.length] ?? gbRanges[0];
  const region = range.locality === "Edinburgh" ? "Scotland" : "England";
  return {
    e164: range.prefix + random.text(range.digits, "0123456789"),
    country: "GB",
    type: "local",
    capabilities: ["voice"],
    place: {
      areaCode: range.areaCode,
      locality: range.locality,
      region,
      rateCenter: null,
      lata: null,
    },
  };
}

function mobile(random: Random): PhoneNumber {
  return {
    e164: gbMobilePrefix + random.text(5, "0123456789"),
    country: "GB",
    type: "mobile",
    capabilities: ["voice", "sms"],
    place: {
      areaCode: null,
      locality: null,
      region: null,
      rateCenter: null,
      lata: null,
    },
  };
}
