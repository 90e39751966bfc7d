import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read } from "../../../../provider/lifecycle/read";
import { creating, type ExportedNumber, numberInState, ownStack, Stacks } from "../../../support/backend";
import { checkNew, onlyFailure, type Properties, plain } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { defined } from "../../../support/expect";
import { programOf } from "../../../support/program-of";
import { type Told, testNumber, useSandbox } from "../../../support/sandbox";
import { up } from "../../../support/up";

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
  return programOf(all.toSorted((one, other) => one.turn - other.turn));
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

/** What was picked first for one that is not refused. */
function firstOf(inputs: unknown): string {
  return defined((inputs as { candidates: string[] }).candidates[0]);
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

  it("that are renamed have what they had under their former names", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const rows = [numberInState(claimOf("before"), testNumber(1_000))];
    const search = { ...plain, search: [{ prefix: "907234" }] };
    const listWith = async (aliases: readonly unknown[]) => {
      const told = await bench.context({}, new Stacks().put(ownStack, { resources: rows }).cli);
      const program = programOf([
        { name: "line-0", args: search, aliases },
        { name: "line-1", args: search },
      ]);
      return (await checkNew(told, { ...search, turn: 1, program }, "line-1")).inputs.candidates;
    };
    const asOne = await listWith([claimOf("before")]);
    expect(await listWith([{ name: "before" }, { parent: "urn:pulumi:dev::phones::t$u::v" }, null])).toEqual(
      asOne,
    );
    expect(await listWith([])).not.toEqual(asOne);
  });

  it("that are declared later have the same, whether those before them are checked by then or not", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const [whole, first] = [programOfAll(all), programOfAll(all.slice(0, 1))];
    const later = all.slice(1);
    const told = await bench.context();
    const firstChecked = {
      ...(await picked(told, all.slice(0, 1), first)),
      ...(await picked(told, later, whole)),
    };
    const again = await bench.context();
    const laterChecked = {
      ...(await picked(again, later, whole)),
      ...(await picked(again, all.slice(0, 1), first)),
    };
    expect(laterChecked).toEqual(firstChecked);
  });

  it("ask for the same in whatever order the parts of their options come through the engine", async () => {
    stock({ length: 2, prices: ["0.80"] });
    const options = { npanxx: testNumber(0).slice(2, 8), localCallingArea: true };
    const all = wantedOf([{ vendorOptions: options }, { vendorOptions: options }]);
    const program = programOfAll(all);
    const sorted = all.map((one) => ({
      ...one,
      args: { ...one.args, vendorOptions: { localCallingArea: true, npanxx: options.npanxx } },
    }));
    const lists = Object.values(await picked(await bench.context(), sorted, program));
    expect(new Set(lists.map((inputs) => (inputs as { candidates: string[] }).candidates[0])).size).toBe(2);
    expect(bench.calls).toHaveLength(1);
  });

  it("that do not take what was kept for them leave it to the others", async () => {
    stock({ length: 2, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const program = programOfAll(all);
    const told = await bench.context();
    const elsewhere = { ...plain, search: [{ prefix: "9999999" }] };
    const changed = all.map((one) => (one.turn === 0 ? { ...one, args: elsewhere } : one));
    const lists = await picked(told, changed, program);
    expect(
      [lists["line-1"], lists["line-2"]].map(
        (each) => (each as { candidates?: string[] }).candidates?.length,
      ),
    ).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it("are picked together where two entries of phone:accounts are one account", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const keys = { vendor: "plivo", authId: bench.authId, authToken: bench.token };
    const config = { "phone:accounts": JSON.stringify({ one: keys, other: keys }) };
    const all = wantedOf([{ account: "one" }, { account: "other" }, { account: "one" }]);
    const program = programOfAll(all);
    const inOrder = await picked(await bench.contextWithKeys(config), all, program);
    const reversed = await picked(await bench.contextWithKeys(config), all.toReversed(), program);
    expect(reversed).toEqual(inOrder);
    expect(Object.values(inOrder).every((each) => !Array.isArray(each))).toBe(true);
  });

  it("of another provider are picked by that", async () => {
    stock({ length: 3, prices: ["0.80"] });
    const [one, other] = [{}, {}];
    const program = programOf([
      { name: "line-0", args: plain, provider: one },
      { name: "line-1", args: plain, provider: other },
      { name: "line-2", args: plain, provider: other },
      { name: "line-3", args: plain, type: "of the other front" },
    ]);
    const told = await bench.context();
    const { inputs } = await checkNew(told, { ...plain, turn: 0, program }, "line-0");
    // None of the three is kept for the others.
    expect(inputs.candidates).toHaveLength(3);
  });

  it("have a place in the order also where another process serves those before them, and so want another number first", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const program = programOf(all.map((one) => ({ ...one, provider: one.turn })));
    const firsts = [];
    for (const one of all) {
      const { [one.name]: inputs } = await picked(await bench.context(), [one], program);
      firsts.push((inputs as { candidates: string[] }).candidates[0]);
    }
    expect(new Set(firsts).size).toBe(3);
  });

  it("of two processes want another number first each, also beyond those that have a slot", async () => {
    stock({ length: 300, prices: ["0.80"] });
    const all = wantedOf(Array.from({ length: 30 }, () => ({})));
    const program = programOf(all.map((one) => ({ ...one, provider: one.turn % 2 })));
    const byOne = await picked(
      await bench.context(),
      all.filter(({ turn }) => turn % 2 === 0),
      program,
    );
    const byOther = await picked(
      await bench.context(),
      all.filter(({ turn }) => turn % 2 === 1),
      program,
    );
    const firsts = Object.values({ ...byOne, ...byOther }).map(firstOf);
    expect(new Set(firsts).size).toBe(30);
  });

  it("of two processes want another number first each, also where one of them has numbers already", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const program = programOf(all.map((one) => ({ ...one, provider: one.turn % 2 })));
    const rows = new Stacks().put(ownStack, {
      resources: [numberInState(claimOf("line-0"), testNumber(1_000))],
    });
    const firstOfTurn = async (turn: number) => {
      const [one] = all.slice(turn);
      const told = await bench.context({}, rows.cli);
      return firstOf((await picked(told, [defined(one)], program))[`line-${turn}`]);
    };
    expect(await firstOfTurn(1)).not.toBe(await firstOfTurn(2));
  });

  it("want the same whether what another process serves has been bought by then or not", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}, {}]);
    const program = programOf(all.map((one) => ({ ...one, provider: one.turn === 2 ? 1 : 0 })));
    const last = all.slice(2);
    const bought = new Stacks().put(ownStack, {
      resources: [numberInState(claimOf("line-0"), testNumber(1_000))],
      pending: [creating({ ...plain, claim: claimOf("line-1"), candidates: [testNumber(1_001)] })],
    });
    const before = await picked(await bench.context(), last, program);
    const after = await picked(await bench.context({}, bought.cli), last, program);
    expect(firstOf(after["line-2"])).toBe(firstOf(before["line-2"]));
  });

  it("of other keys of the same vendor, which lists the same numbers to both, want another number first", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const keys = { vendor: "plivo", authId: bench.authId, authToken: bench.token };
    const others = { ...keys, authId: `${bench.authId.slice(0, -1)}X` };
    const config = { "phone:accounts": JSON.stringify({ one: keys, other: others }) };
    const firstBeside = async (account: string) => {
      const all = wantedOf([{ account }, { account: "one" }]);
      const told = await bench.contextWithKeys(config);
      return firstOf((await picked(told, all.slice(1), programOfAll(all)))["line-1"]);
    };
    const alone = wantedOf([{ account: "one" }]);
    const first = firstOf((await picked(await bench.contextWithKeys(config), alone))["line-0"]);
    expect(await firstBeside("other")).toBe(await firstBeside("one"));
    expect(await firstBeside("other")).not.toBe(first);
  });

  it("that a refresh has found gone pick for themselves, whether the engine has written that down by then or not", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}]);
    const program = programOfAll(all);
    const before = await bench.context();
    const gone = await up(before, { ...plain, turn: 0, program }, "line-0");
    const { e164 } = gone.observed;
    bench.numbers({ drop: [e164] });
    bench.control.advance({ advance: "1h" });
    const firsts = async (rows: readonly ExportedNumber[]) => {
      const told = await bench.context({}, new Stacks().put(ownStack, { resources: rows }).cli);
      expect(await read(told.context, gone)).toBeUndefined();
      return Object.values(await picked(told, all.toReversed(), program)).map(firstOf);
    };
    expect(await firsts([])).toEqual(await firsts([numberInState(gone.claim, e164)]));
  });

  it("that are imported have no place", async () => {
    stock({ length: 60, prices: ["0.80"] });
    const all = wantedOf([{}, {}]);
    const [imported, fresh] = all;
    const program = programOf([{ ...defined(imported), isImported: true }, defined(fresh)]);
    const adopting = programOf([
      { name: "line-0", args: { ...plain, adopt: testNumber(0) } },
      defined(fresh),
    ]);
    const last = all.slice(1);
    const list = await picked(await bench.context(), last, program);
    expect(list).toEqual(await picked(await bench.context(), last, adopting));
  });

  it("do not wait for what is resumed: it picks nothing", async () => {
    stock({ length: 1, prices: ["0.80"] });
    const all = wantedOf([{}, {}]);
    const begun = { ...plain, claim: claimOf("line-0"), candidates: [testNumber(500)] };
    const stacks = new Stacks().put(ownStack, { pending: [creating(begun)] });
    const told = await bench.context({}, stacks.cli);
    const { failures } = await checkNew(told, { ...plain, turn: 1, program: programOfAll(all) }, "line-1");
    expect(failures).toEqual([]);
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
    '{"numbers":[[["line-0"],7,0]],"asks":[]}',
    '{"numbers":[[["line-0"],0,0]],"asks":[{"vendor":5,"country":"UK"}]}',
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
