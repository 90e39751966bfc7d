import type { FreeNumber, NumberType } from "../../world/account";
import { invalid } from "./answers";
import type { Handler } from "./context";
import { isNorthAmerican, nationalDigits } from "./countries";
import { Criteria, page, Query } from "./query";
import { searchRow } from "./rows";

const searchTypes = ["tollfree", "local", "mobile", "national", "fixed"] as const;
const serviceLists = ["voice", "sms", "mms", "voice,sms", "voice,sms,mms"] as const;
const northAmericanParameters = ["npanxx", "lata", "rate_center"] as const;

export const searchNumbers: Handler = ({ account }, request) => {
  const stock = account.stock();
  const found = criteria(new Query(request.query), stock).select(stock);
  return page(request, found, (number) => searchRow(number, request.caller.authId));
};

function criteria(query: Query, stock: readonly FreeNumber[]): Criteria<FreeNumber> {
  const country = query.matching("country_iso", /^[A-Z]{2}$/);
  if (country === undefined) throw invalid("country_iso", "is required");
  refuseMisplaced(query, country);
  const npanxx = query.matching("npanxx", /^\d{6}$/);
  const lata = query.flag("local_calling_area") ? lataOf(npanxx, stock) : undefined;
  return new Criteria<FreeNumber>()
    .where(country, (number) => number.country === country)
    .where(query.oneOf("type", searchTypes), isFoundAs)
    .where(query.matching("pattern", /^\d+$/), startsWith)
    .where(npanxx, (number, prefix) => startsWith(number, prefix) || number.place.lata === lata)
    .where(
      query.text("region"),
      ({ place }, name) => isSame(place.region, name) || isSame(place.locality, name),
    )
    .where(query.text("city"), ({ place }, name) => isSame(place.locality, name))
    .where(query.oneOf("services", serviceLists), offers)
    .where(query.matching("lata", /^\d{1,5}$/), ({ place }, id) => place.lata === Number(id))
    .where(query.text("rate_center"), ({ place }, name) => isSame(place.rateCenter, name));
}

function refuseMisplaced(query: Query, country: string): void {
  for (const name of northAmericanParameters) {
    if (query.text(name) !== undefined && !isNorthAmerican(country)) {
      throw invalid(name, "is for US and Canada only");
    }
  }
  if (query.flag("local_calling_area") && query.text("npanxx") === undefined) {
    throw invalid("local_calling_area", "needs npanxx");
  }
  const type = query.text("type");
  if (query.text("region") !== undefined && type !== "fixed") throw invalid("region", "needs type fixed");
  if (query.text("city") !== undefined && type !== "local") throw invalid("city", "needs type local");
}

// Of India and others, local numbers are found as fixed ones only (github.com/plivo/plivo-cli).
const withoutLocalType = ["IN"];

function isFoundAs(number: FreeNumber, type: (typeof searchTypes)[number]): boolean {
  return isOfType(number, type) && !(type === "local" && withoutLocalType.includes(number.country));
}

/** Plivo counts local and national numbers as fixed ones. */
export function isOfType(number: { type: NumberType }, type: (typeof searchTypes)[number]): boolean {
  return type === "fixed" ? number.type === "local" || number.type === "national" : number.type === type;
}

export function offers({ capabilities }: { capabilities: readonly string[] }, services: string): boolean {
  return services.split(",").every((service) => capabilities.includes(service));
}

function startsWith(number: FreeNumber, digits: string): boolean {
  return nationalDigits(number).startsWith(digits);
}

/** The calling area of an exchange is taken to be the LATA its area code lies in, where that is known. */
function lataOf(npanxx: string | undefined, stock: readonly FreeNumber[]): number | undefined {
  const areaCode = npanxx?.slice(0, 3);
  return stock.find(({ place }) => place.areaCode === areaCode)?.place.lata ?? undefined;
}

function isSame(left: string | null, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}
