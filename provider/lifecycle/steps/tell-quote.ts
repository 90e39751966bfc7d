import type { NumberArguments } from "../../domain/argument-schema";
import { nameOf } from "../../domain/claim";
import { addMoney, formatMoney, type Money } from "../../domain/money";
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
  const price =
    monthlyPrice === null ? "a price the vendor does not tell" : `${formatMoney(monthlyPrice)} a month`;
  const setup = setupPrice === null ? "" : `, ${formatMoney(setupPrice)} to set up`;
  const why = args.number === undefined ? `search[${matched}]` : "number";
  const picked = sellsByPrefix(capabilities)
    ? `${name} will pick a number under ${candidates.join(" or else ")} for ${price}`
    : `picked ${candidates[0]} from ${name} for ${price}${setup} (${why})`;
  const documents = restriction === null ? "" : `; documents are wanted: ${restriction}`;
  context.tell(`${nameOf(claim)}: ${picked}${documents}${runningTotal(context, claim, monthlyPrice)}`);
}

function runningTotal({ quoted }: Context, claim: string, monthlyPrice: Money | null): string {
  quoted.set(claim, monthlyPrice);
  if (quoted.size < 2) return "";
  const prices = [...quoted.values()].filter((price) => price !== null);
  const currencies = [...new Set(prices.map(({ currency }) => currency))];
  const sums = currencies.map((currency) =>
    formatMoney(
      addMoney(
        prices.filter((price) => price.currency === currency),
        currency,
      ),
    ),
  );
  const unknown = quoted.size - prices.length;
  const rest = unknown === 0 ? "" : ` and ${unknown} without a price`;
  return `; in all ${quoted.size} numbers, ${sums.join(" and ") || "0"} a month${rest}`;
}
