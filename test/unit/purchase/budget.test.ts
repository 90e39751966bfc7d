import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { PurchaseBudget } from "../../../provider/purchase/budget";
import { pinnedInputs } from "../../support/backend";
import { expectNothingBought } from "../../support/buying";
import { checkAgain, checkNew, onlyFailure } from "../../support/checking";
import { errorOf, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, upUnfinished, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });
const names = ["one", "two", "three"];

describe("a budget", () => {
  it("of none has no end", () => {
    const budget = new PurchaseBudget(null);
    for (let index = 0; index < 1000; index++) budget.spend(`claim-${index}`);
  });

  it("of two is spent by two, each once however often it is asked about", () => {
    const budget = new PurchaseBudget(2);
    for (const claim of ["a", "b", "a", "b"]) budget.spend(claim);
    expect(() => budget.spend("c")).toThrow("this run would buy more than 2 numbers");
  });

  it("of zero allows nothing", () => {
    expect(() => new PurchaseBudget(0).spend("a")).toThrow(ConfigurationError);
  });
});

describe("phone:maxPurchases", () => {
  it("stops the check of the number that is one too many, which names the key", async () => {
    withTestNumbers(bench);
    const told = await bench.context({ "phone:maxPurchases": "2" });
    const checked = [];
    for (const name of names) checked.push(await checkNew(told, asked, name));
    const [one, two, three] = checked;
    expect([one?.failures, two?.failures]).toEqual([[], []]);
    const { property, reason } = onlyFailure(three as NonNullable<typeof three>);
    expect(`${property} ${reason}`).toContain("phone:maxPurchases");
    expect(reason).toContain("this run would buy more than 2 numbers");
    expect(three?.inputs).not.toHaveProperty("candidates");
    expectNothingBought(bench);
  });

  it("counts a number once, whether it is checked, checked again, or created", async () => {
    withTestNumbers(bench);
    const told = await bench.context({ "phone:maxPurchases": "1" });
    await checkNew(told, asked);
    expect((await up(told, asked)).observed.status).toBe("active");
    expect(bench.state.purchases).toBe(1);
  });

  it("stops purchases beyond it, also of inputs that another process has checked", async () => {
    withTestNumbers(bench);
    const unlimited = await bench.context();
    const pinned = [];
    for (const name of names) pinned.push(readInputs(await pinnedInputs(unlimited, asked, name)));
    const { context } = await bench.context({ "phone:maxPurchases": "2" });
    const outcomes = await Promise.allSettled(pinned.map((inputs) => create(context, inputs)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "fulfilled", "rejected"]);
    expect(bench.state.purchases).toBe(2);
  });

  it("does not count a number that is there already", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context());
    const told = await bench.context({ "phone:maxPurchases": "0" });
    const [agent] = bench.agents;
    expect((await upAgain(told, state, { ...asked, agent })).observed.boundAgent).toBe(agent);
    expect((await checkAgain(told, { ...asked, claim: state.claim }, asked)).failures).toEqual([]);
  });

  it("counts one that is unsettled: settling it may buy it", async () => {
    withTestNumbers(bench);
    bench.fault("buy", "reset-before", { times: 2 });
    const { state } = await upUnfinished(await bench.context({ "phone:settleSeconds": "0" }));
    const told = await bench.context({ "phone:maxPurchases": "0" });
    const error = await errorOfClass(ConfigurationError, upAgain(told, state));
    expect(error.message).toContain("more than 0 numbers");
    expectNothingBought(bench);
  });

  it.each(["-1", "two", "1.5"])("%s is refused", async (value) => {
    const error = await errorOf(bench.context({ "phone:maxPurchases": value }));
    expect(error.message).toContain("phone:maxPurchases");
  });
});
