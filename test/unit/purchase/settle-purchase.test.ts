import { describe, expect, it, vi } from "vitest";
import { RefusedError } from "../../../provider/domain/errors";
import { UnsettledPurchase } from "../../../provider/purchase/outcome";
import type { FaultName } from "../../../sandbox";
import { buy, expectNothingBought, expectOnlyBought, prepare, purchaseCalls } from "../../support/buying";
import { defined, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });

/** What went wrong with a purchase although it took effect, and what went wrong before it could. */
const tookEffect: FaultName[] = [
  "reset-after",
  "timeout-after",
  "500-after",
  "502-html-after",
  "malformed-after",
];

const tookNoEffect: FaultName[] = ["reset-before", "timeout-before", "500-before"];

describe("an unclear purchase that took effect", () => {
  it.each(tookEffect)("%s: the number is found, kept, and never asked for again", async (fault) => {
    const { purchase, candidates, lines } = await prepare(bench);
    bench.fault("buy", fault, { delayMs: 20 });
    const { candidate: number, receipt } = await buy(purchase);
    expect(number).toBe(candidates[0]);
    expect(receipt).toMatchObject({ vendorId: number.slice(1), status: "active" });
    expectOnlyBought(bench, number);
    expect(bench.writes).toHaveLength(1);
    expect(lines.at(-1)).toBe(`${number} was bought although no answer said so, and is kept`);
  });

  it.each(tookEffect)("%s, and the list lags: it is waited for", async (fault) => {
    const { purchase, candidates } = await prepare(bench, { settle: 10_000 });
    bench.fault("buy", fault, { delayMs: 20 });
    bench.fault("buy", "list-lag", { delayMs: 400 });
    const { candidate: number } = await buy(purchase);
    expect(number).toBe(candidates[0]);
    expectOnlyBought(bench, number);
    expect(bench.writes).toHaveLength(1);
  });

  it.each(tookEffect)(
    "%s, and the list lags for longer than it is waited for: nobody can tell",
    async (fault) => {
      const { purchase, candidates } = await prepare(bench, { settle: 0 });
      bench.fault("buy", fault, { delayMs: 20 });
      bench.fault("buy", "list-lag", { delayMs: 600_000 });
      const error = await errorOfClass(UnsettledPurchase, buy(purchase));
      expect(error.number).toBe(candidates[0]);
      expect(error.mayHaveBought).toBe(true);
      expectOnlyBought(bench, candidates[0]);
      // Asked for again, the same number is gone: to us, perhaps. No other is asked for.
      expect(new Set(purchaseCalls(bench).map(([number]) => number))).toEqual(new Set([candidates[0]]));
    },
  );
});

describe("a purchase that is refused as taken", () => {
  it("and that took effect, as something on the way has sent it twice: no other is bought, and a person is told", async () => {
    const { purchase, candidates, lines } = await prepare(bench);
    bench.fault("buy", "taken-after");
    const { message } = await errorOfClass(RefusedError, buy(purchase));
    expect(message).toContain(`${candidates[0]} is called taken, and the account has it`);
    // Before the record is forgotten, after which the plugin may die with the error.
    expect(lines.join()).toContain(`${candidates[0]} is called taken, and the account has it`);
    expectOnlyBought(bench, candidates[0]);
    expect(bench.writes).toHaveLength(1);
  });

  it("and that cannot be looked for: no other is bought, and there is no state to settle", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "taken-after");
    bench.fault("get", "delay", { delayMs: 0 });
    bench.fault("get", "500-before", { times: 20 });
    const { message } = await errorOfClass(RefusedError, buy(purchase));
    expect(message).toContain(`${candidates[0]} is called taken, and the account cannot be looked at`);
    expectOnlyBought(bench, candidates[0]);
  });

  it("and that is another customer's: the next one is bought, for one look", async () => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "taken");
    expect((await buy(purchase)).receipt.e164).toBe(candidates[1]);
    expectOnlyBought(bench, candidates[1]);
    expect(bench.calls.filter(({ method }) => method === "GET")).toHaveLength(3);
  });
});

describe("an unclear purchase that took no effect", () => {
  it.each(tookNoEffect)("%s: the same number is asked for once more", async (fault) => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", fault, { delayMs: 20 });
    const { candidate: number } = await buy(purchase);
    expect(number).toBe(candidates[0]);
    expectOnlyBought(bench, number);
    expect(purchaseCalls(bench).map(([asked]) => asked)).toEqual([number, number]);
  });

  it.each(tookNoEffect)("%s twice: nobody can tell, and no other number is tried", async (fault) => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", fault, { delayMs: 20, times: 2 });
    const error = await errorOfClass(UnsettledPurchase, buy(purchase));
    expect(error.number).toBe(candidates[0]);
    expectNothingBought(bench);
    expect(purchaseCalls(bench).map(([asked]) => asked)).toEqual([candidates[0], candidates[0]]);
  });

  it.each(tookEffect)("and the second try ends in %s: the number is found and kept", async (fault) => {
    const { purchase, candidates } = await prepare(bench);
    bench.fault("buy", "reset-before");
    bench.fault("buy", fault, { delayMs: 20 });
    expect((await buy(purchase)).receipt.e164).toBe(candidates[0]);
    expectOnlyBought(bench, candidates[0]);
  });

  it.each(["no-funds", "taken"] as const)(
    "and the second try is refused (%s): that proves nothing of the first",
    async (fault) => {
      const { purchase, candidates } = await prepare(bench);
      bench.fault("buy", "reset-before");
      bench.fault("buy", fault);
      expect((await errorOfClass(UnsettledPurchase, buy(purchase))).number).toBe(candidates[0]);
      expectNothingBought(bench);
      expect(bench.writes).toHaveLength(2);
    },
  );

  it("or so it seemed, until it shows after the second try was refused as taken: it is kept", async () => {
    const { purchase, candidates } = await prepare(bench, { settle: 2000 });
    const e164 = defined(candidates[0]);
    bench.fault("buy", "reset-before");
    bench.fault("buy", "taken");
    const buying = buy(purchase);
    await vi.waitFor(() => expect(bench.writes).toHaveLength(2), { interval: 5, timeout: 10_000 });
    bench.numbers({ own: [{ e164, country: "US", purchasedAt: new Date().toISOString().slice(0, 10) }] });
    expect((await buying).receipt.e164).toBe(e164);
    expect(bench.writes).toHaveLength(2);
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
});
