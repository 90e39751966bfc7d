import { beforeEach, describe, expect, it, vi } from "vitest";
import { remove } from "../../../provider/lifecycle/delete";
import { diff } from "../../../provider/lifecycle/diff";
import { read } from "../../../provider/lifecycle/read";
import { asSeen, inputProperties, type NumberState } from "../../../provider/lifecycle/state";
import { errorOf } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
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
});

describe("a list that is the only witness", () => {
  const bolna = { vendor: "bolna", country: "US" };
  const existingAt = async (): Promise<NumberState> => up(await bench.context(), bolna);

  it("and is short for a moment takes no number out of the state", async () => {
    const state = await existingAt();
    const { e164 } = state.observed;
    bench.control.changeNumbers({ vendor: "bolna", drop: [e164] });
    bench.control.clearCalls();
    const reading = read((await bench.context()).context, state);
    await vi.waitFor(() => expect(bench.control.calls("bolna").length).toBeGreaterThan(2), {
      interval: 5,
      timeout: 10_000,
    });
    bench.control.changeNumbers({ vendor: "bolna", own: [{ e164, country: "US" }] });
    expect((await reading)?.observed.e164).toBe(e164);
  });

  it("and flaps takes none out either", async () => {
    const states = [await existingAt(), await existingAt()];
    const numbers = states.map(({ observed }) => observed.e164);
    const { context } = await bench.context();
    for (const state of states) {
      bench.control.changeNumbers({ vendor: "bolna", drop: numbers });
      bench.control.clearCalls();
      const reading = read(context, state);
      await vi.waitFor(() => expect(bench.control.calls("bolna").length).toBeGreaterThan(2), {
        interval: 5,
        timeout: 10_000,
      });
      bench.control.changeNumbers({ vendor: "bolna", own: numbers.map((e164) => ({ e164, country: "US" })) });
      expect((await reading)?.observed.e164).toBe(state.observed.e164);
    }
  });

  it("and is short for a moment lets nothing be taken for released", async () => {
    const state = await existingAt();
    const { e164 } = state.observed;
    bench.control.changeNumbers({ vendor: "bolna", drop: [e164] });
    bench.control.clearCalls();
    const removing = errorOf(remove((await bench.context()).context, state));
    await vi.waitFor(() => expect(bench.control.calls("bolna").length).toBeGreaterThan(3), {
      interval: 5,
      timeout: 10_000,
    });
    bench.control.changeNumbers({ vendor: "bolna", own: [{ e164, country: "US" }] });
    expect((await removing).message).toContain(`${e164} was not released: the account still has it`);
  });

  it("and does not show it for as long as a purchase is looked for says that it is gone, once for all of a process", async () => {
    const states = [await existingAt(), await existingAt()];
    bench.control.changeNumbers({ vendor: "bolna", drop: states.map(({ observed }) => observed.e164) });
    const { context } = await bench.context({ "phone:settleSeconds": "1" });
    expect(await read(context, states[0] as NumberState)).toBeUndefined();
    bench.control.clearCalls();
    expect(await read(context, states[1] as NumberState)).toBeUndefined();
    expect(bench.control.calls("bolna").length).toBeLessThan(3);
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
