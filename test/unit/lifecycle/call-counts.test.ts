import { describe, expect, it } from "vitest";
import type { E164 } from "../../../provider/domain/number";
import { create } from "../../../provider/lifecycle/create";
import { remove } from "../../../provider/lifecycle/delete";
import { type NumberState, readInputs } from "../../../provider/lifecycle/state";
import { numberInState, ownStack, Stacks } from "../../support/backend";
import { checkNew, plain } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { defined } from "../../support/expect";
import { programOf } from "../../support/program-of";
import { noStacks, type Told, testNumber, useSandbox } from "../../support/sandbox";
import { names } from "../../support/shopping";

const bench = useSandbox({ stock: 500 });
const in415 = { ...plain, search: [{ areaCode: "415" }] };

/** One process of an `up` that buys so many numbers, all at once. */
async function buyAll(told: Told, count: number): Promise<string[]> {
  const checks = [];
  for (const [turn, name] of names(count).entries())
    checks.push(await checkNew(told, { ...in415, turn }, name));
  const states = await Promise.all(checks.map(({ inputs }) => create(told.context, readInputs(inputs))));
  return states.map(({ observed }) => observed.e164);
}

/** The calls that look at the account: the offsets of lists, and single numbers. */
function looks(): string[] {
  return bench.calls
    .filter(({ method, path }) => method === "GET" && path.includes("/Number/"))
    .map(({ path, query }) => (path.endsWith("/Number/") ? `list from ${query.offset}` : "one"));
}

describe("a clean up of new numbers", () => {
  it("looks at the account once before the purchases, and once after those made side by side", async () => {
    const bought = await buyAll(await bench.context(), 20);
    expect(bench.owned.toSorted()).toEqual(bought.toSorted());
    expect(looks()).toEqual(["list from 0", "list from 0"]);
  });

  it("reads the own stack once", async () => {
    const commands: string[] = [];
    const cli = (args: readonly string[]) => {
      commands.push(args.slice(0, 2).join(" "));
      return noStacks(args);
    };
    await buyAll(await bench.context({}, cli), 20);
    expect(commands.toSorted()).toEqual(["stack export", "stack history"]);
  });

  it("reads a few pages of a search for numbers whose program tells no turn, as those in other languages do", async () => {
    const told = await bench.context();
    for (const name of names(10)) await checkNew(told, plain, name);
    expect(bench.calls.length).toBeLessThanOrEqual(14);
  });

  it("reads the pages of a search at once that are needed for those that the stack does not have yet", async () => {
    const turn = 60;
    const rows = names(2 * turn)
      .filter((name) => name !== `line-${turn}`)
      .map((name, index) => numberInState(claimOf(name), testNumber(index)));
    const declared = names(2 * turn).map((name) => ({ name, args: in415 }));
    const pagesRead = async (resources: readonly object[], program?: string) => {
      const told = await bench.context({}, new Stacks().put(ownStack, { resources }).cli);
      bench.control.clearCalls();
      await checkNew(told, { ...in415, turn, program }, `line-${turn}`);
      return bench.calls.length;
    };
    const one = await pagesRead([], programOf(declared.slice(0, 1)));
    expect(one).toBeLessThan(7);
    expect(await pagesRead([], programOf(declared))).toBe(7);
    // The first page may have none of the number's own slot.
    expect(await pagesRead(rows, programOf(declared))).toBeLessThanOrEqual(2);
  });

  it("of one number asks for that number only, before and after", async () => {
    await buyAll(await bench.context(), 1);
    expect(looks()).toEqual(["one", "one"]);
  });

  it("in an account of many numbers makes no more calls than one a number, and one for the list", async () => {
    const own = Array.from({ length: 400 }, (_, index) => ({
      e164: testNumber(1_000 + index),
      country: "US",
    }));
    bench.numbers({ own });
    await buyAll(await bench.context(), 5);
    const before = looks().slice(0, 6);
    expect(before).toEqual(["list from 0", "one", "one", "one", "one", "one"]);
    // What was bought last is at the end of the list.
    expect(looks().slice(6)).toEqual(["list from 400"]);
  });
});

/** What a state has of numbers that the account owns. */
async function statesOf(numbers: readonly E164[]): Promise<NumberState[]> {
  const told = await bench.context();
  const [first = ""] = numbers;
  const { inputs } = await checkNew(told, { vendor: "plivo", adopt: first });
  const state = await create(told.context, readInputs(inputs));
  bench.control.clearCalls();
  return numbers.map((e164) => ({
    ...state,
    claim: claimOf(e164),
    observed: { ...state.observed, e164, vendorId: e164.slice(1) },
  }));
}

describe("a destroy", () => {
  it.each([
    [20, 1.15],
    [100, 1.25],
  ])(
    "of %i numbers makes one call a number, and looks once after those made side by side",
    async (count, most) => {
      const own = Array.from({ length: count }, (_, index) => ({ e164: testNumber(index), country: "US" }));
      bench.numbers({ own });
      const told = await bench.context();
      const states = await statesOf(own.map(({ e164 }) => e164));
      // As many as an engine deletes at once.
      const workers = Array.from({ length: 16 }, async () => {
        for (let state = states.pop(); state !== undefined; state = states.pop())
          await remove(told.context, state);
      });
      await Promise.all(workers);
      expect(bench.owned).toEqual([]);
      expect(bench.calls.length / count).toBeLessThanOrEqual(most);
    },
  );

  it("of a number in an account of many asks for that number", async () => {
    const own = Array.from({ length: 400 }, (_, index) => ({ e164: testNumber(index), country: "US" }));
    bench.numbers({ own });
    const [state] = await statesOf([testNumber(7)]);
    await remove((await bench.context()).context, defined(state));
    expect(bench.calls.map(({ method }) => method)).toEqual(["DELETE", "GET"]);
  });
});

describe("what the shared look shows", () => {
  it("against a purchase is looked at again: a number that has left the account is bought", async () => {
    const told = await bench.context();
    const [first, second] = [
      await checkNew(told, in415, "a"),
      await checkNew(told, { ...in415, turn: 1 }, "b"),
    ];
    const [e164 = ""] = readInputs(first?.inputs ?? {}).candidates;
    bench.numbers({ own: [{ e164, country: "US" }] });
    await create(told.context, readInputs(second?.inputs ?? {}));
    bench.numbers({ drop: [e164] });
    bench.numbers({ add: [{ e164, country: "US", price: "0.80" }] });
    const { observed } = await create(told.context, readInputs(first?.inputs ?? {}));
    expect(observed.e164).toBe(e164);
  });

  it("to be in the account before is not bought: the next one is", async () => {
    const told = await bench.context();
    const { inputs } = await checkNew(told, in415, "a");
    await checkNew(told, { ...in415, turn: 1 }, "b");
    const [e164 = "", next] = readInputs(inputs).candidates;
    bench.numbers({ own: [{ e164, country: "US" }] });
    const { observed } = await create(told.context, readInputs(inputs));
    expect(observed.e164).toBe(next);
    expect(bench.writes.map(({ path }) => path.split("/").at(-2))).toEqual([next?.slice(1)]);
  });

  it("not yet after a purchase is waited for as ever", async () => {
    const told = await bench.context({ "phone:settleSeconds": "3" });
    bench.fault("buy", "list-lag", { delayMs: 700 });
    const bought = await buyAll(told, 3);
    expect(bench.owned.toSorted()).toEqual(bought.toSorted());
  });
});
