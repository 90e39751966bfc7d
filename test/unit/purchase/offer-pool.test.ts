import { describe, expect, it } from "vitest";
import { NoneAvailableError, RefusedError } from "../../../provider/domain/errors";
import { OfferPool } from "../../../provider/purchase/offer-pool";
import type { SearchQuery } from "../../../provider/vendors/vendor";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
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

describe("stacks that buy by the same program at the same moment", () => {
  const large = useSandbox({ stock: 6_000 });
  const stacks = ["dev", "staging", "demo", "production"];

  /** What one stack picks for so many numbers, in a process of its own. */
  async function shop(stack: string, count: number, args = {}): Promise<(readonly string[])[]> {
    const account = await openAccount(large);
    const lists: (readonly string[])[] = [];
    for (const [turn, name] of names(count).entries())
      lists.push((await choose(account, name, args, { turn, stack })).candidates);
    return lists;
  }

  it("want numbers in front of a large inventory for their slots alone, and fall back on others than they want", async () => {
    const picked = await Promise.all(stacks.map((stack) => shop(stack, 60)));
    const apart = picked.map((lists) => lists.flatMap((list, turn) => (turn < 16 ? list.slice(1) : list)));
    const all = apart.flatMap((numbers) => [...new Set(numbers)]);
    expect(new Set(all).size).toBe(all.length);
  });

  it("have one number each of their own to fall back on for every slot", async () => {
    const fallbacks = (await shop("dev", 16)).map(([, fallback]) => fallback);
    expect(new Set(fallbacks).size).toBe(16);
  });

  it("buy at the price that is asked in front, also where their own place is in a dearer part", async () => {
    const rows = testNumbers(1_500);
    const add = rows.map((row, index) => ({ ...row, price: index < 500 ? "0.80" : "1.00" }));
    large.control.changeNumbers({ vendor: "plivo", add });
    const cheap = new Set<string>(rows.slice(0, 500).map(({ e164 }) => e164));
    for (const stack of stacks) {
      const lists = await shop(stack, 20, inTestRange);
      expect(lists.flat().filter((number) => !cheap.has(number))).toEqual([]);
      expect(lists.every(({ length }) => length === 4)).toBe(true);
    }
  });

  it("go without a place of their own where the vendor does not answer for so late a row", async () => {
    const account = await openAccount(large);
    const refusing = Object.create(account.vendor, {
      search: {
        value: (query: SearchQuery, row = 0) => (row < 100 ? account.vendor.search(query, row) : refusal()),
      },
    });
    const pool = new OfferPool(refusing);
    const wish = { claim: claimOf("line"), turn: 0, query, count: 4, affordable: () => true };
    expect((await pool.pick(wish)).offers).toHaveLength(4);
  });
});

const query: SearchQuery = { country: "US", type: undefined, criteria: {}, options: {} };

// biome-ignore lint/correctness/useYield: it fails before it has a page.
async function* refusal(): AsyncGenerator<never> {
  throw new RefusedError("offset is too large", { vendor: "plivo", operation: "search", nextStep: "" });
}

describe("a fleet of hundreds", () => {
  const large = useSandbox({ stock: 5_000 });

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
    // And those that the slots lie in.
    expect(pages.length).toBeLessThanOrEqual(600 / 20 + 12);
  });

  it("that is there already makes one more number read no more than a search is long", async () => {
    await choose(await openAccount(large), "one more", {}, { turn: 1_000 });
    expect(large.calls.length).toBeLessThanOrEqual(26);
  });
});
