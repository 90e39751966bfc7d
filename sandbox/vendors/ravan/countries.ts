import type { Terms } from "../../kit/stand-in";
import type { FreeNumber } from "../../world/account";

/** The countries that the documentation takes as examples; it has no list. */
const countries = ["US", "GB", "IN", "DE"];

const monthlyPrice: Readonly<Record<string, string>> = { US: "1.15", GB: "1.30", IN: "295" };
const otherMonthlyPrice = "3.00";

const usStates: Readonly<Record<string, string>> = {
  California: "CA",
  Florida: "FL",
  Illinois: "IL",
  Massachusetts: "MA",
  "New York": "NY",
  Texas: "TX",
  Washington: "WA",
};

export function isExample(country: string): boolean {
  return countries.includes(country);
}

/** Indian numbers come from another provider. */
export function isIndian({ country }: { country: string }): boolean {
  return country === "IN";
}

/** The region as the vendor abbreviates it; empty when unknown. */
export function regionCode({ country, place }: FreeNumber): string {
  const region = place.region ?? "";
  return (country === "US" ? usStates[region] : undefined) ?? region;
}

export function perMinute(number: FreeNumber): { inbound: number; outbound: number } {
  return isIndian(number) ? { inbound: 0.6, outbound: 0.6 } : { inbound: 0.0085, outbound: 0.0945 };
}

export function ravanTerms(country: string): Terms {
  return {
    monthlyPrice: monthlyPrice[country] ?? otherMonthlyPrice,
    setupPrice: "0",
    capabilities: ["voice"],
  };
}
