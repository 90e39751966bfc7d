import { beforeEach, describe, expect, it } from "vitest";
import { read } from "../../../provider/lifecycle/read";
import type { NumberState } from "../../../provider/lifecycle/state";
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
        return read(context, { ...state, observed: { ...state.observed, e164, vendorId: e164.slice(1) } });
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
