import Big from "big.js";

/** An amount of money: a decimal string, never a float, and an ISO 4217 currency. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** An amount: of few enough digits to be one, and with the noise of binary fractions behind the point, as in `3.4499999999999997`. */
export const amountPattern = /^\d{1,12}(\.\d{1,40})?$/;
/** What a currency looks like. */
export const currencyPattern = /^[A-Z]{3}$/;

/**
 * Reads an amount as vendors send it (`"0.80000"`, `0.8`, `"$5.0"`), with two decimals at least and no idle zeros beyond:
 * `"0.80"`, `"0.0085"`, `"5.00"`. Returns undefined for anything else, an amount of more than
 * twelve digits before the point among it.
 */
export function readMoney(value: string | number, currency: string): Money | undefined {
  const text = String(value).trim().replace(/^\$/, "");
  if (!amountPattern.test(text)) return undefined;
  return money(new Big(text), currency);
}

/** ISO 4217's code for amounts whose currency is unknown. */
export const unknownCurrency = "XXX";

/** The sum of amounts of one currency. */
export function addMoney(amounts: readonly Money[], currency: string): Money {
  return money(
    amounts.reduce((sum, each) => sum.plus(each.amount), new Big(0)),
    currency,
  );
}

/** The sums of amounts by currency, in the order in which the currencies first come; prices that are unknown are left out. */
export function sumByCurrency(amounts: readonly (Money | null)[]): Money[] {
  const known = amounts.filter((each) => each !== null);
  const currencies = [...new Set(known.map(({ currency }) => currency))];
  return currencies.map((currency) =>
    addMoney(
      known.filter((each) => each.currency === currency),
      currency,
    ),
  );
}

/** The amount with the other sign: what is saved instead of paid. */
export function negate({ amount, currency }: Money): Money {
  return money(new Big(0).minus(amount), currency);
}

/** Negative, zero or positive, like every comparison function. Both must be of one currency. */
export function compareMoney(left: Money, right: Money): number {
  return new Big(left.amount).cmp(right.amount);
}

/** True when the amount is above a ceiling in the vendor's currency, which is that of the amount also where the vendor does not tell it. */
export function exceeds(price: Money, ceiling: number): boolean {
  return new Big(price.amount).gt(ceiling);
}

/** `0.80 USD` */
export function formatMoney(price: Money): string {
  return `${price.amount} ${price.currency}`;
}

/** `0.80 USD a month`; `price unknown` for null. */
export function formatRent(price: Money | null): string {
  return price === null ? "price unknown" : `${formatMoney(price)} a month`;
}

/** What is rented with its rent: `+14155550100 for 0.80 USD a month`, or `+14155550100, price unknown`. */
export function withRent(what: string, price: Money | null): string {
  return `${what}${price === null ? ", " : " for "}${formatRent(price)}`;
}

/** `1 price unknown`, `2 prices unknown` */
export function formatUnknownPrices(count: number): string {
  return count === 1 ? "1 price unknown" : `${count} prices unknown`;
}

function money(amount: Big, currency: string): Money {
  const decimals = amount.toFixed().split(".")[1]?.length ?? 0;
  return { amount: amount.toFixed(Math.max(2, decimals)), currency };
}
