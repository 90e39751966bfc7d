import type { PhoneNumberArgsOf } from "pulumi-phone";

/** So many numbers on the same terms. What the row's vendor cannot do does not compile. */
export interface Row {
  readonly market: string;
  readonly count: number;
  readonly args: PhoneNumberArgsOf<"plivo"> | PhoneNumberArgsOf<"bolna">;
}

const plivo = (areaCode: string): PhoneNumberArgsOf<"plivo"> => ({
  vendor: "plivo",
  country: "US",
  type: "local",
  search: { areaCode, capabilities: ["voice"] },
  maxMonthlyPrice: 1,
});

const bolna = (areaCode: string): PhoneNumberArgsOf<"bolna"> => ({
  vendor: "bolna",
  country: "US",
  search: { areaCode },
  maxMonthlyPrice: 5,
  vendorOptions: { provider: "twilio" },
});

export const table: readonly Row[] = [
  { market: "san-francisco", count: 12, args: plivo("415") },
  { market: "los-angeles", count: 6, args: plivo("213") },
  { market: "new-york", count: 6, args: plivo("212") },
  { market: "austin", count: 4, args: plivo("512") },
  { market: "chicago", count: 6, args: bolna("312") },
  { market: "boston", count: 3, args: bolna("617") },
  { market: "miami", count: 3, args: bolna("305") },
];
