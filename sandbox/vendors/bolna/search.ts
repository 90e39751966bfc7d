import type { OpenQuestions } from "../../kit/open-questions";
import type { FreeNumber } from "../../world/account";
import { invalid, ok } from "./answers";
import { carrierOf, isSold, nationalDigits, soldCarriers, soldCountries } from "./carriers";
import type { Handler } from "./context";
import { oneOf } from "./fields";
import { searchRow } from "./rows";

/** All that fit: neither a limit nor pages are documented. */
export const searchNumbers: Handler = ({ account, questions }, { query }) => {
  const fits = criteria(query, questions);
  return ok(account.stock().filter(fits).map(searchRow));
};

function criteria(query: URLSearchParams, questions: OpenQuestions): (number: FreeNumber) => boolean {
  const wanted = query.get("country");
  if (wanted === null || wanted === "") throw invalid("country is required");
  const country = oneOf("country", wanted, soldCountries);
  const pattern = query.get("pattern") ?? "";
  if (!/^(\d{3})?$/.test(pattern)) throw invalid("pattern must be 3 digits");
  const provider = query.get("provider");
  const carrier = provider === null ? undefined : oneOf("provider", provider, soldCarriers);
  const region = regionCode(query, country, questions);
  return (number) =>
    number.country === country &&
    isSold(number) &&
    nationalDigits(number).startsWith(pattern) &&
    nationalDigits(number).startsWith(region) &&
    (carrier === undefined || carrierOf(number) === carrier);
}

/** Doubt: one of the vendor's own tools sends it for India; the reference does not know it. */
function regionCode(query: URLSearchParams, country: string, questions: OpenQuestions): string {
  const region = query.get("region");
  if (region === null || country !== "IN") return "";
  return questions.next("region in search", region, "");
}
