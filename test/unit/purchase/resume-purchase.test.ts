import { beforeEach, describe, expect, it } from "vitest";
import { UnclearError } from "../../../provider/domain/errors";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { creating, numberInState, otherStack, ownStack, pinnedInputs, Stacks } from "../../support/backend";
import { checkNew, type Properties } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { buy, holdings, journalRecord, killRun, showing } from "../../support/killed-run";
import { type Told, testNumber, useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, upUnfinished, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

const next = (values: Readonly<Record<string, string>> = {}) =>
  bench.context({ "phone:settleSeconds": "0", ...values }, stacks.cli);

describe.each(showing)("a run that was killed while it bought from %s", (vendor) => {
  describe.each(["backend", "journal"] as const)("and is known from the %s", (record) => {
    it("had bought: the number is adopted, and nothing is bought", async () => {
      const { first, args } = await killRun(bench, stacks, { vendor, record, bought: 0 });
      const told = await next();
      const { observed } = await up(told, args);
      expect(observed).toMatchObject({ e164: first, status: "active" });
      expect(holdings(bench, vendor)).toEqual({ owned: [first], purchases: 1 });
      expect(told.lines).toContain(`line: ${first} was bought by the interrupted run, and is adopted`);
    });

    it("had not bought: the same number is bought, once", async () => {
      const { first, args } = await killRun(bench, stacks, { vendor, record });
      const told = await next();
      expect((await up(told, args)).observed.e164).toBe(first);
      expect(holdings(bench, vendor)).toEqual({ owned: [first], purchases: 1 });
      expect(told.lines).toContain(`line: ${first} is not in the account, and is asked for again`);
    });
  });

  it("had bought, which shows only after a while: it is waited for", async () => {
    bench.control.postFault({ vendor, operation: "buy", fault: "list-lag", delayMs: 1000 });
    const { first, args } = await killRun(bench, stacks, { vendor, bought: 0 });
    const told = await next({ "phone:settleSeconds": "30" });
    expect((await up(told, args)).observed.e164).toBe(first);
    expect(holdings(bench, vendor)).toEqual({ owned: [first], purchases: 1 });
  });

  it("had bought, which does not show: nobody can tell, and no other number is asked for", async () => {
    bench.control.postFault({ vendor, operation: "buy", fault: "list-lag", delayMs: 600_000 });
    const { first, args } = await killRun(bench, stacks, { vendor, bought: 0 });
    const error = await errorOfClass(UnclearError, up(await next(), args));
    expect(error.message).toContain(`it is not known yet whether the interrupted run has bought ${first}`);
    expect(error.mayHaveBought).toBe(true);
    expect(holdings(bench, vendor)).toEqual({ owned: [first], purchases: 1 });
  });

  it("had not bought, and somebody else has: nobody can tell, and another number is bought after ten minutes", async () => {
    const { first, candidates, args } = await killRun(bench, stacks, { vendor, record: "journal" });
    bench.control.changeNumbers({ vendor, take: [first] });
    await errorOfClass(UnclearError, up(await next(), args));
    expect(holdings(bench, vendor)).toEqual({ owned: [], purchases: 0 });
    bench.control.advance({ advance: "1h" });
    const { observed } = await up(await next(), args);
    expect(observed.e164).not.toBe(first);
    expect(holdings(bench, vendor)).toEqual({ owned: [observed.e164], purchases: 1 });
    expect(candidates).toContain(first);
  });

  it("had asked for one that may wait for documents: that it does not show proves nothing, however long ago", async () => {
    const { first, args } = await killRun(bench, stacks, { vendor, record: "journal" });
    bench.control.changeNumbers({ vendor, take: [first] });
    const before = (await next()).context.journal;
    for (const record of await before.records(claimOf("line"))) {
      const quote = record.quote && { ...record.quote, restriction: "needs a local address" };
      await before.write({ ...record, quote });
    }
    bench.control.advance({ advance: "1h" });
    await errorOfClass(UnclearError, up(await next(), args));
    expect(holdings(bench, vendor)).toEqual({ owned: [], purchases: 0 });
  });

  it("had moved on to its second choice: that is adopted once the first is proven not to be there", async () => {
    const { first, candidates, args } = await killRun(bench, stacks, {
      vendor,
      record: "journal",
      bought: 1,
    });
    bench.control.changeNumbers({ vendor, take: [first] });
    const error = await errorOfClass(UnclearError, up(await next(), args));
    expect(error.message).toContain(`${first}, which was asked for before it, may still show`);
    expect(error.message).toContain(`adopt: "${candidates[1]}"`);
    bench.control.advance({ advance: "1h" });
    expect((await up(await next(), args)).observed.e164).toBe(candidates[1]);
    expect(holdings(bench, vendor)).toEqual({ owned: [candidates[1]], purchases: 1 });
  });

  it("had not bought, but another stack has the number now: it is left alone", async () => {
    const { first, inputs, args } = await killRun(bench, stacks, { vendor });
    await buy(await next(), inputs, first);
    const theirs = claimOf("line", "prod");
    stacks.put(otherStack, { resources: [numberInState(theirs, first, { vendor })] });
    const { observed } = await up(await next(), args);
    expect(observed.e164).not.toBe(first);
    expect(holdings(bench, vendor).owned.toSorted()).toEqual([first, observed.e164].toSorted());
  });

  it("may have bought what another stack may have bought, too: nobody can tell", async () => {
    const { first, inputs, args } = await killRun(bench, stacks, { vendor, bought: 0 });
    const claim = claimOf("line", "prod");
    stacks.put(otherStack, { pending: [creating({ ...inputs, claim })] });
    const error = await errorOfClass(UnclearError, up(await next(), args));
    expect(error.message).toContain(`the stack ${otherStack} was buying it, too`);
    expect(holdings(bench, vendor)).toEqual({ owned: [first], purchases: 1 });
  });
});

describe("a purchase that is resumed, and is unclear again", () => {
  it.each(["reset-after", "500-after", "malformed-after"] as const)(
    "%s: it was made, and is found",
    async (fault) => {
      const { first, args } = await killRun(bench, stacks);
      bench.fault("buy", fault);
      expect((await up(await next(), args)).observed.e164).toBe(first);
      expect(holdings(bench, "plivo")).toEqual({ owned: [first], purchases: 1 });
    },
  );

  it("was not made, twice: it is kept as unsettled, under the same number", async () => {
    const { first, args } = await killRun(bench, stacks);
    bench.fault("buy", "reset-before", { times: 2 });
    const { state } = await upUnfinished(await next(), args);
    expect(state.observed).toMatchObject({ e164: first, status: "unsettled" });
    expect(holdings(bench, "plivo")).toEqual({ owned: [], purchases: 0 });
    expect((await upAgain(await next(), state, args)).observed.e164).toBe(first);
    expect(holdings(bench, "plivo")).toEqual({ owned: [first], purchases: 1 });
  });

  it("cannot be looked for: an error without state, and the record stays", async () => {
    const { first, args } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    const told = await next();
    const { inputs } = await checkNew(told, args);
    bench.fault("get", "500-before", { times: 50 });
    await expect(create(told.context, readInputs(inputs))).rejects.toThrow();
    bench.control.clearFaults();
    expect((await up(await next(), args)).observed.e164).toBe(first);
    expect(holdings(bench, "plivo")).toEqual({ owned: [first], purchases: 1 });
  });
});

describe("an agent that was changed since the run was killed", () => {
  it.each(["backend", "journal"] as const)(
    "is bound to the number which that run has bought for the one before (%s)",
    async (record) => {
      const [before, now] = bench.agents;
      const { first } = await killRun(bench, stacks, { record, bought: 0, args: { agent: before } });
      const { observed } = await up(await next(), { ...asked, agent: now });
      expect(observed).toMatchObject({ e164: first, boundAgent: now });
      expect(holdings(bench, "plivo")).toEqual({ owned: [first], purchases: 1 });
    },
  );

  it("is no proof of anything: a number that another answers is left open", async () => {
    const [before, now] = bench.agents;
    const { first } = await killRun(bench, stacks, { args: { agent: before } });
    bench.numbers({ own: [{ e164: first, country: "US", agent: now }] });
    const error = await errorOfClass(UnclearError, up(await next(), { ...asked, agent: before }));
    expect(error.message).toContain(`it is bound to ${now}, which was not ordered`);
    expect(bench.state.purchases).toBe(0);
  });

  it("is bound to a number that was unsettled", async () => {
    const [before, now] = bench.agents;
    withTestNumbers(bench);
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 1500 });
    const { state } = await upUnfinished(await next(), { ...asked, agent: before });
    const told = await next({ "phone:settleSeconds": "30" });
    const { observed } = await upAgain(told, state, { ...asked, agent: now });
    expect(observed).toMatchObject({ e164: state.observed.e164, boundAgent: now });
    expect(holdings(bench, "plivo").purchases).toBe(1);
  });
});

describe("two resources of a stack that were interrupted, one of which falls back on what the other is to have", () => {
  // As check picks where fewer numbers are for sale than are wanted.
  const [one, two, three] = [testNumber(0), testNumber(1), testNumber(2)];
  const lists = { a: [one, two, three], b: [two] };

  async function interruptBoth(record: "backend" | "journal"): Promise<void> {
    withTestNumbers(bench, 3);
    const told = await next();
    const pinned: Properties[] = [];
    for (const [name, candidates] of Object.entries(lists)) {
      pinned.push({ ...(await pinnedInputs(await next(), asked, name)), candidates });
    }
    if (record === "backend") stacks.put(ownStack, { pending: pinned.map((each) => creating(each)) });
    else {
      for (const { claim, quote, candidates } of pinned.map(readInputs)) {
        await told.context.journal.write(journalRecord({ claim, quote, candidates }));
      }
    }
  }

  async function upBoth(order: readonly string[]): Promise<Record<string, string>> {
    const told = await next();
    const checked = [];
    for (const name of order) checked.push({ name, ...(await checkNew(told, asked, name)) });
    const made = await Promise.all(
      checked.map(
        async ({ name, inputs }) => [name, await create(told.context, readInputs(inputs))] as const,
      ),
    );
    return Object.fromEntries(made.map(([name, { observed }]) => [name, observed.e164]));
  }

  async function buyAs(told: Told, numbers: readonly string[]): Promise<void> {
    const { vendor } = await told.context.account({ vendor: "plivo" });
    const order = { country: "US", agent: undefined, subaccount: undefined, terms: null };
    for (const e164 of numbers) await vendor.buy({ ...order, e164: e164 as `+${string}` });
  }

  describe.each(["backend", "journal"] as const)("and are known from the %s", (record) => {
    describe.each([[["a", "b"]], [["b", "a"]]])("in the order %s", (order) => {
      it.each([
        ["both had bought", [one, two]],
        ["only the first had", [one]],
        ["only the second had", [two]],
        ["neither had", []],
      ])("%s: each has its own, and nothing is lost or bought twice", async (_, bought) => {
        await interruptBoth(record);
        await buyAs(await next(), bought);
        expect(await upBoth(order)).toEqual({ a: one, b: two });
        expect(holdings(bench, "plivo")).toEqual({ owned: [one, two], purchases: 2 });
      });
    });
  });
});

describe("a purchase under a prefix that was interrupted", () => {
  it("is made once somebody has looked and says that there was none", async () => {
    const cald = { vendor: "cald", country: "US", search: { areaCode: "415" } };
    const inputs = await pinnedInputs(await next(), cald);
    stacks.put(ownStack, { pending: [creating(inputs)] });
    const vendorOptions = { nothingBought: claimOf("line") };
    const { observed } = await up(await next(), { ...cald, vendorOptions });
    expect(holdings(bench, "cald")).toEqual({ owned: [observed.e164], purchases: 1 });
  });
});
