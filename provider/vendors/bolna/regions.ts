import type { E164 } from "../../domain/number";

/** The regions of India that Bolna sells numbers of, by the digits after +91 (github.com/bolna-ai/skills, manage-phone-numbers). */
export const indianRegions: Readonly<Record<string, string>> = {
  "11": "NCR",
  "22": "Maharashtra",
  "79": "Gujarat",
  "80": "Karnataka",
};

/** The region of an Indian number; null for any other number. */
export function indianRegionOf(number: E164): string | null {
  const [, code] = /^\+91(\d{2})/.exec(number) ?? [];
  return (code && indianRegions[code]) ?? null;
}
