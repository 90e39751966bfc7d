import { describe, expect, it } from "vitest";
import { NoneAvailableError } from "../../../provider/domain/errors";
import { OfferPool } from "../../../provider/purchase/offer-pool";
import { UnsettledPurchase } from "../../../provider/purchase/outcome";
import { buy, expectNothingBought, expectOnlyBought, prepare, purchaseCalls } from "../../support/buying";
import { defined, errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });

describe("a candidate that cannot be had", () => {
  it("is taken in the meantime: the next one is bought", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.numbers({ take: [defined(candidates[0])] });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expectOnlyBought(bench, candidates[1]);
  });

  it("is taken just before the purchase arrives: the next one is bought", async () => {
    const { purchase, candidates, lines } = await prepare(bench);
    bench.fault("buy", "taken", { times: 2 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[2]);
    expectOnlyBought(bench, candidates[2]);
    expect(lines.at(-1)).toBe(`${candidates[1]} is not for sale any more: trying the next one`);
  });

  it("is in the account already: passed over without being asked for", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.numbers({ take: [defined(candidates[0])], own: [{ e164: defined(candidates[0]), country: "US" }] });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expect(bench.state.purchases).toBe(1);
    expect(purchaseCalls(bench).map(([asked]) => asked)).toEqual([candidates[1]]);
  });

  it("was given to another resource of the run: passed over without a call", async () => {
    const { purchase, candidates } = await prepare(bench);
    purchase.offers.reserve(defined(candidates[0]), "somebody else");
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expect(bench.calls.some(({ path }) => path.includes(defined(candidates[0]).slice(1)))).toBe(false);
  });

  it("each and every one: an error that asks for another up", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "taken", { times: 4 });
    const error = await errorOfClass(NoneAvailableError, buy(purchase));
    for (const number of candidates) expect(error.message).toContain(number);
    expect(error.message).toContain("Nothing was bought. Run pulumi up again");
    expectNothingBought(bench);
    expect(bench.writes).toHaveLength(4);
  });
});

describe("a purchase that cannot be looked for", () => {
  it.each(["500-before", "malformed-after"] as const)(
    "as get answers %s: nobody can tell, and nothing more is bought",
    async (fault) => {
      const { purchase, candidates } = await prepare(bench);
      bench.fault("buy", "reset-after");
      // The first get comes before the purchase; the ones after it all fail.
      bench.fault("get", "delay", { delayMs: 0 });
      bench.fault("get", fault, { times: 20 });
      const error = await errorOfClass(UnsettledPurchase, buy(purchase));
      expect(error.number).toBe(candidates[0]);
      expectOnlyBought(bench, candidates[0]);
      expect(bench.writes).toHaveLength(1);
    },
  );

  it("before it is made is not made", async () => {
    const { purchase } = await prepare(bench);
    bench.fault("get", "malformed-after");
    await expect(buy(purchase)).rejects.toThrow("is no JSON");
    expectNothingBought(bench);
    expect(bench.writes).toEqual([]);
  });
});

describe("many purchases at once", () => {
  it("with every second answer lost buy one number each", async () => {
    const count = 10;
    const { purchase } = await prepare(bench, { count });
    for (let each = 0; each < count; each++)
      bench.fault("buy", each % 2 === 0 ? "reset-after" : "delay", { delayMs: 10 });
    const numbers = Array.from({ length: count }, (_, index) => testNumber(index));
    const offers = new OfferPool(purchase.vendor);
    const bought = await Promise.all(
      numbers.map((number) => buy({ ...purchase, claim: number, candidates: [number], offers })),
    );
    expect(bought.map(({ receipt }) => receipt.e164)).toEqual(numbers);
    expect(bench.state.purchases).toBe(count);
    expect(bench.owned.toSorted()).toEqual(numbers);
  });
});
