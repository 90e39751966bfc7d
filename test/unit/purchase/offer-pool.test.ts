import { describe, expect, it } from "vitest";
import { NoneAvailableError } from "../../../provider/domain/errors";
import type { Account } from "../../../provider/lifecycle/context";
import { OfferPool } from "../../../provider/purchase/offer-pool";
import { claimOf } from "../../support/claim";
import { defined, errorOfClass } from "../../support/expect";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";
import { choose, inTestRange, names, openAccount } from "../../support/shopping";

const bench = useSandbox({ stock: 100 });

it("a number is found also when what was bought since has moved it to a page that was read already", async () => {
  bench.numbers({ add: testNumbers(40) });
  const account = await openAccount(bench);
  const picked: string[] = [];
  for (let turn = 0; turn < 40; turn++) {
    const { candidates } = await choose(account, `line-${turn}`, inTestRange, { turn });
    picked.push(candidates[0] ?? "");
    // Half of them are bought while the others are still picked.
    if (turn < 20) bench.numbers({ take: [candidates[0] ?? ""] });
  }
  expect(new Set(picked).size).toBe(40);
});

it("what is kept for a resource under the name it had before is kept for it, and for no other", async () => {
  const { vendor } = await openAccount(bench);
  const pool = new OfferPool(vendor, (claim) => (claim === claimOf("renamed") ? [claimOf("line")] : []));
  const number = testNumber(0);
  pool.reserve(number, claimOf("line"));
  expect(pool.isFirstChoice(number, claimOf("renamed"))).toBe(false);
  expect(pool.isFirstChoice(number, claimOf("other"))).toBe(true);
});

it("what an earlier run has written down is no first choice for others, and is had by whoever is shown to have bought it", async () => {
  const { vendor } = await openAccount(bench);
  const pool = new OfferPool(vendor);
  const number = testNumber(0);
  pool.reserveRecorded(number, claimOf("gone"));
  expect([pool.isFirstChoice(number, claimOf("line")), pool.isTaken(number, claimOf("line"))]).toEqual([
    true,
    false,
  ]);
  pool.reserve(number, claimOf("line"));
  pool.reserveRecorded(number, claimOf("gone"));
  expect([pool.isTaken(number, claimOf("line")), pool.isTaken(number, claimOf("gone"))]).toEqual([
    false,
    true,
  ]);
});

describe("resources of one run", () => {
  it("never want the same number first", async () => {
    bench.numbers({ add: testNumbers(80) });
    const account = await openAccount(bench);
    const lists = await Promise.all(
      names(40).map((name, turn) => choose(account, name, inTestRange, { turn })),
    );
    expect(new Set(lists.map(({ candidates }) => candidates[0])).size).toBe(40);
    expect(lists.every(({ candidates }) => candidates.length === 4)).toBe(true);
  });

  it("share one search: each page is read once", async () => {
    bench.numbers({ add: testNumbers(200) });
    const account = await openAccount(bench);
    for (const [turn, name] of names(20).entries()) await choose(account, name, inTestRange, { turn });
    const offsets = bench.calls.map(({ query }) => query.offset);
    expect(new Set(offsets).size).toBe(offsets.length);
  });

  it("share one reading of it where it is told how many they are: none of its pages is read once the first of them is bought", async () => {
    bench.numbers({ add: testNumbers(200) });
    const account = await openAccount(bench);
    const count = 100;
    for (const [turn, name] of names(count).entries()) {
      const { candidates } = await choose(account, name, inTestRange, {
        turn,
        place: { before: turn, alike: count, isShared: false },
      });
      bench.numbers({ take: [defined(candidates[0])] });
      account.changed();
    }
    expect(bench.calls.map(({ query }) => query.offset)).toEqual(["0", "20", "40", "60", "80", "100"]);
  });

  it("are told of a page that cannot be read only where they want it themselves", async () => {
    bench.numbers({ add: testNumbers(200) });
    // One that finds all it wants on the first page.
    let turn = 0;
    for (bench.control.clearCalls(); ; turn++, bench.control.clearCalls()) {
      await choose(await openAccount(bench), "line", inTestRange, { turn });
      if (bench.calls.length === 1) break;
    }
    const first = { before: 0, alike: 100, isShared: false };
    const both = (account: Account) =>
      Promise.all([
        choose(account, "line", inTestRange, { turn, place: first }),
        choose(account, "other", inTestRange, { turn: 99 }),
      ]);
    const whole = await both(await openAccount(bench));
    bench.fault("search", "delay");
    bench.fault("search", "malformed-after");
    // The other one begins anew, and does not take half a list for the whole.
    expect(await both(await openAccount(bench))).toEqual(whole);
    bench.fault("search", "delay");
    bench.fault("search", "malformed-after");
    const account = await openAccount(bench);
    const [other, own] = await Promise.allSettled([
      choose(account, "other", inTestRange, { turn: 99 }),
      choose(account, "line", inTestRange, { turn, place: first }),
    ]);
    expect(String(other.status === "rejected" && other.reason)).toContain("is not JSON");
    expect(own.status === "fulfilled" && own.value).toEqual(whole[0]);
    // What was seen keeps its place.
    expect(await choose(account, "other", inTestRange, { turn: 99 })).toEqual(whole[1]);
  });

  it("get a first choice each as long as there are as many numbers, by giving second choices away", async () => {
    bench.numbers({ add: testNumbers(20) });
    const account = await openAccount(bench);
    const first: unknown[] = [];
    for (const name of names(20)) first.push((await choose(account, name, inTestRange)).candidates[0]);
    expect(new Set(first).size).toBe(20);
    await errorOfClass(NoneAvailableError, choose(account, "one too many", inTestRange));
  });

  it("go on after a search that failed: the next one starts anew", async () => {
    bench.numbers({ add: testNumbers(2) });
    const account = await openAccount(bench);
    bench.fault("search", "malformed-after");
    await expect(choose(account, "first", inTestRange)).rejects.toThrow("is not JSON");
    expect((await choose(account, "second", inTestRange)).candidates).toHaveLength(2);
  });
});

describe("a fleet of hundreds", () => {
  const large = useSandbox({ stock: 1_300 });

  it("reads each page of its search once", async () => {
    const account = await openAccount(large);
    const picked = new Set<string>();
    for (let turn = 0; turn < 600; turn++) {
      const { candidates } = await choose(account, `line-${turn}`, {}, { turn });
      picked.add(candidates[0] ?? "");
    }
    expect(picked.size).toBe(600);
    const pages = large.calls.map(({ query }) => query.offset);
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.length).toBeLessThanOrEqual(600 / 20 + 10);
  });

  it("that is there already makes one more number read no more than a search is long", async () => {
    const account = await openAccount(large);
    for (let row = 0; row < 1_000; row++) account.offers.reserve(testNumber(row), `row-${row}`);
    await choose(account, "one more", {}, { turn: 1_000 });
    expect(large.calls).toHaveLength(24);
  });

  it("is not read ahead for further than a search is long, and not at all for the last of them", async () => {
    await choose(
      await openAccount(large),
      "the first",
      {},
      { place: { before: 0, alike: 1_000, isShared: false } },
    );
    expect(large.calls).toHaveLength(24);
    large.control.clearCalls();
    await choose(await openAccount(large), "the last", {}, { turn: 1_000 });
    expect(large.calls).toHaveLength(24);
  });
});
