import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { MissingKeyError } from "../../../provider/domain/errors";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { openContext, useContext } from "../../../provider/pulumi/open-context";
import * as runtime from "../../../provider/pulumi/runtime";
import { claimOf } from "../../support/claim";
import { defined, errorOf, errorOfClass } from "../../support/expect";
import { configuration, noStacks, testNumber, useSandbox } from "../../support/sandbox";
import { asked, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });
beforeEach(() => {
  withTestNumbers(bench);
});

/** One process: what Pulumi hands to every method. */
function newProcess() {
  const config = configuration({ "phone:sandbox": bench.sandbox.url, "phone:settleSeconds": "0" });
  useContext(config, openContext(config, { cli: noStacks }));
  return config;
}
const program = { ...asked, claim: claimOf("line") };

async function created(args: object = {}) {
  const config = newProcess();
  const { inputs } = await runtime.check(config, {}, { ...program, ...args });
  return { inputs, ...(await runtime.create(config, inputs)) };
}

it("a number that is named by the vendor's id is not taken over without a key: create says which is missing", async () => {
  const config = configuration({});
  useContext(config, openContext(config, { cli: noStacks }));
  const adopted = { vendor: "bolna", adopt: "0b1c2d3e-0000-4000-8000-000000000000", claim: claimOf("line") };
  const { inputs, failures } = await runtime.check(config, {}, adopted);
  expect(failures).toEqual([]);
  const { message } = await errorOfClass(MissingKeyError, runtime.create(config, inputs));
  expect(message).toContain("phone:bolnaApiKey");
});

describe("a variable that is misspelt", () => {
  it("stops check before anything is picked, where the run would be on the real vendor", async () => {
    process.env.PHONE_SANBOX = bench.sandbox.url;
    onTestFinished(() => {
      delete process.env.PHONE_SANBOX;
    });
    const { baseUrl, authId, token } = {
      baseUrl: bench.plivo.baseUrl,
      authId: bench.authId,
      token: bench.token,
    };
    const config = configuration({
      "phone:plivoBaseUrl": baseUrl,
      "phone:plivoAuthId": authId,
      "phone:plivoAuthToken": token,
    });
    useContext(config, openContext(config, { cli: noStacks }));
    const { failures } = await runtime.check(config, {}, program);
    expect(failures.map(({ reason }) => reason).join()).toContain("Did you mean PHONE_SANDBOX?");
    expect(bench.calls).toEqual([]);
  });
});

describe("a key of phone: that nothing reads", () => {
  const misspelt = () =>
    Object.assign(newProcess(), { rawConfig: { "phone:sandbx": "x", "aws:region": "y" } });

  it("stops check before anything is picked", async () => {
    const { failures } = await runtime.check(misspelt(), {}, program);
    expect(failures).toEqual([
      { property: "vendor", reason: expect.stringContaining("phone:sandbx (did you mean phone:sandbox?)") },
    ]);
    expect(bench.calls).toEqual([]);
  });

  it("stops neither a look at what exists nor its release", async () => {
    const { id, outs } = await created();
    expect(await runtime.read(misspelt(), id, outs)).toMatchObject({ id });
    await runtime.delete(misspelt(), id, outs);
    expect(bench.owned).toEqual([]);
  });
});

describe("the life of a number, as the engine sees it", () => {
  it("has the number in E.164 as its id", async () => {
    const { id, outs } = await created();
    expect([id]).toEqual(bench.owned);
    expect(outs).toMatchObject({ e164: id, vendorId: id.slice(1), claim: program.claim });
  });

  it("has no candidates and no quote in its state, which the purchase alone needs, nor in its inputs after a refresh", async () => {
    const { id, outs } = await created({ alias: "line" });
    const state = [outs, (await runtime.update(newProcess(), id, outs, { ...outs, alias: "other" })).outs];
    const { props, inputs } = await runtime.read(newProcess(), id, outs);
    for (const properties of [...state, defined(props), defined(inputs)]) {
      expect(properties).not.toHaveProperty("candidates");
      expect(properties).not.toHaveProperty("quote");
    }
  });

  it("goes on without a change: check and diff with the same program ask for none", async () => {
    const { id, outs } = await created({ agent: bench.agents[0] });
    const config = newProcess();
    const { inputs, failures } = await runtime.check(config, outs, { ...program, agent: bench.agents[0] });
    expect(failures).toEqual([]);
    expect(await runtime.diff(config, id, outs, inputs)).toMatchObject({ changes: false, replaces: [] });
  });

  it("goes on without a change after a refresh", async () => {
    const { id, outs } = await created({ agent: bench.agents[0], alias: "Support" });
    const read = await runtime.read(newProcess(), id, outs);
    expect(read).toMatchObject({ id, props: outs });
    const { inputs } = await runtime.check(newProcess(), defined(read.inputs), {
      ...program,
      agent: bench.agents[0],
      alias: "Support",
    });
    expect((await runtime.diff(newProcess(), id, defined(read.props), inputs)).changes).toBe(false);
  });

  it("is never a replacement, whatever changes", async () => {
    const { id, outs, inputs } = await created();
    const news = { ...inputs, agent: bench.agents[0], maxMonthlyPrice: 9, search: [{ areaCode: "212" }] };
    expect(await runtime.diff(newProcess(), id, outs, news)).toMatchObject({ changes: true, replaces: [] });
  });

  it("changes in place", async () => {
    const { id, outs, inputs } = await created();
    const { outs: after } = await runtime.update(newProcess(), id, outs, {
      ...inputs,
      agent: bench.agents[0],
    });
    expect(after).toMatchObject({ e164: id, agent: bench.agents[0], boundAgent: bench.agents[0] });
  });

  it("ends in a delete", async () => {
    const { id, outs } = await created();
    await runtime.delete(newProcess(), id, outs);
    expect(bench.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });

  it("is told to be over by an empty read", async () => {
    const { id, outs } = await created();
    bench.numbers({ drop: [id] });
    expect(await runtime.read(newProcess(), id, outs)).toEqual({});
  });
});

describe("resources of one process", () => {
  it("share searches: their first choices are disjoint", async () => {
    const config = newProcess();
    bench.numbers({ add: [0, 1, 2, 3].map((index) => ({ e164: testNumber(10 + index), country: "US" })) });
    const [first, second] = await Promise.all(
      ["first", "second"].map((name) => runtime.check(config, {}, { ...program, claim: claimOf(name) })),
    );
    const chosen = [first, second].map((checked) => (defined(checked).inputs.candidates as string[])[0]);
    expect(new Set(chosen).size).toBe(2);
    expect(bench.calls).toHaveLength(1);
  });
});

describe("errors", () => {
  it("that speak to the reader come without a stack", async () => {
    const { inputs } = await runtime.check(newProcess(), {}, program);
    bench.fault("buy", "no-funds");
    expect((await errorOf(runtime.create(newProcess(), inputs))).stack).toBe("");
  });

  it("of a number that is kept carry id, properties and reasons, as the engine wants them", async () => {
    const { inputs } = await runtime.check(newProcess(), {}, program);
    bench.fault("buy", "reset-before", { times: 2 });
    const error = await errorOfClass(UnfinishedResource, runtime.create(newProcess(), inputs));
    expect(error).toMatchObject({ properties: { e164: error.id, status: "unsettled" }, stack: "" });
    expect(error.reasons).toHaveLength(1);
  });
});

describe("a step that the engine asks for again, as an onError hook wants it", () => {
  it("goes on with the number that the first try has bought", async () => {
    const config = newProcess();
    const { inputs } = await runtime.check(config, {}, { ...program, alias: "Support" });
    bench.fault("update", "500-before", { times: 5 });
    const { properties } = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    const { id, outs } = await runtime.create(config, inputs);
    expect(id).toBe(properties.e164);
    expect(outs).toMatchObject({ e164: id, status: "active", alias: "Support" });
    expect(bench.state).toMatchObject({ owned: [{ e164: id, alias: "Support" }], purchases: 1 });
  });

  it("goes on with the number that the first try may have bought", async () => {
    const config = newProcess();
    const { inputs } = await runtime.check(config, {}, { ...program, maxMonthlyPrice: 2 });
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { properties } = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    const again = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    expect(again.properties.e164).toBe(properties.e164);
    expect(bench.state).toMatchObject({ owned: [{ e164: properties.e164 }], purchases: 1 });
  });

  it("keeps the number also where the next try cannot look at the account", async () => {
    const config = newProcess();
    const { inputs } = await runtime.check(config, {}, program);
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { properties } = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    bench.fault("get", "500-before", { times: 10 });
    const again = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    expect(again.properties).toMatchObject({ e164: properties.e164, status: "unsettled" });
  });

  it("buys once where a person has said that an earlier purchase bought nothing", async () => {
    const config = newProcess();
    const { inputs } = await runtime.check(config, {}, program);
    bench.fault("buy", "reset-before", { times: 2 });
    const first = await errorOfClass(UnfinishedResource, runtime.create(config, inputs));
    const nothingBought = defined(/nothingBought: "(.*?)"/.exec(first.message)?.[1]);
    const next = newProcess();
    const news = (await runtime.check(next, inputs, { ...program, nothingBought })).inputs;
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    for (let attempt = 0; attempt < 3; attempt++)
      await errorOfClass(UnfinishedResource, runtime.update(next, first.id, first.properties, news));
    expect(bench.state.purchases).toBe(1);
  });
});
