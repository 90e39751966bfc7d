import { beforeEach, describe, expect, it } from "vitest";
import { remove } from "../../../provider/lifecycle/delete";
import { diff } from "../../../provider/lifecycle/diff";
import { read } from "../../../provider/lifecycle/read";
import { type NumberState, outputs, readInputs, readState } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { update } from "../../../provider/lifecycle/update";
import { checkAgain, type Properties } from "../../support/checking";
import { defined, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });

/** The state that the engine keeps of an update that fails. */
async function failing(before: NumberState, args: Properties): Promise<NumberState> {
  const error = await errorOfClass(UnfinishedResource, upAgain(await bench.context(), before, args));
  return readState(JSON.parse(JSON.stringify(error.properties)));
}

/** An up of a new process after one that failed with other arguments. */
async function upAfter(state: NumberState, failed: Properties, args: Properties) {
  const told = await bench.context();
  const { inputs } = await checkAgain(told, { ...failed, claim: state.claim }, args);
  const { changes } = await diff(told.context, state, inputs);
  return { changes, after: await update(told.context, state, readInputs(inputs)) };
}

const lost = (vendor: string, operation: "update" | "bind") =>
  bench.control.postFault({ vendor, operation, fault: "500-after", times: 5 });

describe("an agent whose change at Cald may have been made", () => {
  const cald = { vendor: "cald", country: "US" };
  const of = (agent?: string) => ({ ...cald, ...(agent !== undefined && { agent }) });
  const bound = () => defined(bench.stateOf("cald").owned[0]).agent;
  let agents: readonly string[];

  beforeEach(() => {
    ({ agents } = bench.info("cald"));
  });

  it("gives way to the one before, once that is asked for again", async () => {
    const [a = "", b = ""] = agents;
    const before = await up(await bench.context(), of(a));
    lost("cald", "update");
    const state = await failing(before, of(b));
    expect(bound()).toBe(b);
    const { changes, after } = await upAfter(state, of(b), of(a));
    expect([changes, bound()]).toEqual([true, a]);
    expect(outputs(after)).not.toHaveProperty("attempted");
    expect(outputs(after)).toMatchObject({ boundAgent: a });
  });

  it("is taken away, once none is asked for", async () => {
    const [, b = ""] = agents;
    const before = await up(await bench.context(), of());
    lost("cald", "update");
    const state = await failing(before, of(b));
    expect((await upAfter(state, of(b), of())).changes).toBe(true);
    expect(bound()).toBeNull();
  });

  it("is unbound by a delete that is to detach", async () => {
    const [, b = ""] = agents;
    const detached = { ...of(), deletionPolicy: "detach" };
    const before = await up(await bench.context(), detached);
    lost("cald", "update");
    const state = await failing(before, { ...detached, agent: b });
    const told = await bench.context();
    await remove(told.context, state);
    expect(bound()).toBeNull();
    expect(told.lines.at(-1)).toContain("is unbound from whatever answered it");
  });
});

describe("a change at Cald that was certainly not made", () => {
  it("leaves alone what a person has bound, once the program asks for nothing", async () => {
    const cald = { vendor: "cald", country: "US" };
    const [byHand = "", refused = ""] = bench.info("cald").agents;
    const before = await up(await bench.context(), cald);
    defined(bench.stateOf("cald").owned[0]);
    bench.control.postFault({
      vendor: "cald",
      operation: "update",
      fault: "429",
      times: 5,
      retryAfter: 3600,
    });
    const state = await failing(before, { ...cald, agent: refused });
    bench.control.clearFaults();
    await upAgain(await bench.context(), before, { ...cald, agent: byHand });
    expect(outputs(state)).not.toHaveProperty("attempted");
    const told = await bench.context();
    const { inputs } = await checkAgain(told, { ...cald, agent: refused, claim: state.claim }, cald);
    await update(told.context, state, readInputs(inputs));
    expect(defined(bench.stateOf("cald").owned[0]).agent).toBe(byHand);
  });
});

describe("of several changes one that was made before another failed", () => {
  const sondos = { vendor: "sondos", country: "US" };
  const owned = () => defined(bench.stateOf("sondos").owned[0]);
  let state: NumberState;
  let edited: Properties;

  beforeEach(async () => {
    const [agent] = bench.info("sondos").agents;
    const before = await up(await bench.context(), sondos);
    lost("sondos", "update");
    edited = { ...sondos, agent, alias: "Desk" };
    state = await failing(before, edited);
    expect(owned().agent).toBe(agent);
  });

  it("is taken back once the program asks for neither", async () => {
    expect((await upAfter(state, edited, sondos)).changes).toBe(true);
    expect(owned()).toMatchObject({ agent: null, alias: null });
  });

  it("also after a refresh, which shows it", async () => {
    const seen = defined(await read((await bench.context()).context, state));
    expect(Object.keys(defined(seen.attempted))).toEqual(["agent", "alias"]);
    expect((await upAfter(seen, edited, sondos)).changes).toBe(true);
    expect(owned()).toMatchObject({ agent: null, alias: null });
  });

  it("is left alone where somebody has put another there since", async () => {
    const [, other = ""] = bench.info("sondos").agents;
    const bind = { ...sondos, agent: other };
    await upAgain(await bench.context(), state, bind);
    const { after } = await upAfter(state, edited, sondos);
    expect(after.observed.boundAgent).toBe(other);
    expect(outputs(after)).not.toHaveProperty("attempted");
  });
});

it("a refresh that shows what was there before forgets a change that was not made", async () => {
  withTestNumbers(bench);
  const [agent] = bench.agents;
  const before = await up(await bench.context());
  bench.fault("update", "500-before", { times: 5 });
  const state = await failing(before, { ...asked, agent });
  expect(state.attempted).toBeDefined();
  const seen = defined(await read((await bench.context()).context, state));
  expect(outputs(seen)).not.toHaveProperty("attempted");
  expect((await upAfter(seen, { ...asked, agent }, asked)).changes).toBe(false);
});
