import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NumberArguments } from "../../../provider/domain/number-arguments";
import { defined } from "../../support/expect";
import { type Bench, testNumber, useSandbox } from "../../support/sandbox";
import { choose, openAccount } from "../../support/shopping";

const bench = useSandbox({ stock: 0 });

// Ranges that lie in each other, as the searches of different components do.
const searches: readonly NumberArguments[] = [
  { search: [{ prefix: "907234" }] },
  { search: [{ areaCode: "907" }] },
  { search: [{ contains: "7" }] },
  { search: [{ prefix: "90723401" }, { prefix: "907234" }] },
  {},
];

interface Wanted {
  readonly name: string;
  readonly turn: number;
  readonly args: NumberArguments;
}

/** What each resource is given when they are checked in this order; with `isBuying`, each is bought before the next is checked. */
async function picked(
  order: readonly Wanted[],
  isBuying = false,
  length?: number,
): Promise<Record<string, readonly string[]>> {
  stock(bench, length);
  const account = await openAccount(bench);
  const lists: [string, readonly string[]][] = [];
  for (const { name, ...wish } of order) {
    const { candidates } = await choose(account, name, wish.args, wish);
    lists.push([name, candidates]);
    if (!isBuying) continue;
    bench.numbers({ take: [defined(candidates[0])] });
    account.changed();
  }
  return Object.fromEntries(lists.toSorted());
}

function stock({ control }: Bench, length = 300): void {
  control.reset();
  const add = Array.from({ length }, (_, index) => ({
    e164: testNumber(index),
    country: "US",
    price: "0.80",
  }));
  control.changeNumbers({ vendor: "plivo", add });
}

const wanted = fc
  .array(fc.constantFrom(...searches), { minLength: 2, maxLength: 12 })
  .map((all) => all.map((args, turn): Wanted => ({ name: `line-${turn}`, turn, args })));

describe("resources whose searches overlap are given the same numbers", { timeout: 120_000 }, () => {
  beforeAll(() => fc.configureGlobal({ numRuns: 25 }));
  // Other files are run in the same process.
  afterAll(() => fc.resetConfigureGlobal());

  it("whatever the order in which they are checked", async () => {
    const shuffled = wanted.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([inOrder, inAnyOrder]) => {
        expect(await picked(inAnyOrder)).toEqual(await picked(inOrder));
      }),
    );
  });

  it("to fall back on, also where few are left for sale", async () => {
    const few = fc.tuple(
      fc.integer({ min: 2, max: 12 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 2, maxLength: 4 }),
    );
    const firsts = (lists: Record<string, readonly string[]>) => Object.values(lists).map(([first]) => first);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(few, async ([length, turns]) => {
        const all = turns.map((turn): Wanted => ({ name: `line-${turn}`, turn, args: {} }));
        const inOrder = await picked(all, false, length).catch(() => ({}));
        const reversed = await picked(all.toReversed(), false, length).catch(() => ({}));
        // Where two have no number of their own slots, the one that is checked first has the choice.
        if (JSON.stringify(firsts(inOrder)) !== JSON.stringify(firsts(reversed))) return;
        compared += Object.keys(inOrder).length;
        expect(reversed).toEqual(inOrder);
      }),
    );
    expect(compared).toBeGreaterThan(0);
  });

  it("while those before them are bought", async () => {
    const firsts = (lists: Record<string, readonly string[]>) => Object.values(lists).map(([first]) => first);
    await fc.assert(
      fc.asyncProperty(wanted, async (all) => {
        expect(firsts(await picked(all, true))).toEqual(firsts(await picked(all)));
      }),
    );
    const many = Array.from({ length: 60 }, (_, turn): Wanted => ({ name: `line-${turn}`, turn, args: {} }));
    expect(firsts(await picked(many, true))).toEqual(firsts(await picked(many)));
  });

  it("and no two of them the same, also while those before are bought", async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.boolean(), async (all, isBuying) => {
        const firsts = Object.values(await picked(all, isBuying)).map(([first]) => first);
        expect(new Set(firsts).size).toBe(all.length);
      }),
    );
  });
});
