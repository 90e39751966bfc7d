import type { Answer } from "../../kit/stand-in";
import { VendorRefusal } from "../../kit/vendor-refusal";
import { invalidRequest, success } from "./answers";
import { camelCased, either } from "./casing";
import type { Handler, Ravan, RavanRequest } from "./context";
import { isExample, regionCode } from "./countries";
import { searchRow, telephonyType } from "./rows";

/** How many are found without `page_size`, and whether there is a most, is not documented. */
const defaultPageSize = 20;
const maxInt32 = 2_147_483_647;

const message = "Available numbers fetched successfully";

export const searchNumbers: Handler = (ravan, request): Answer => {
  const { account, questions } = ravan;
  const wanted = countryOf(ravan, request);
  const region = request.query.get("region");
  const found = account
    .stock()
    .filter(({ country }) => country === wanted)
    .filter((number) => region === null || region === "" || regionCode(number) === region)
    .slice(0, pageSize(request));

  // The specification spells the fields one way, the careful edition of the documentation the other; only the
  // latter has the telephony type.
  const rows = questions.next(
    "spelling of the search",
    () => found.map(searchRow),
    () => found.map((number) => ({ ...camelCased(searchRow(number)), telephonyType: telephonyType(number) })),
  )();
  if (rows.length > 0) return success(message, rows);
  return success(message, questions.next<unknown>("nothing found", [], undefined));
};

function countryOf({ account, refusals }: Ravan, { id }: RavanRequest): string {
  const isSold = isExample(id) || account.stock().some(({ country }) => country === id);
  if (!isSold) throw new VendorRefusal(refusals.unsupportedCountry());
  return id;
}

function pageSize({ query }: RavanRequest): number {
  const text = either((name) => query.get(name) ?? undefined, "page_size") ?? "0";
  const size = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (size < 0 || size > maxInt32) throw new VendorRefusal(invalidRequest());
  // A gateway of this kind cannot tell 0 from nothing.
  return size === 0 ? defaultPageSize : size;
}
