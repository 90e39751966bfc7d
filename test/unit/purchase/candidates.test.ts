import { describe, expect, it } from "vitest";
import { NumberTakenError } from "../../../provider/domain/errors";
import { errorOfClass } from "../../support/expect";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";
import { choose, inTestRange, names, openAccount } from "../../support/shopping";

const bench = useSandbox({ stock: 100 });

describe("of several criteria", () => {
  it("the first that has a number wins, and is named", async () => {
    const account = await openAccount(bench);
    const search = [{ areaCode: "999" }, { locality: "Atlantis" }, { areaCode: "415" }, {}];
    const { candidates, quote } = await choose(account, "line", { search });
    expect(quote.matched).toBe(2);
    expect(candidates.every((number) => number.startsWith("+1415"))).toBe(true);
    expect(candidates).not.toHaveLength(0);
  });

  it("later ones are not searched once one has a number", async () => {
    await choose(await openAccount(bench), "line", { search: [{ areaCode: "415" }, { areaCode: "212" }] });
    expect(new Set(bench.calls.map(({ query }) => query.pattern))).toEqual(new Set(["415"]));
  });

  it("one whose numbers are all too dear gives way to the next", async () => {
    bench.numbers({ add: testNumbers(5, "9.00") });
    const account = await openAccount(bench);
    const search = [{ prefix: "907234" }, { areaCode: "415" }];
    const { quote } = await choose(account, "line", { search, maxMonthlyPrice: 1 });
    expect(quote.matched).toBe(1);
  });

  it("one whose numbers others have picked gives way to the next", async () => {
    bench.numbers({ add: testNumbers(1) });
    const account = await openAccount(bench);
    const search = [{ prefix: "907234" }, { areaCode: "415" }];
    const first = await choose(account, "first", { search });
    const second = await choose(account, "second", { search });
    expect([first.quote.matched, second.quote.matched]).toEqual([0, 1]);
  });
});

describe("the short list", () => {
  it("holds four numbers where there are enough", async () => {
    const { candidates } = await choose(await openAccount(bench), "line", { search: [{ areaCode: "415" }] });
    expect(new Set(candidates).size).toBe(4);
  });

  it("starts with the cheapest and goes on only on its terms", async () => {
    bench.numbers({ add: testNumbers(4, "2.00"), price: [{ e164: testNumber(3), price: "0.50" }] });
    const { candidates, quote } = await choose(await openAccount(bench), "line", inTestRange);
    expect(candidates).toEqual([testNumber(3)]);
    expect(quote.monthlyPrice).toEqual({ amount: "0.50", currency: "USD" });
  });

  it("leaves out numbers above the ceiling", async () => {
    const dear = { e164: testNumber(9), country: "US", price: "3.00" };
    bench.numbers({ add: [dear, ...testNumbers(2, "1.00")] });
    const { candidates } = await choose(await openAccount(bench), "line", {
      ...inTestRange,
      maxMonthlyPrice: 2,
    });
    expect(candidates.toSorted()).toEqual([testNumber(0), testNumber(1)]);
  });

  it("is the same for the same claim in another process", async () => {
    bench.numbers({ add: testNumbers(20) });
    const first = await choose(await openAccount(bench), "line", inTestRange);
    const again = await choose(await openAccount(bench), "line", inTestRange);
    expect(again).toEqual(first);
  });

  it("is another for most other stacks, so that two of them rarely want the same number", async () => {
    bench.numbers({ add: testNumbers(20) });
    const lists = await Promise.all(
      names(20).map(async (stack) => choose(await openAccount(bench), "line", inTestRange, { stack })),
    );
    expect(new Set(lists.map(({ candidates }) => candidates[0])).size).toBeGreaterThan(10);
  });

  it("starts with the same number whatever the order in which the resources are checked", async () => {
    bench.numbers({ add: testNumbers(400) });
    const turns = names(16).map((name, turn) => ({ name, turn }));
    const firsts = async (order: typeof turns) => {
      const account = await openAccount(bench);
      const picked = new Map<string, string | undefined>();
      for (const { name, turn } of order) {
        const { candidates } = await choose(account, name, inTestRange, { turn });
        picked.set(name, candidates[0]);
      }
      return Object.fromEntries([...picked].toSorted());
    };
    const inOrder = await firsts(turns);
    expect(new Set(Object.values(inOrder)).size).toBe(16);
    expect(await firsts(turns.toReversed())).toEqual(inOrder);
    expect(await firsts([...turns.slice(7), ...turns.slice(0, 7)])).toEqual(inOrder);
  });
});

describe("an exact number", () => {
  it("is the only candidate, at its own price", async () => {
    bench.numbers({ add: testNumbers(30, "1.75") });
    const { candidates, quote } = await choose(await openAccount(bench), "line", { number: testNumber(25) });
    expect(candidates).toEqual([testNumber(25)]);
    expect(quote).toMatchObject({ matched: 0, monthlyPrice: { amount: "1.75", currency: "USD" } });
  });

  it("that another resource has as its first choice is refused", async () => {
    bench.numbers({ add: testNumbers(1) });
    const account = await openAccount(bench);
    await choose(account, "first", inTestRange);
    const error = await errorOfClass(NumberTakenError, choose(account, "second", { number: testNumber(0) }));
    expect(error.message).toContain("taken by another resource of this run");
  });

  it("that is only a second choice of another resource can be had", async () => {
    bench.numbers({ add: testNumbers(2) });
    const account = await openAccount(bench);
    const [, second] = (await choose(account, "first", inTestRange)).candidates;
    const { candidates } = await choose(account, "exact", { number: second });
    expect(candidates).toEqual([second]);
  });

  it("that the account owns already says so", async () => {
    bench.numbers({ own: testNumbers(1) });
    const error = await errorOfClass(
      NumberTakenError,
      choose(await openAccount(bench), "line", { number: testNumber(0) }),
    );
    expect(error.message).toContain("is in this account already");
  });
});
