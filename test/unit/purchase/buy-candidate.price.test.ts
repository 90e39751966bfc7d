import { beforeEach, describe, expect, it } from "vitest";
import { NoneAvailableError } from "../../../provider/domain/errors";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { checkNew, onlyFailure } from "../../support/checking";
import { errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench);
});

/** Check, then create, with another price of some numbers in between. */
async function risen(
  args: object,
  rises: (candidates: readonly string[]) => readonly string[],
  price = "9.99",
) {
  const told = await bench.context();
  const { inputs, failures } = await checkNew(told, { ...args });
  expect(failures).toEqual([]);
  const candidates = inputs.candidates as string[];
  bench.numbers({ price: rises(candidates).map((e164) => ({ e164, price })) });
  return { told, candidates, created: create(told.context, readInputs(inputs)) };
}

describe("maxMonthlyPrice at the moment of the purchase", () => {
  it("passes over a number that has become dearer since it was picked", async () => {
    const { told, candidates, created } = await risen({ ...asked, maxMonthlyPrice: 1 }, ([first = ""]) => [
      first,
    ]);
    const { observed } = await created;
    expect(observed.e164).toBe(candidates[1]);
    expect(told.lines).toContain(
      `line: ${candidates[0]} costs 9.99 USD a month by now, which is above maxMonthlyPrice 1: trying the next one`,
    );
    expect(bench.owned).toEqual([candidates[1]]);
  });

  it("lets nothing be bought when all of them have", async () => {
    const { created } = await risen({ ...asked, maxMonthlyPrice: 1 }, (all) => all);
    await errorOfClass(NoneAvailableError, created);
    expect(bench.writes).toEqual([]);
  });

  it("holds for an exact number, too", async () => {
    const exact = { vendor: "plivo", number: testNumber(0), maxMonthlyPrice: 1 };
    const { created } = await risen(exact, (all) => all);
    await errorOfClass(NoneAvailableError, created);
    expect(bench.writes).toEqual([]);
  });

  it("lets a price that rises no higher than that pass", async () => {
    const { candidates, created } = await risen({ ...asked, maxMonthlyPrice: 1 }, (all) => all, "1.00");
    expect((await created).observed).toMatchObject({ e164: candidates[0], monthlyPrice: { amount: "1.00" } });
  });

  it("is asked about in check first, which quotes the cheapest", async () => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...asked, maxMonthlyPrice: 0.5 }));
    expect(failure.property).toBe("maxMonthlyPrice");
    expect(failure.reason).toMatch(/above maxMonthlyPrice 0\.5; the cheapest is \+\d+ for 0\.80 USD a month/);
  });
});
