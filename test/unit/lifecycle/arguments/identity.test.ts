import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../../../provider/domain/errors";
import { type Difference, diff } from "../../../../provider/lifecycle/diff";
import { inputProperties, type NumberState } from "../../../../provider/lifecycle/state";
import { checkAgain, onlyFailure, plain, properties } from "../../../support/checking";
import { errorOfClass } from "../../../support/expect";
import { useOffline, useSandbox } from "../../../support/sandbox";
import { checkedArguments, localNumber, settledStates, states } from "../../../support/states";

const offline = useOffline();

/** What comes of it; undefined when it is refused. */
async function replaces(state: NumberState, news: object): Promise<Difference | undefined> {
  try {
    return await diff(offline.context, state, { ...news });
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

const news = inputProperties(localNumber);
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
      const difference = await diff(offline.context, localNumber, { ...news, ...change, replaceable: true });
      expect(difference).toEqual({ changes: true, replaces: [name], deleteBeforeReplace: false });
    },
  );

  it("open, gives the same exact number up first: an account cannot buy what it has", async () => {
    const ended = { ...localNumber, args: { ...localNumber.args, renewal: "off" as const } };
    const released = { ...ended, observed: { ...ended.observed, status: "released" as const } };
    const change = { number: localNumber.observed.e164, renewal: "auto", replaceable: true };
    expect(await diff(offline.context, released, { ...news, ...change })).toMatchObject({
      replaces: ["renewal"],
      deleteBeforeReplace: true,
    });
  });

  it.each([
    ["vendor", { vendor: "bolna" }],
    ["account", { account: "france" }],
  ])(
    "open, does not give a number up for itself at another %s, which need not sell it",
    async (name, change) => {
      const same = { number: localNumber.observed.e164, replaceable: true };
      expect(await diff(offline.context, localNumber, { ...news, ...same, ...change })).toMatchObject({
        replaces: [name],
        deleteBeforeReplace: false,
      });
    },
  );

  it("open, does not give a number up for its own type: it decides that itself", async () => {
    const change = { ...another, number: localNumber.observed.e164, replaceable: true };
    expect((await diff(offline.context, localNumber, { ...news, ...change })).replaces).toEqual([]);
  });

  it.each(["vendor", "country", "type", "number", "adopt", "renewal", "search"])(
    "is not asked about while %s is not known yet",
    async (name) => {
      const state = { ...localNumber, args: { ...localNumber.args, renewal: "off" as const } };
      const ended = { ...state, observed: { ...state.observed, status: "released" as const } };
      const after = { ...inputProperties(ended), replaceable: true, [name]: unknownValue };
      expect((await diff(offline.context, ended, after)).replaces).toEqual([]);
    },
  );

  it("is not asked about while a part of the search is not known yet", async () => {
    const after = { ...news, replaceable: true, search: [{ areaCode: unknownValue }] };
    expect((await diff(offline.context, localNumber, after)).replaces).toEqual([]);
  });
});

describe("a change that needs another number", () => {
  const bench = useSandbox({ stock: 20 });

  it.each([
    ["country", { country: "GB" }],
    ["type", another],
    ["vendor", { vendor: "sondos", type: undefined }],
  ])("is refused in check for another %s, with the way to allow it", async (name, change) => {
    const olds = { ...inputProperties(localNumber), number: undefined };
    const told = await bench.context();
    const { failures } = await checkAgain(told, olds, { ...plain, type: "local", ...change });
    const { reason } = failures.find(({ property }) => property === name) ?? { reason: "" };
    expect(reason).toMatch(new RegExp(`^${name}: cannot change from "`));
    expect(reason).toContain("Set replaceable: true if that is meant, or declare a second PhoneNumber");
    const open = { ...plain, type: "local", ...change, replaceable: true };
    expect(properties((await checkAgain(told, olds, open)).failures)).not.toContain(name);
  });

  it("is a type that is asked for only now: says first how the number is kept", async () => {
    const { type: _, ...untyped } = localNumber.args;
    const state = { ...localNumber, args: untyped };
    const change = { ...inputProperties(state), type: "local" };
    const { message } = await errorOfClass(ArgumentError, diff(offline.context, state, change));
    expect(message).toMatch(/^type: .*Leave type out, which keeps the number, set replaceable: true/);
    const open = await diff(offline.context, state, { ...change, replaceable: true });
    expect(open.replaces).toEqual(["type"]);
  });

  it("is not a type that the state has, though a run without it has failed and left its inputs", async () => {
    const { type: _, ...failed } = news;
    const told = await bench.context();
    for (const replaceable of [false, true]) {
      const back = { ...plain, type: "local", search: [{ areaCode: "907" }], replaceable };
      const { inputs, failures } = await checkAgain(told, failed, back);
      expect(failures).toEqual([]);
      expect((await diff(told.context, localNumber, inputs)).replaces).toEqual([]);
    }
  });

  it("is neither a type nor a search that comes back when the own number leaves the program", async () => {
    const { type, search, ...args } = localNumber.args;
    const { e164 } = localNumber.observed;
    const state = { ...localNumber, args: { ...args, number: e164 } };
    for (const replaceable of [false, true]) {
      const back = { ...inputProperties(state), number: undefined, type, search, replaceable };
      expect((await checkAgain(await bench.context(), inputProperties(state), back)).failures).toEqual([]);
      expect((await replaces(state, back))?.replaces).toEqual([]);
    }
  });

  it("is no search that comes back when adopt leaves the program, whether it fits or not", async () => {
    const { type: _, search: __, ...args } = localNumber.args;
    const state = { ...localNumber, args: { ...args, adopt: localNumber.observed.e164 } };
    const back = { ...inputProperties(state), adopt: undefined, search: [{ areaCode: "212" }] };
    offline.lines.length = 0;
    for (const replaceable of [false, true])
      expect((await replaces(state, { ...back, replaceable }))?.replaces).toEqual([]);
    const line = "the search changed; +19072345678, named until now, is kept, though it does not fit it";
    expect(offline.lines.map((each) => each.split(": ").slice(1).join(": "))).toEqual([line, line]);
    // What is edited after that is an edit.
    const after = { ...state, args: { ...args, search: [{ areaCode: "212" }] } };
    const edited = { ...back, search: [{ areaCode: "213" }], replaceable: true };
    expect((await replaces(after, edited))?.replaces).toEqual(["search"]);
  });

  it("is refused as another number than adopt has taken over, also with the lock open", async () => {
    const state = {
      ...localNumber,
      args: { vendor: "plivo", country: "US", adopt: "+19072345678" } as const,
    };
    const change = { ...inputProperties(state), adopt: undefined, number: "+19072340000", replaceable: true };
    const { message } = await errorOfClass(ArgumentError, diff(offline.context, state, change));
    expect(message).toContain("adopt has taken over +19072345678, and +19072340000 is another number");
    const own = { ...change, number: "+19072345678" };
    expect(await replaces(state, own)).toMatchObject({ changes: true, replaces: [] });
  });

  it("is not a type that comes back to the program when adopt leaves it; its country is", async () => {
    const told = await bench.context();
    const { type: _, ...untyped } = inputProperties(localNumber);
    const olds = { ...untyped, number: undefined, adopt: localNumber.observed.e164 };
    expect((await checkAgain(told, olds, { ...plain, type: "local" })).failures).toEqual([]);
    const { reason } = onlyFailure(await checkAgain(told, olds, { ...plain, type: "local", country: "GB" }));
    expect(reason).toMatch(/^country: cannot change/);
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
      diff(offline.context, localNumber, { ...news, number: "+19072340000" }),
    );
    expect(message).toContain("the resource has +19072345678, and another number is another purchase");
    expect(message).toContain("set replaceable: true");
  });
});
