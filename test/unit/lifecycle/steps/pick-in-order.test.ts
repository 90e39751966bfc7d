import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberInState, ownStack, Stacks } from "../../../support/backend";
import { checkNew, onlyFailure, type Properties, plain } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { defined } from "../../../support/expect";
import { programOf } from "../../../support/program-of";
import { type Told, testNumber, useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 0 });

// Ranges that lie in each other, as the searches of different components do, and one of a few numbers only.
const searches: readonly Properties[] = [
  { search: [{ prefix: "907234" }] },
  { search: [{ areaCode: "907" }], maxMonthlyPrice: 0.85 },
  { search: [{ contains: "7" }, {}] },
  { search: [{ prefix: "90723401" }, { prefix: "907234" }] },
  { search: [{ prefix: "907234000" }, {}] },
  { number: testNumber(3) },
  { number: testNumber(30) },
  {},
];

interface Wanted {
  readonly name: string;
  readonly turn: number;
  readonly args: Properties;
}

function wantedOf(all: readonly Properties[]): Wanted[] {
  return all.map((args, turn) => ({ name: `line-${turn}`, turn, args: { ...plain, ...args } }));
}

function programOfAll(all: readonly Wanted[]): string {
  return programOf(all.toSorted((one, other) => one.turn - other.turn).map(({ name, args }) => [name, args]));
}

/** What each is given, or told that it is refused for, when they are checked in this order. */
async function picked(
  told: Told,
  order: readonly Wanted[],
  program = programOfAll(order),
): Promise<Record<string, unknown>> {
  const lists: [string, unknown][] = [];
  for (const { name, turn, args } of order) {
    const { inputs, failures } = await checkNew(told, { ...args, turn, program }, name);
    lists.push([name, failures.length > 0 ? failures : inputs]);
  }
  return Object.fromEntries(lists.toSorted());
}

const offer = fc.record({
  length: fc.integer({ min: 1, max: 300 }),
  prices: fc.constantFrom(["0.80"], ["0.80", "0.90"], ["0.90", "0.90", "0.80", "1.00"]),
});

function stock({ length, prices }: { readonly length: number; readonly prices: readonly string[] }): void {
  bench.control.reset();
  const add = Array.from({ length }, (_, index) => ({
    e164: testNumber(index),
    country: "US",
    price: defined(prices[index % prices.length]),
  }));
  bench.numbers({ add });
}

const shuffledOf = (most: number) =>
  fc
    .array(fc.constantFrom(...searches), { minLength: 2, maxLength: most })
    .map(wantedOf)
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

describe("the numbers of a program", { timeout: 240_000 }, () => {
  it.each([12, 60])(
    "up to %i of them are picked the same in whatever order they are checked, of whatever is for sale",
    async (most) => {
      await fc.assert(
        fc.asyncProperty(offer, shuffledOf(most), async (sold, [inOrder, inAnyOrder]) => {
          stock(sold);
          const expected = await picked(await bench.context(), inOrder);
          expect(await picked(await bench.context(), inAnyOrder)).toEqual(expected);
        }),
        { numRuns: most > 12 ? 15 : 60 },
      );
    },
  );

  it("are picked the same while those checked before are bought", async () => {
    await fc.assert(
      fc.asyncProperty(offer, shuffledOf(30), async (sold, [inOrder, inAnyOrder]) => {
        stock(sold);
        const expected = await picked(await bench.context(), inOrder);
        const told = await bench.context();
        const { changed } = await told.context.account({ vendor: "plivo" });
        for (const one of inAnyOrder) {
          const refused = Array.isArray(expected[one.name]);
          const { [one.name]: given } = await picked(told, [one], programOfAll(inAnyOrder));
          if (refused) continue;
          expect(given).toEqual(expected[one.name]);
          const [first] = (given as { candidates: string[] }).candidates;
          if (one.args.number === undefined) bench.numbers({ take: [defined(first)] });
          changed();
        }
      }),
      { numRuns: 20 },
    );
  });

  it("that the stack has already are left out of account", async () => {
    stock({ length: 300, prices: ["0.80"] });
    const all = wantedOf(Array.from({ length: 40 }, () => ({})));
    const rows = all
      .slice(0, 39)
      .map(({ name }, index) => numberInState(claimOf(name), testNumber(1_000 + index)));
    const last = defined(all.at(-1));
    const told = await bench.context({}, new Stacks().put(ownStack, { resources: rows }).cli);
    bench.control.clearCalls();
    const { inputs } = await checkNew(
      told,
      { ...last.args, turn: 39, program: programOfAll(all) },
      last.name,
    );
    expect(inputs.candidates).toHaveLength(4);
    // The first page may have none of the number's own slot.
    expect(bench.calls.length).toBeLessThanOrEqual(2);
  });

  it("that name a number have it, whoever is checked first", async () => {
    stock({ length: 1, prices: ["0.80"] });
    const all = wantedOf([{}, { number: testNumber(0) }]);
    const lists = await picked(await bench.context(), all);
    expect(lists["line-1"]).toMatchObject({ candidates: [testNumber(0)] });
    expect(lists["line-0"]).toEqual([expect.objectContaining({ property: "search" })]);
  });

  it("that ask for something else by the time they are checked pick among what is left", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const program = programOfAll(all);
    const told = await bench.context();
    const changed = all.map((one) =>
      one.turn === 1 ? { ...one, args: { ...plain, search: [{ contains: "7" }] } } : one,
    );
    const firsts = Object.values(await picked(told, changed, program)).map(
      (inputs) => (inputs as { candidates: string[] }).candidates[0],
    );
    expect(new Set(firsts).size).toBe(3);
  });

  it("are told of a search that fails at their own check only", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{ search: [{ prefix: "90723400" }] }, {}]);
    const program = programOfAll(all);
    const told = await bench.context();
    bench.fault("search", "malformed-after");
    const [first, second] = all;
    const { failures } = await checkNew(told, { ...second?.args, turn: 1, program }, "line-1");
    expect(failures).toEqual([]);
    bench.fault("search", "malformed-after");
    const refused = await checkNew(told, { ...first?.args, turn: 0, program }, "line-0");
    expect(onlyFailure(refused).reason).toContain("is not JSON");
  });

  it.each([
    "",
    "{",
    "[]",
    '{"numbers":[["line-0",7]],"asks":[]}',
    '{"numbers":[["line-0",0]],"asks":[{"vendor":5,"country":"UK"}]}',
    7,
  ])("of which %j is told pick by themselves", async (program) => {
    stock({ length: 60, prices: ["0.80"] });
    const { inputs, failures } = await checkNew(
      await bench.context(),
      { ...plain, turn: 0, program },
      "line-0",
    );
    expect(failures).toEqual([]);
    expect(inputs.candidates).toHaveLength(4);
  });
});
