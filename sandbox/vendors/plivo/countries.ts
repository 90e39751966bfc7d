import { type CountryCode, getCountryCallingCode } from "libphonenumber-js/max";
import type { Terms } from "../../kit/stand-in";
import type { Capability, NumberType } from "../../world/account";

/** Countries that want papers first: looked at after the purchase, or before it. */
const regulations: Readonly<Record<string, "verified-after" | "application-first">> = {
  DE: "verified-after",
  IN: "application-first",
};

const monthlyPriceUsd: Readonly<Record<string, Partial<Record<NumberType, string>>>> = {
  US: { local: "0.80", mobile: "1.20", tollfree: "1.00" },
  GB: { local: "1.00", mobile: "4.00" },
  IN: { local: "2.50" },
};
const otherMonthlyPriceUsd = "3.00";

/** Where exchanges, LATAs and rate centers are known. */
const npaCountries = ["US", "CA"];

const names = new Intl.DisplayNames(["en"], { type: "region" });

export function regulation(country: string): "none" | "verified-after" | "application-first" {
  return regulations[country] ?? "none";
}

export function countryName(country: string): string {
  return names.of(country) ?? country;
}

export function isNorthAmerican(country: string): boolean {
  return npaCountries.includes(country);
}

/** The digits after the country code. */
export function nationalDigits({ e164, country }: { e164: string; country: string }): string {
  return e164.slice(1 + getCountryCallingCode(country as CountryCode).length);
}

function capabilities(country: string, type: NumberType): readonly Capability[] {
  if (country === "US") return type === "tollfree" ? ["voice", "sms"] : ["voice", "sms", "mms"];
  return type === "mobile" ? ["voice", "sms"] : ["voice"];
}

export function plivoTerms(country: string, type: NumberType): Terms {
  return {
    monthlyPrice: monthlyPriceUsd[country]?.[type] ?? otherMonthlyPriceUsd,
    setupPrice: "0",
    capabilities: capabilities(country, type),
  };
}
