import type { Terms } from "../../kit/stand-in";
import type { FreeNumber, NumberType } from "../../world/account";
import { Random } from "../../world/random";

const monthlyPriceUsd: Readonly<Record<string, string>> = { US: "3.99", GB: "4.99" };
const otherMonthlyPriceUsd = "9.99";

/** What kind of address a country wants; all others want none. */
const address: Readonly<Record<string, "local" | "foreign" | "inventory">> = {
  DE: "local",
  AU: "foreign",
  IL: "inventory",
};

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The price is the country's, whatever the number. */
export function sondosTerms(country: string, type: NumberType): Terms {
  return {
    monthlyPrice: monthlyPriceUsd[country] ?? otherMonthlyPriceUsd,
    setupPrice: "0",
    capabilities: country === "US" || type === "mobile" ? ["voice", "sms"] : ["voice"],
  };
}

export function addressRequirements(country: string): "none" | "local" | "foreign" | "inventory" {
  return address[country] ?? "none";
}

/** The id of the price in the billing system; one for each country. */
export function priceId(country: string): string {
  return `price_${new Random(`price of ${country}`).text(24, alphanumeric)}`;
}

/** Where the telephony behind it keeps the number. */
export function provisioningRegion({ country }: FreeNumber): string {
  return country === "US" ? "us1" : "ie1";
}

/**
 * Doubt: whether Sondos runs a version of the platform that has nicknames. Both can be met in one account: for
 * American numbers it is one that has, for all others one that has not.
 */
export function hasNickname({ country }: FreeNumber): boolean {
  return country === "US";
}
