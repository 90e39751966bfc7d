import { invalid, ok } from "./answers";
import type { Handler } from "./context";
import { searchRow } from "./rows";

const defaultCountry = "US";

export const searchNumbers: Handler = ({ account, shown, questions }, { query }) => {
  // Empty parameters count as absent.
  const country = query.get("country_code") || defaultCountry;
  const digits = query.get("contains") ?? "";
  if (!/^[A-Z]{2}$/.test(country)) {
    throw invalid("country_code", "The country code must be a two-letter country code in upper case.");
  }
  if (!/^\d{0,10}$/.test(digits)) {
    throw invalid("contains", "The contains field must be at most 10 digits.");
  }
  const found = account
    .stock()
    .filter((number) => number.country === country && number.e164.includes(digits));
  for (const { e164 } of found) shown.add(e164);
  const rows = found.map(searchRow);
  // A page of the documentation wraps what a search finds; a client of the same platform expects it bare.
  return ok(questions.next<unknown>("form of the search", { data: rows }, rows));
};
