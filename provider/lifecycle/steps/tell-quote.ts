import { nameOf } from "../../domain/claim";
import {
  formatMoney,
  formatRent,
  formatUnknownPrices,
  type Money,
  sumByCurrency,
  withRent,
} from "../../domain/money";
import type { NumberArguments } from "../../domain/number-arguments";
import { type ShortList, sellsByPrefix } from "../../purchase/candidates";
import type { VendorDefinition } from "../../vendors/vendor";
import type { Context } from "../context";

/** Tells which number would be bought, what it costs and why this one, and what the run would buy so far. */
export function tellQuote(
  context: Context,
  { name, capabilities }: VendorDefinition,
  claim: string,
  args: NumberArguments,
  { candidates, quote }: ShortList,
): void {
  const { monthlyPrice, setupPrice, matched, restriction } = quote;
  const setup = setupPrice === null ? "" : `, ${formatMoney(setupPrice)} to set up`;
  const why = args.number === undefined ? args.search && ` (search[${matched}])` : " (number)";
  const picked = sellsByPrefix(capabilities)
    ? withRent(`${name} will pick a number under ${candidates.join(" or else ")}`, monthlyPrice)
    : `${withRent(`picked ${candidates[0]} from ${name}`, monthlyPrice)}${setup}${why ?? ""}`;
  const documents = restriction === null ? "" : `; documents required: ${restriction}`;
  context.tell(`${nameOf(claim)}: ${picked}${documents}${runningTotal(context, claim, monthlyPrice)}`);
}

function runningTotal({ quoted }: Context, claim: string, monthlyPrice: Money | null): string {
  quoted.set(claim, monthlyPrice);
  if (quoted.size < 2) return "";
  const prices = [...quoted.values()];
  const unknown = prices.filter((price) => price === null).length;
  const parts = [
    ...sumByCurrency(prices).map(formatRent),
    ...(unknown === 0 ? [] : [formatUnknownPrices(unknown)]),
  ];
  return `; in all ${quoted.size} numbers, ${parts.join(" and ")}`;
}
