import { leadingDigits, nationalDigits } from "../../domain/number";
import type { Offer, SearchQuery } from "../vendor";

/** Whether an offer has the digits that were asked for. For vendors that cannot filter by them, or not by all. */
export function hasDigits(
  { e164 }: Pick<Offer, "e164">,
  { country, criteria }: Pick<SearchQuery, "country" | "criteria">,
): boolean {
  const digits = nationalDigits(e164, country);
  return digits.startsWith(leadingDigits(criteria) ?? "") && digits.includes(criteria.contains ?? "");
}

/** Whether a place, in the vendor's words, is the one that was asked for. */
export function mentions(place: string | null, name: string): boolean {
  return place?.toLowerCase().includes(name.toLowerCase()) ?? false;
}
