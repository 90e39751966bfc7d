import { beforeEach, describe, expect, it } from "vitest";
import { WrongAccountError } from "../../../../provider/domain/errors";
import { remove } from "../../../../provider/lifecycle/delete";
import { type NumberState, outputs, readState } from "../../../../provider/lifecycle/state";
import { changesNeeded } from "../../../../provider/lifecycle/steps/apply";
import { type Attempted, withAttempt } from "../../../../provider/lifecycle/steps/attempted";
import { UnfinishedResource } from "../../../../provider/lifecycle/steps/keep-state";
import { errorOfClass } from "../../../support/expect";
import { useSandbox } from "../../../support/sandbox";
import { asked, up, upAgain, upUnfinishedAgain, withTestNumbers } from "../../../support/up";

describe("what has to be changed", () => {
  const args = { vendor: "plivo", country: "US" } as const;
  const now = { agent: "1", subaccount: "SA1", alias: "one" };

  it.each([
    ["nothing asked for", {}, {}, {}],
    ["all as asked", now, {}, {}],
    ["something else asked for", { agent: "2" }, {}, { agent: "2" }],
    ["asked for once, still there", {}, { agent: "1" }, { agent: null }],
    ["asked for once, replaced by somebody", {}, { agent: "3" }, {}],
    ["an empty alias, once asked for", { alias: "" }, { alias: "one" }, { alias: null }],
    ["an empty alias, never asked for", { alias: "" }, {}, {}],
  ])("%s", (_, asked, askedBefore, expected) => {
    expect(changesNeeded({ ...args, ...asked }, now, { ...args, ...askedBefore })).toEqual(expected);
  });

  it.each([
    ["one that a change may have left, asked for no more", {}, "1", ["1"], { agent: null }],
    ["one that somebody put there since", {}, "1", [], {}],
    ["one that is remembered, and a change may have replaced", { agent: "1" }, "1", ["2"], { agent: "1" }],
    ["one that nobody asked for, and a change may have replaced", {}, "1", ["2"], { agent: "1" }],
    ["one that a change may have put where none was", {}, null, ["2"], { agent: null }],
    ["none, where a change may have taken one away", {}, "1", [null], {}],
    ["one that a change may have taken away", { agent: "1" }, "1", [null], { agent: "1" }],
  ])("after a change that failed: %s", (_, asked, agent, sent, expected) => {
    const attempted = sent.reduce(
      (before: Attempted | undefined, value) => withAttempt(before, { agent: value }),
      undefined,
    );
    const seen = { ...now, agent };
    expect(changesNeeded({ ...args, ...asked }, seen, args, attempted)).toEqual(expected);
  });
});

describe("what is said of a deletion is kept, although the account does not show the number", () => {
  const bench = useSandbox({ stock: 20 });
  const kept = { deletionPolicy: "retain", deletionProtection: true } as const;
  const told = () => bench.context({ "phone:settleSeconds": "0" });
  let state: NumberState;

  beforeEach(async () => {
    withTestNumbers(bench);
    state = await up(await told());
  });

  it("of one that waits for documents", async () => {
    const { e164 } = state.observed;
    bench.numbers({ drop: [e164] });
    const pending: NumberState = { ...state, observed: { ...state.observed, status: "pending" } };
    const after = await upAgain(await told(), pending, { ...asked, ...kept });
    expect(after.args).toMatchObject(kept);
    // It is shown once its documents are accepted, and is not given back then.
    bench.numbers({ own: [{ e164, country: "US" }] });
    const { args } = await upAgain(await told(), after, { ...asked, deletionPolicy: "retain" });
    await remove((await told()).context, { ...after, args });
    expect(bench.owned).toEqual([e164]);
    expect(bench.state.releases).toBe(0);
  });

  it("and the update fails", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    const update = upAgain(await told(), state, { ...asked, ...kept });
    const { properties } = await errorOfClass(UnfinishedResource, update);
    const after = readState(properties);
    expect(after.args).toMatchObject(kept);
    // What gives the number up does not hold, until the update is made.
    const loosened = { ...asked, deletionPolicy: "release", deletionProtection: false };
    const again = await errorOfClass(UnfinishedResource, upAgain(await told(), after, loosened));
    expect(readState(again.properties).args).toMatchObject(kept);
  });
});

describe("a number that no API shows, under the keys of another account", () => {
  const bench = useSandbox({ stock: 20 });
  const cald = { vendor: "cald", country: "US" };
  const another = "key 000000000000";
  let elsewhere: NumberState;

  beforeEach(async () => {
    const [agent] = bench.info("cald").agents;
    const bought = await up(await bench.context(), { ...cald, agent });
    elsewhere = { ...bought, vendorAccount: another };
  });

  it("stays that account's by an edit of which the vendor is told nothing, and is not taken for gone", async () => {
    const { agent } = elsewhere.args;
    const edited = { ...cald, agent, maxMonthlyPrice: 9, deletionPolicy: "release" };
    const after = readState(outputs(await upAgain(await bench.context(), elsewhere, edited)));
    expect(after.vendorAccount).toBe(another);
    bench.control.changeNumbers({ vendor: "cald", drop: [after.observed.e164] });
    const { context } = await bench.context();
    await errorOfClass(WrongAccountError, remove(context, after));
  });

  it("is that of these keys once a change by them was accepted", async () => {
    const after = await upAgain(await bench.context(), elsewhere, cald);
    expect(after.vendorAccount).not.toBe(another);
  });

  it("is not said to be gone by a change that is not", async () => {
    bench.control.changeNumbers({ vendor: "cald", drop: [elsewhere.observed.e164] });
    const { error } = await upUnfinishedAgain(await bench.context(), elsewhere, cald);
    expect(error.message).toContain(`is in account ${another}, and the keys in use are of account`);
    expect(readState(error.properties).vendorAccount).toBe(another);
  });
});
