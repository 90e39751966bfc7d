import { describe, expect, it } from "vitest";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../support/checking";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const failureOf = async (args: object, config = {}) =>
  onlyFailure(await checkNew(await bench.context(config), { ...plain, ...args }));

describe("a price ceiling", () => {
  it("below every price names the cheapest number, and what was searched", async () => {
    bench.numbers({ add: testNumbers(3, "2.50"), price: [{ e164: testNumber(1), price: "1.90" }] });
    const failure = await failureOf({ search: { areaCode: "907" }, maxMonthlyPrice: 1.89 });
    expect(failure.property).toBe("maxMonthlyPrice");
    expect(failure.reason).toContain(
      `above maxMonthlyPrice 1.89; the cheapest is ${testNumber(1)} for 1.90 USD a month (US, areaCode 907)`,
    );
  });

  it("names the cheapest over all criteria", async () => {
    bench.numbers({ add: testNumbers(1, "0.30") });
    const failure = await failureOf({
      search: [{ areaCode: "415" }, { areaCode: "907" }],
      maxMonthlyPrice: 0.1,
    });
    expect(failure.reason).toContain(`the cheapest is ${testNumber(0)} for 0.30 USD`);
  });

  it("holds for an exact number too", async () => {
    bench.numbers({ add: testNumbers(1, "2.50") });
    const failure = await failureOf({ number: testNumber(0), maxMonthlyPrice: 2.49 });
    expect(failure.property).toBe("maxMonthlyPrice");
    expect(failure.reason).toContain(`${testNumber(0)} for 2.50 USD`);
  });

  it("is held against the amount, where the vendor does not tell its currency", async () => {
    const indian = { vendor: "ravan", country: "IN" };
    const dear = await failureOf({ ...indian, maxMonthlyPrice: 294 });
    expect(dear.reason).toMatch(
      /above maxMonthlyPrice 294; the cheapest is \+91\d+ for 295\.00 XXX a month .*Raise maxMonthlyPrice/,
    );
    const { inputs, failures } = await checkNew(await bench.context(), {
      ...plain,
      ...indian,
      maxMonthlyPrice: 295,
    });
    expect(failures).toEqual([]);
    expect(inputs.quote).toMatchObject({ monthlyPrice: { amount: "295.00", currency: "XXX" } });
  });

  it("lets through what costs exactly as much", async () => {
    bench.numbers({ add: testNumbers(1, "2.50") });
    const { inputs, failures } = await checkNew(await bench.context(), {
      ...plain,
      search: { areaCode: "907" },
      maxMonthlyPrice: 2.5,
    });
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual([testNumber(0)]);
  });
});
