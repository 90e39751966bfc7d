import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ArgumentError, NoneAvailableError } from "../../../provider/domain/errors";
import { hasEndedIn } from "../../../provider/host/purchase-records";
import { check } from "../../../provider/lifecycle/check";
import type { Context } from "../../../provider/lifecycle/context";
import { create } from "../../../provider/lifecycle/create";
import { remove } from "../../../provider/lifecycle/delete";
import { type Difference, diff } from "../../../provider/lifecycle/diff";
import { read } from "../../../provider/lifecycle/read";
import { inputProperties, type NumberState, readInputs } from "../../../provider/lifecycle/state";
import { openContext } from "../../../provider/pulumi/runtime";
import { checkAgain, checkNew, onlyFailure, plain, properties } from "../../support/checking";
import { contextWith } from "../../support/context-with";
import { errorOfClass } from "../../support/expect";
import { configuration, noStacks, testNumber, useSandbox } from "../../support/sandbox";
import { checkedArguments, settledStates, states } from "../../support/states";
import { asked, up, withTestNumbers } from "../../support/up";

const lines: string[] = [];
let context: Context;
beforeAll(async () => {
  context = await openContext(configuration(), { tell: (line) => lines.push(line), cli: noStacks });
});
beforeEach(() => {
  lines.length = 0;
});

/** What comes of it; undefined when it is refused. */
async function replaces(state: NumberState, news: object): Promise<Difference | undefined> {
  try {
    return await diff(context, state, { ...news });
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

const [sample] = fc.sample(settledStates, { numRuns: 1, seed: 1 }) as [NumberState];
const local: NumberState = {
  ...sample,
  args: { vendor: "plivo", country: "US", type: "local", search: [{ areaCode: "907" }] },
  observed: { ...sample.observed, e164: "+19072345678", capabilities: ["voice"], numberRegion: "Alaska" },
};
const news = inputProperties(local);
const another = { type: "tollfree" };

describe("the lock", () => {
  const anything = fc.tuple(
    checkedArguments,
    fc.record({ number: fc.constantFrom(undefined, "+14155550100") }),
  );

  it("closed, never lets a number be replaced, whatever changes", async () => {
    await fc.assert(
      fc.asyncProperty(states, anything, async (state, [args, number]) => {
        const after = { ...inputProperties({ ...state, args }), ...number, replaceable: false };
        expect((await replaces(state, after))?.replaces ?? []).toEqual([]);
      }),
    );
  });

  it("open, never lets a protected number be replaced, whether it is protected before or from now on", async () => {
    const protections = fc.constantFrom([true, undefined], [true, false], [undefined, true], [true, true]);
    await fc.assert(
      fc.asyncProperty(states, anything, protections, async (state, [args, number], [before, now]) => {
        const held = { ...state, args: { ...state.args, deletionProtection: before } };
        const change = { ...number, replaceable: true, deletionProtection: now };
        const after = { ...inputProperties({ ...state, args }), ...change };
        expect((await replaces(held, after))?.replaces ?? []).toEqual([]);
      }),
    );
  });

  it("open, changes nothing as long as it is the same number", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        const after = { ...inputProperties(state), replaceable: true };
        expect(await replaces(state, after)).toMatchObject({ changes: true, replaces: [] });
      }),
    );
  });

  it.each([
    ["vendor", { vendor: "bolna" }],
    ["account", { account: "france" }],
    ["country", { country: "GB" }],
    ["type", another],
    ["number", { number: "+19072340000" }],
    ["adopt", { adopt: "+19072340000" }],
  ])(
    "open, lets another %s be another number, bought before the old one is given up",
    async (name, change) => {
      const difference = await diff(context, local, { ...news, ...change, replaceable: true });
      expect(difference).toEqual({ changes: true, replaces: [name], deleteBeforeReplace: false });
    },
  );

  it("open, gives the same exact number up first: an account cannot buy what it has", async () => {
    const change = { ...another, number: local.observed.e164, replaceable: true };
    expect(await diff(context, local, { ...news, ...change })).toMatchObject({
      replaces: ["type"],
      deleteBeforeReplace: true,
    });
  });

  it.each(["vendor", "country", "type", "number", "adopt", "renewal", "search"])(
    "is not asked about while %s is not known yet",
    async (name) => {
      const state = { ...local, args: { ...local.args, renewal: "off" as const } };
      const ended = { ...state, observed: { ...state.observed, status: "released" as const } };
      const after = { ...inputProperties(ended), replaceable: true, [name]: unknownValue };
      expect((await diff(context, ended, after)).replaces).toEqual([]);
    },
  );

  it("is not asked about while a part of the search is not known yet", async () => {
    const after = { ...news, replaceable: true, search: [{ areaCode: unknownValue }] };
    expect((await diff(context, local, after)).replaces).toEqual([]);
  });
});

describe("another search", () => {
  const elsewhere = { ...news, search: [{ areaCode: "415" }] };

  it.each([
    ["still fits", [{ areaCode: "415" }, { areaCode: "907" }], "is kept: it still fits"],
    [
      "does not fit",
      [{ areaCode: "415" }],
      "is kept, though it does not fit any more; replaceable: true would",
    ],
    ["may fit", [{ region: "AK" }], "is kept; whether it still fits is not known"],
    ["fits by its place", [{ region: "alaska" }], "is kept: it still fits"],
    ["cannot text", [{ capabilities: ["sms"] }], "is kept, though it does not fit any more"],
    ["lacks the digits", [{ contains: "999" }], "is kept, though it does not fit any more"],
    ["is without criteria", undefined, "is kept: it still fits"],
  ])("that the number %s: it is kept, and one line says so", async (_, search, line) => {
    expect((await diff(context, local, { ...news, search })).replaces).toEqual([]);
    expect(lines).toEqual([
      expect.stringContaining(`the search changed; +19072345678, which it once chose, ${line}`),
    ]);
  });

  it("that it does not fit replaces it where the lock is open", async () => {
    expect((await diff(context, local, { ...elsewhere, replaceable: true })).replaces).toEqual(["search"]);
  });

  it.each([
    ["was", { deletionProtection: true }, {}],
    ["is from now on", {}, { deletionProtection: true }],
  ])("keeps a number that %s protected, and says why", async (_, before, now) => {
    const state = { ...local, args: { ...local.args, ...before } };
    const difference = await diff(context, state, { ...elsewhere, ...now, replaceable: true });
    expect(difference).toMatchObject({ changes: true, replaces: [] });
    expect(lines.join()).toContain("though it does not fit any more; it is protected");
  });
});

describe("a change that needs another number", () => {
  const bench = useSandbox({ stock: 20 });

  it.each([
    ["country", { country: "GB" }],
    ["type", another],
    ["vendor", { vendor: "sondos", type: undefined }],
  ])("is refused in check for another %s, with the way to allow it", async (name, change) => {
    const olds = { ...inputProperties(local), number: undefined };
    const told = await bench.context();
    const { failures } = await checkAgain(told, olds, { ...plain, type: "local", ...change });
    const { reason } = failures.find(({ property }) => property === name) ?? { reason: "" };
    expect(reason).toMatch(new RegExp(`^${name}: cannot change from "`));
    expect(reason).toContain("Set replaceable: true if that is meant, or declare a second PhoneNumber");
    const open = { ...plain, type: "local", ...change, replaceable: true };
    expect(properties((await checkAgain(told, olds, open)).failures)).not.toContain(name);
  });

  it("of a protected number is refused with the lock open, too", async () => {
    const told = await bench.context();
    const change = { ...plain, ...another, replaceable: true };
    const held = { ...news, deletionProtection: true };
    for (const deletionProtection of [true, false, undefined]) {
      const failure = onlyFailure(await checkAgain(told, held, { ...change, deletionProtection }));
      expect(failure.reason).toContain("run pulumi up with deletionProtection: false first");
    }
  });

  it("names the exact number that it has and the way out", async () => {
    const { message } = await errorOfClass(
      ArgumentError,
      diff(context, local, { ...news, number: "+19072340000" }),
    );
    expect(message).toContain("the resource has +19072345678, and another number is another purchase");
    expect(message).toContain("set replaceable: true");
  });
});

describe("a replacement that Pulumi is told to make", () => {
  const bench = useSandbox({ stock: 20 });
  beforeEach(() => {
    withTestNumbers(bench);
  });

  async function existing(args: object = asked): Promise<NumberState> {
    const state = await up(await bench.context(), { ...args });
    bench.control.clearCalls();
    return state;
  }

  it("picks another number, and says what it replaces", async () => {
    const state = await existing();
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, asked);
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toContain(state.observed.e164);
    expect(told.lines[0]).toBe(
      `line: ${state.observed.e164} is replaced by another number, and given up once that is bought`,
    );
  });

  it("is refused for a protected number, before anything is asked of the vendor", async () => {
    const state = await existing({ ...asked, deletionProtection: true });
    const told = await contextWith(bench, { dev: [state] });
    const failure = onlyFailure(await checkNew(told, { ...asked, deletionProtection: false }));
    expect(failure.property).toBe("deletionProtection");
    expect(failure.reason).toContain(`${state.observed.e164} is protected`);
    expect(bench.calls).toEqual([]);
  });

  it("is not meant by another stack's number of the same name", async () => {
    const state = await existing({ ...asked, deletionProtection: true });
    const told = await contextWith(bench, { prod: [state] });
    expect((await checkNew(told, asked)).failures).toEqual([]);
  });

  it("of an exact number buys it again once it is given up", async () => {
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await existing(args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(told.lines[0]).toContain(`${testNumber(0)} is given up and bought again`);
    await remove(told.context, state);
    bench.numbers({ add: [{ e164: testNumber(0), country: "US" }] });
    expect((await create(told.context, readInputs(inputs))).observed.e164).toBe(testNumber(0));
    expect(bench.state).toMatchObject({ purchases: 2, releases: 1 });
  });

  it("of an exact number that is not given up first is refused by create: the account has it still", async () => {
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await existing(args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs } = await checkNew(told, args);
    const { message } = await errorOfClass(NoneAvailableError, create(told.context, readInputs(inputs)));
    expect(message).toContain(testNumber(0));
    expect(told.lines.join("\n")).toContain(`${testNumber(0)} is in the account already`);
    expect(bench.state).toMatchObject({ purchases: 1, releases: 0 });
  });

  it("of an adopted number is refused: it would be taken over, and then given up", async () => {
    bench.numbers({ own: [{ e164: testNumber(50), country: "US" }] });
    const args = { vendor: "plivo", adopt: testNumber(50) };
    const state = await existing(args);
    for (const adopt of [testNumber(50), testNumber(50).slice(1)]) {
      const told = await contextWith(bench, { dev: [state] });
      const failure = onlyFailure(await checkNew(told, { ...args, adopt }));
      expect(failure.property).toBe("adopt");
      expect(failure.reason).toContain("would be given up");
    }
    expect(bench.owned).toEqual([testNumber(50)]);
  });
});

describe("a number whose rent was ended by somebody", () => {
  const lapsing: NumberState = {
    ...local,
    args: { vendor: "sondos", country: "US" },
    observed: { ...local.observed, status: "lapsing" },
  };

  it("is told as ending, and kept while the lock is closed", async () => {
    const difference = await diff(context, lapsing, inputProperties(lapsing));
    expect(difference).toMatchObject({ changes: false, replaces: [] });
    expect(lines).toEqual([expect.stringContaining("+19072345678 ends with the period that is paid for")]);
    expect(lines[0]).toContain("replaceable: true");
  });

  it("is replaced where the lock is open", async () => {
    const open = { ...lapsing, args: { ...lapsing.args, replaceable: true } };
    expect((await diff(context, open, inputProperties(open))).replaces).toEqual(["renewal"]);
  });

  it.each(["lapsing", "released"] as const)(
    "by renewal: off and %s, it is renewed by another one only",
    async (status) => {
      const ended: NumberState = {
        ...lapsing,
        args: { ...lapsing.args, renewal: "off" },
        observed: { ...lapsing.observed, status },
      };
      const auto = { ...inputProperties(ended), renewal: "auto" };
      const { message } = await errorOfClass(ArgumentError, diff(context, ended, auto));
      expect(message).toContain("has ended or ends by itself, and only another number can be renewed");
      expect((await diff(context, ended, { ...auto, replaceable: true })).replaces).toEqual(["renewal"]);
      expect((await diff(context, ended, inputProperties(ended))).replaces).toEqual([]);
    },
  );
});

describe("check", () => {
  it("asks the backend once for all numbers of a process", async () => {
    const asks: string[] = [];
    const cli = (args: readonly string[]) => {
      asks.push(args.slice(0, 2).join(" "));
      return noStacks(args);
    };
    const shared = await openContext(configuration(), { tell: () => undefined, cli });
    for (const name of ["a", "b"])
      await check(shared, {}, { ...plain, claim: `urn:pulumi:dev::phones::t::${name}` });
    expect(asks).toEqual(["stack export"]);
  });
});

describe("a purchase that this machine remembers", () => {
  const bench = useSandbox({ stock: 20 });
  const cald = { vendor: "cald", country: "US" };

  it.each([
    ["plivo", asked],
    ["cald", cald],
  ])("of %s is over when its number is in state: a replacement is another purchase", async (_, args) => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), args);
    const told = await contextWith(bench, { dev: [state] });
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain("interrupted");
    const { observed } = await create(told.context, readInputs(inputs));
    expect(observed.e164).not.toBe(state.observed.e164);
    await remove(told.context, state);
    const { owned, purchases, releases } = bench.control.state()[args.vendor] ?? {};
    expect(owned?.map(({ e164 }) => e164)).toEqual([observed.e164]);
    expect([purchases, releases]).toEqual([2, 1]);
  });

  it("of a number under a prefix is not over by the number that it was meant to replace", () => {
    const number = {
      urn: "c",
      claim: "c",
      vendor: "cald",
      e164: "+14155550100",
      settled: true,
      isProtected: false,
    };
    const record = {
      claim: "c",
      vendor: "cald",
      account: undefined,
      candidates: ["+1415" as const],
      quote: null,
      orders: [],
      wasSaid: false,
    };
    const at = (time: string) => ({ ...record, since: time, until: time });
    const created = "2026-02-01T10:00:05.000Z";
    expect(hasEndedIn({ ...number, created }, at("2026-02-01T10:00:00.000Z"))).toBe(true);
    expect(hasEndedIn({ ...number, created }, at("2026-02-01T11:00:00.000Z"))).toBe(false);
    expect(hasEndedIn({ ...number, created, settled: false }, at("2026-02-01T10:00:00.000Z"))).toBe(false);
    expect(
      hasEndedIn({ ...number, created, urn: "another", claim: "another" }, at("2026-02-01T10:00:00.000Z")),
    ).toBe(false);
  });
});

describe("a number that the same run has found gone", () => {
  const bench = useSandbox({ stock: 20 });

  it("is asked for again where the program names it", async () => {
    withTestNumbers(bench);
    const args = { vendor: "plivo", number: testNumber(0) };
    const state = await up(await bench.context(), args);
    bench.numbers({ drop: [testNumber(0)] });
    bench.numbers({ add: [{ e164: testNumber(0), country: "US" }] });
    const told = await contextWith(bench, { dev: [state] });
    await read(told.context, state);
    const { inputs, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual([testNumber(0)]);
    expect(told.lines.at(-1)).toContain(`picked ${testNumber(0)} from plivo for 0.80 USD a month`);
  });

  it("is not replaced but bought anew, though it was protected and the backend still has it", async () => {
    withTestNumbers(bench);
    const state = await up(await bench.context(), { ...asked, deletionProtection: true });
    bench.numbers({ drop: [state.observed.e164] });
    const told = await contextWith(bench, { dev: [state] });
    expect(await read(told.context, state)).toBeUndefined();
    const { inputs, failures } = await checkNew(told, asked);
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toHaveLength(0);
    expect(told.lines.join("\n")).not.toContain("is replaced");
  });
});
