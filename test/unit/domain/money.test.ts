import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addMoney,
  compareMoney,
  exceeds,
  formatMoney,
  formatRent,
  formatUnknownPrices,
  negate,
  readMoney,
  sumByCurrency,
  withRent,
} from "../../../provider/domain/money";
import { defined } from "../../support/expect";

/** Hundred-thousandths, the smallest unit any vendor prints: whole numbers, so that the expectation is exact. */
const units = fc.integer({ min: 0, max: 10 ** 12 });
const usd = (amount: string) => ({ amount, currency: "USD" });
const fromUnits = (count: number) => defined(readMoney(decimals(count), "USD"));

function decimals(count: number): string {
  const text = String(count).padStart(6, "0");
  return `${text.slice(0, -5)}.${text.slice(-5)}`;
}

function toUnits(amount: string): number {
  const [whole = "", fraction = ""] = amount.split(".");
  return Number(whole + fraction.padEnd(5, "0"));
}

describe("amounts", () => {
  it.each([
    ["0.80000", "0.80"],
    [0.8, "0.80"],
    ["$5.0", "5.00"],
    ["0.0085", "0.0085"],
    ["0.00850", "0.0085"],
    [5, "5.00"],
    ["007", "7.00"],
    [" 1.5 ", "1.50"],
    ["0", "0.00"],
    [0.1 + 0.2, "0.30000000000000004"],
    ["0.80000000000000000", "0.80"],
  ])("have one form: %j is %s", (value, amount) => {
    expect(readMoney(value, "USD")).toEqual(usd(amount));
  });

  it.each([
    "",
    "-1",
    "1,5",
    "1e3",
    "free",
    "$",
    "1.",
    ".5",
    "0x10",
    "9".repeat(13),
    `0.${"9".repeat(41)}`,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
  ])("are nothing else: %j", (value) => {
    expect(readMoney(value, "USD")).toBeUndefined();
  });

  it("keep their exact value", () => {
    fc.assert(
      fc.property(units, (count) => {
        expect(toUnits(fromUnits(count).amount)).toBe(count);
      }),
    );
  });

  it("read from their own form are unchanged", () => {
    fc.assert(
      fc.property(units, (count) => {
        expect(readMoney(fromUnits(count).amount, "USD")).toEqual(fromUnits(count));
      }),
    );
  });

  it("have two decimals at least and no idle zeros beyond", () => {
    fc.assert(
      fc.property(units, (count) => {
        expect(fromUnits(count).amount).toMatch(/^\d+\.\d{2}(\d*[1-9])?$/);
      }),
    );
  });

  it("print with their currency", () => {
    expect(formatMoney(usd("0.80"))).toBe("0.80 USD");
  });

  it("print as a rent, also when nobody knows it", () => {
    expect(formatRent(usd("0.80"))).toBe("0.80 USD a month");
    expect(formatRent(null)).toBe("price unknown");
    expect(withRent("+14155550100", usd("0.80"))).toBe("+14155550100 for 0.80 USD a month");
    expect(withRent("+14155550100", null)).toBe("+14155550100, price unknown");
    expect([1, 2].map(formatUnknownPrices)).toEqual(["1 price unknown", "2 prices unknown"]);
  });
});

describe("sums and comparisons", () => {
  it("add like whole numbers, without a float's error", () => {
    fc.assert(
      fc.property(fc.array(units, { maxLength: 50 }), (counts) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        expect(addMoney(counts.map(fromUnits), "USD")).toEqual(fromUnits(total));
      }),
    );
  });

  it("of nothing are zero", () => {
    expect(addMoney([], "USD")).toEqual(usd("0.00"));
  });

  it("go by currency, without the unknown, and down as well as up", () => {
    const euros = { amount: "0.10", currency: "EUR" };
    expect(sumByCurrency([usd("0.80"), null, euros, negate(usd("1.00"))])).toEqual([usd("-0.20"), euros]);
    expect(sumByCurrency([usd("0.80"), negate(usd("0.80"))])).toEqual([usd("0.00")]);
    expect(sumByCurrency([null])).toEqual([]);
  });

  it("order like whole numbers, not like texts", () => {
    fc.assert(
      fc.property(units, units, (left, right) => {
        expect(Math.sign(compareMoney(fromUnits(left), fromUnits(right)))).toBe(Math.sign(left - right));
      }),
    );
    expect(compareMoney(usd("10.00"), usd("9.00"))).toBeGreaterThan(0);
  });
});

describe("a ceiling", () => {
  it("lets through what costs exactly as much", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (cents) => {
        const price = defined(readMoney(cents / 100, "USD"));
        expect(exceeds(price, cents / 100)).toBe(false);
      }),
    );
  });

  it("is exceeded by the smallest unit above it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (cents) => {
        expect(exceeds(fromUnits(cents * 1000 + 1), cents / 100)).toBe(true);
        expect(exceeds(fromUnits(cents * 1000 - 1), cents / 100)).toBe(false);
      }),
    );
  });
});
