import { describe, expect, it } from "vitest";
import { UnclearError, UnclearPurchaseError, UnfinishedError } from "../../../provider/domain/errors";
import type { Context } from "../../../provider/lifecycle/context";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import type { Vendor } from "../../../provider/vendors/vendor";
import { claimOf } from "../../support/claim";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const details = { vendor: "plivo", operation: "buy", nextStep: "Run again." };

/** What an adapter may throw once its request has left, though the purchase took effect. */
const unclear: [string, () => unknown][] = [
  ["an UnclearPurchaseError", () => new UnclearPurchaseError("no answer", details)],
  ["an UnclearError", () => new UnclearError("no answer", details)],
  [
    "an UnfinishedError, which says that the number is bought",
    () => new UnfinishedError("not as asked yet", details),
  ],
  ["an error of no known kind", () => new TypeError("cannot read properties of undefined")],
];

describe("a purchase that took effect before the adapter threw", () => {
  it.each(unclear)("%s: the number is kept, and no other is bought", async (_, thrown) => {
    const candidates = [testNumber(0), testNumber(1)];
    bench.numbers({ add: testNumbers(2) });
    const { context, lines } = await bench.context();
    const inputs = { claim: claimOf("line"), vendor: "plivo", country: "US", candidates };
    const state = await create(withBuy(context, thrown), readInputs(inputs));
    expect(state.observed).toMatchObject({ e164: testNumber(0), status: "active" });
    expect(bench.owned).toEqual([testNumber(0)]);
    expect(bench.state.purchases).toBe(1);
    expect(lines).toContain(`line: ${testNumber(0)} was bought although no answer said so, and is kept`);
  });

  it.each(unclear)("%s, and the list lags: the state is kept as unsettled", async (_, thrown) => {
    bench.numbers({ add: testNumbers(2) });
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { context } = await bench.context({ "phone:settleSeconds": "0" });
    const inputs = { claim: claimOf("line"), vendor: "plivo", country: "US", candidates: [testNumber(0)] };
    const failed = create(withBuy(context, thrown), readInputs(inputs));
    await expect(failed).rejects.toMatchObject({
      id: testNumber(0),
      properties: { status: "unsettled", e164: testNumber(0) },
    });
    const { journal } = (await bench.context()).context;
    expect((await journal.records(claimOf("line"))).map(({ claim }) => claim)).toEqual([claimOf("line")]);
    expect(bench.state.purchases).toBe(1);
  });
});

/** A context whose adapter buys as it should, and then throws. */
function withBuy(context: Context, thrown: () => unknown): Context {
  return {
    ...context,
    async account(name) {
      const account = await context.account(name);
      const vendor: Vendor = Object.create(account.vendor, {
        buy: {
          async value(order: Parameters<Vendor["buy"]>[0]) {
            await account.vendor.buy(order);
            throw thrown();
          },
        },
      });
      return { ...account, vendor };
    },
  };
}
