import { beforeEach, describe, expect, it } from "vitest";
import { AuthenticationError, WrongAccountError } from "../../../provider/domain/errors";
import { diff } from "../../../provider/lifecycle/diff";
import { read } from "../../../provider/lifecycle/read";
import { asSeen, inputProperties, type NumberState } from "../../../provider/lifecycle/state";
import { errorOf, errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, up, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });
beforeEach(() => {
  withTestNumbers(bench, 60);
});

async function existing(args: object = {}): Promise<NumberState> {
  const state = await up(await bench.context(), { ...asked, ...args });
  bench.control.clearCalls();
  return state;
}

describe("a refresh", () => {
  it("of a number as it was changes nothing, and preview after it is empty", async () => {
    const state = await existing({ agent: bench.agents[0], alias: "Support" });
    const { context } = await bench.context();
    const seen = await read(context, state);
    expect(seen).toEqual(state);
    expect((await diff(context, state, inputProperties(state))).changes).toBe(false);
    expect(bench.writes).toEqual([]);
  });

  it("sees what was changed behind the program's back, and the next up wants it back", async () => {
    const state = await existing({ agent: bench.agents[0] });
    const { e164 } = state.observed;
    bench.numbers({ drop: [e164] });
    bench.numbers({ own: [{ e164, country: "US", agent: bench.agents[1] }] });
    const { context } = await bench.context();
    const seen = (await read(context, state)) as NumberState;
    expect(seen.observed.boundAgent).toBe(bench.agents[1]);
    expect(asSeen(seen).args.agent).toBe(bench.agents[1]);
    expect((await diff(context, seen, inputProperties(state))).changes).toBe(true);
  });

  it("of many numbers asks for one list", async () => {
    const { context } = await bench.context();
    const states = Array.from({ length: 50 }, (_, index) => index);
    const state = await existing();
    bench.numbers({
      own: states.slice(1).map((index) => ({ e164: testNumber(100 + index), country: "US" })),
    });
    bench.control.clearCalls();
    await Promise.all(
      states.map((index) => {
        const e164 = index === 0 ? state.observed.e164 : testNumber(100 + index);
        return read(context, { ...state, observed: { ...state.observed, e164 } });
      }),
    );
    expect(bench.calls.map(({ path, query }) => [path.split("/").at(-2), query.offset])).toEqual([
      ["Number", "0"],
      ["Number", "20"],
      ["Number", "40"],
    ]);
  });

  it("asked twice for the same number looks again", async () => {
    const state = await existing();
    const { context } = await bench.context();
    await read(context, state);
    bench.numbers({ drop: [state.observed.e164] });
    expect(await read(context, state)).toBeUndefined();
  });
});

describe("a number is gone", () => {
  it("when neither the whole list nor get shows it", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const told = await bench.context();
    expect(await read(told.context, state)).toBeUndefined();
    expect(bench.calls.map(({ path }) => path.split("/").at(-2))).toEqual([
      "Number",
      state.observed.e164.slice(1),
    ]);
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is not in the account any more, and leaves the state`,
    ]);
  });

  it("but not while it waits for documents: those may be hidden", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const pending: NumberState = { ...state, observed: { ...state.observed, status: "pending" } };
    expect(await read((await bench.context()).context, pending)).toEqual(pending);
  });
});

describe("a number that waits for documents", () => {
  it("stays pending, however little the vendor's row says", async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => `+493090182000${index}`);
    bench.numbers({ add: numbers.map((e164) => ({ e164, country: "DE" })) });
    for (const number of numbers) {
      const state = await up(await bench.context(), { vendor: "plivo", number });
      expect((await read((await bench.context()).context, state))?.observed.status).toBe("pending");
    }
  });
});

describe("a number is not gone, and stays in state,", () => {
  it("when the key is refused", async () => {
    const state = await existing();
    const { context } = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": "wrong",
    });
    const { message } = await errorOfClass(AuthenticationError, read(context, state));
    expect(message).toContain("--run-program");
  });

  it("when the keys are another account's", async () => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    const { context } = await bench.context();
    const elsewhere = { ...state, vendorAccount: "MA0000000000000000ZZ" };
    const { message } = await errorOfClass(WrongAccountError, read(context, elsewhere));
    expect(message).toContain("Nothing was done");
  });

  it.each([
    ["list", "429"],
    ["list", "malformed-after"],
    ["get", "429"],
    ["get", "malformed-after"],
  ] as const)("when %s answers %s", async (operation, fault) => {
    const state = await existing();
    bench.numbers({ drop: [state.observed.e164] });
    bench.fault(operation, fault, { times: 20, retryAfter: 0 });
    const error = await errorOf(read((await bench.context()).context, state));
    expect(error.message).toContain(`plivo ${operation}`);
  });

  it("when only a later page of the list fails", async () => {
    const state = await existing();
    bench.numbers({
      own: Array.from({ length: 30 }, (_, index) => ({ e164: testNumber(100 + index), country: "US" })),
    });
    bench.numbers({ drop: [state.observed.e164] });
    bench.fault("list", "delay", { delayMs: 0 });
    bench.fault("list", "malformed-after");
    const error = await errorOf(read((await bench.context()).context, state));
    expect(error.message).toContain("plivo list");
  });
});
