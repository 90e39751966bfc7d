import { nameOf } from "../../domain/claim";
import {
  compareMoney,
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
import type { NumberState } from "../state";

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

/**
 * Tells what a number costs that was bought at another price than it was quoted at. No vendor takes a price as a condition of every purchase:
 * one that rose since the quote is noticed only afterwards.
 */
export function tellPrice({ tell }: Pick<Context, "tell">, { observed, quote, claim }: NumberState): void {
  const { monthlyPrice, e164 } = observed;
  const quoted = quote?.monthlyPrice ?? null;
  if (monthlyPrice === null || quoted === null || compareMoney(monthlyPrice, quoted) === 0) return;
  tell(`${nameOf(claim)}: ${e164} costs ${formatRent(monthlyPrice)}, not ${formatMoney(quoted)} as quoted`);
}
