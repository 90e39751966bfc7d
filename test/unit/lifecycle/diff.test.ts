import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ArgumentError } from "../../../provider/domain/errors";
import type { Context } from "../../../provider/lifecycle/context";
import { diff } from "../../../provider/lifecycle/diff";
import { inputProperties, type NumberState } from "../../../provider/lifecycle/state";
import { openContext } from "../../../provider/pulumi/open-context";
import { errorOfClass } from "../../support/expect";
import { configuration, noStacks } from "../../support/sandbox";
import { checkedArguments, quotes, settledStates } from "../../support/states";

const lines: string[] = [];
let context: Context;

beforeAll(async () => {
  context = await openContext(configuration(), { tell: (line) => lines.push(line), cli: noStacks });
});

const changes = async (state: NumberState, news: object = inputProperties(state)) =>
  (await diff(context, state, { ...news })).changes;

describe("a change that would buy another number", () => {
  it("of an unsettled purchase is refused, with what to set back or leave out", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (settled) => {
        const state = { ...settled, observed: { ...settled.observed, status: "unsettled" as const } };
        const { account: was } = state.args;
        const changed = { ...inputProperties(state), account: "another" };
        const { message } = await errorOfClass(ArgumentError, changes(state, changed));
        expect(message).toContain(
          was === undefined ? "Leave account out again and run" : `Set account back to "${was}" and run`,
        );
      }),
    );
  });
});

describe("no update is needed", () => {
  it("when nothing changed", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        expect(await changes(state)).toBe(false);
      }),
    );
  });

  it("for another claim, other candidates or another quote: a rename or a move costs nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        settledStates,
        fc.string(),
        fc.array(fc.string()),
        fc.option(quotes),
        async (state, claim, candidates, quote) => {
          expect(await changes(state, { ...inputProperties(state), claim, candidates, quote })).toBe(false);
        },
      ),
    );
  });

  it("at the vendor for other criteria, but they are remembered", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, checkedArguments, async (state, { search, vendorOptions }) => {
        const { search: _, vendorOptions: __, ...rest } = inputProperties(state);
        const { changes: any, replaces } = await diff(context, state, { ...rest, search, vendorOptions });
        expect(any).toBe(
          JSON.stringify([search, vendorOptions]) !==
            JSON.stringify([state.args.search, state.args.vendorOptions]),
        );
        expect(replaces).toEqual([]);
      }),
    );
  });

  it("for what the vendor reports and nobody asked about", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, fc.string(), async (state, words) => {
        const { agent, subaccount, alias, ...args } = state.args;
        const observed = { ...state.observed, boundAgent: words, heldBy: words, label: words };
        expect(await changes({ ...state, args, observed })).toBe(false);
      }),
    );
  });

  it("for other criteria, but one line says that the number is kept", async () => {
    const [state] = fc.sample(settledStates, 1) as [NumberState];
    lines.length = 0;
    await changes(state, { ...inputProperties(state), search: [{ areaCode: "305" }] });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`the search changed; ${state.observed.e164}`);
  });
});

describe("an update is needed", () => {
  it.each(["agent", "subaccount", "alias"])("when %s is asked to be another", async (name) => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        expect(await changes(state, { ...inputProperties(state), [name]: "another one than before" })).toBe(
          true,
        );
      }),
    );
  });

  it.each(["agent", "subaccount", "alias"])("when %s is not known yet", async (name) => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        expect(await changes(state, { ...inputProperties(state), [name]: unknownValue })).toBe(true);
      }),
    );
  });

  it.each([
    ["agent", "boundAgent"],
    ["subaccount", "heldBy"],
    ["alias", "label"],
  ])("when %s was asked for and the vendor shows another", async (name, output) => {
    await fc.assert(
      fc.asyncProperty(settledStates, fc.constantFrom(null, "stolen by somebody"), async (state, seen) => {
        const asked = { ...state, args: { ...state.args, [name]: "mine" } };
        expect(await changes({ ...asked, observed: { ...asked.observed, [output]: seen } })).toBe(true);
      }),
    );
  });

  it.each(["agent", "subaccount", "alias", "maxMonthlyPrice", "type"])(
    "when %s is no longer asked for",
    async (name) => {
      await fc.assert(
        fc.asyncProperty(settledStates, async (state) => {
          fc.pre(state.args[name as "agent"] !== undefined);
          const { [name]: _, ...rest } = inputProperties(state);
          expect(await changes(state, rest)).toBe(true);
        }),
      );
    },
  );

  it("when the price ceiling changes: it is kept in state, though the vendor is not told", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        expect(await changes(state, { ...inputProperties(state), maxMonthlyPrice: 77 })).toBe(true);
      }),
    );
  });

  it("as long as a purchase is unsettled", async () => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        expect(await changes({ ...state, observed: { ...state.observed, status: "unsettled" } })).toBe(true);
      }),
    );
  });
});

describe("an exact number that is asked for later", () => {
  const [state] = fc.sample(settledStates, 1) as [NumberState];

  it("may be the one the resource has", async () => {
    expect(await changes(state, { ...inputProperties(state), number: state.observed.e164 })).toBe(true);
  });

  it("may not be another: it would be another purchase", async () => {
    await expect(changes(state, { ...inputProperties(state), number: "+14155550100" })).rejects.toThrow(
      ArgumentError,
    );
  });

  it("may be unknown in a preview", async () => {
    expect(await changes(state, { ...inputProperties(state), number: unknownValue })).toBe(true);
  });
});

describe("policies", () => {
  it.each([
    ["renewal", "auto"],
    ["deletionPolicy", "retain"],
    ["deletionProtection", true],
    ["replaceable", true],
    ["maxMonthlyPrice", 3],
  ])("such as %s change in place", async (name, value) => {
    await fc.assert(
      fc.asyncProperty(settledStates, async (state) => {
        const { [name]: _, ...rest } = inputProperties(state);
        const { changes: any, replaces } = await diff(context, state, { ...rest, [name]: value });
        expect([any, replaces]).toEqual([state.args[name as "type"] !== value, []]);
      }),
    );
  });
});
