import Big from "big.js";

/** An amount of money: a decimal string, never a float, and an ISO 4217 currency. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/**
 * Reads an amount as vendors send it (`"0.80000"`, `0.8`, `"$5.0"`), with two decimals at least and no idle zeros beyond:
 * `"0.80"`, `"0.0085"`, `"5.00"`. Returns undefined for anything that is no amount.
 */
export function readMoney(value: string | number, currency: string): Money | undefined {
  const text = String(value).trim().replace(/^\$/, "");
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  return money(new Big(text), currency);
}

/** ISO 4217's code for amounts of which nobody tells the currency. */
export const unknownCurrency = "XXX";

/** The sum of amounts of one currency. */
export function addMoney(amounts: readonly Money[], currency: string): Money {
  return money(
    amounts.reduce((sum, each) => sum.plus(each.amount), new Big(0)),
    currency,
  );
}

/** What is left of an amount after another of the same currency; negative when there is not so much. */
export function subtractMoney(from: Money, what: Money): Money {
  return money(new Big(from.amount).minus(what.amount), from.currency);
}

/** Negative, zero or positive, like every comparison function. Both must be of one currency. */
export function compareMoney(left: Money, right: Money): number {
  return new Big(left.amount).cmp(right.amount);
}

/** True when the amount is above a ceiling in the same currency, or could be as nobody tells its currency. */
export function exceeds(price: Money, ceiling: number): boolean {
  return price.currency === unknownCurrency || new Big(price.amount).gt(ceiling);
}

/** `0.80 USD` */
export function formatMoney(price: Money): string {
  return `${price.amount} ${price.currency}`;
}

function money(amount: Big, currency: string): Money {
  const decimals = amount.toFixed().split(".")[1]?.length ?? 0;
  return { amount: amount.toFixed(Math.max(2, decimals)), currency };
}
