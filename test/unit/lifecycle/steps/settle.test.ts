import { beforeEach, describe, expect, it } from "vitest";
import { ArgumentError, NoneAvailableError, NumberTakenError } from "../../../../provider/domain/errors";
import { remove as release } from "../../../../provider/lifecycle/delete";
import { diff } from "../../../../provider/lifecycle/diff";
import { read } from "../../../../provider/lifecycle/read";
import {
  inputProperties,
  type NumberState,
  orderOf,
  readInputs,
  readState,
} from "../../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../../provider/lifecycle/steps/keep-state";
import { update } from "../../../../provider/lifecycle/update";
import { expectNothingBought, expectOnlyBought } from "../../../support/buying";
import { checkAgain } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { contextWith } from "../../../support/context-with";
import { defined, errorOf, errorOfClass } from "../../../support/expect";
import { journalRecord } from "../../../support/killed-run";
import { testNumber, useSandbox } from "../../../support/sandbox";
import { asked, up, upAgain, upUnfinished, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
beforeEach(() => {
  withTestNumbers(bench);
});

const impatient = () => bench.context({ "phone:settleSeconds": "0" });

/** Bought, but neither answered nor shown: as unclear as it gets. */
async function boughtUnseen(args = asked): Promise<NumberState> {
  bench.fault("buy", "reset-after");
  bench.fault("buy", "list-lag", { delayMs: 600_000 });
  const { error, state } = await upUnfinished(await impatient(), args);
  expectOnlyBought(bench, error.id);
  return state;
}

/** The end of the lag, without waiting for it. */
function appear({ observed: { e164 } }: NumberState): void {
  bench.numbers({ drop: [e164] });
  bench.numbers({ own: [{ e164, country: "US", purchasedAt: new Date().toISOString().slice(0, 10) }] });
}

async function notBought(): Promise<NumberState> {
  bench.fault("buy", "reset-before", { times: 2 });
  const { state } = await upUnfinished(await impatient());
  expectNothingBought(bench);
  return state;
}

/** A purchase that was not made, the word that says so, and others who have all that was picked, an hour later. */
async function notBoughtAndTaken(): Promise<{ state: NumberState; nothingBought: string }> {
  bench.fault("buy", "reset-before", { times: 2 });
  const { error, state } = await upUnfinished(await impatient());
  const [, nothingBought = ""] = /nothingBought: "(.*?)"/.exec(error.message) ?? [];
  bench.numbers({ take: [...state.candidates] });
  bench.control.advance({ advance: "1h" });
  return { state, nothingBought };
}

describe("a purchase that lags behind for longer than it is looked for", () => {
  it("stays in state as unsettled, under the number that was asked for, with the reason", async () => {
    const { observed, candidates } = await boughtUnseen();
    expect(observed.e164).toBe(candidates[0]);
    expect(observed).toMatchObject({ status: "unsettled", vendorId: null });
    expect(observed.statusReason).toContain("it is not known yet");
  });

  it("wants an update, even if nothing changed", async () => {
    const state = await boughtUnseen();
    expect((await diff((await bench.context()).context, state, inputProperties(state))).changes).toBe(true);
  });

  it("is settled by the next update: found, finished, not bought again", async () => {
    const [agent] = bench.agents;
    const state = await boughtUnseen();
    appear(state);
    bench.control.clearCalls();
    const { observed } = await upAgain(await impatient(), state, { ...asked, agent });
    expect(observed).toMatchObject({
      e164: state.observed.e164,
      status: "active",
      statusReason: null,
      boundAgent: agent,
    });
    expectOnlyBought(bench, state.observed.e164);
    expect(bench.writes.map(({ path }) => path)).toEqual([
      `/v1/Account/[redacted]/Number/${observed.vendorId}/`,
    ]);
  });

  it("is settled by an update that waits for it", async () => {
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 3000 });
    const { state } = await upUnfinished(await impatient());
    const { observed } = await upAgain(await bench.context(), state);
    expect(observed.status).toBe("active");
    expectOnlyBought(bench, observed.e164);
  });

  it("is not said to be unbought as long as it is not shown: that it is taken proves nothing, it may be us", async () => {
    const state = await boughtUnseen();
    bench.control.clearCalls();
    const error = await errorOf(upAgain(await impatient(), state));
    expectOnlyBought(bench, state.observed.e164);
    expect(
      bench.writes.every(({ path }) => path.endsWith(`/PhoneNumber/${state.observed.e164.slice(1)}/`)),
    ).toBe(true);
    expect(error).toBeInstanceOf(UnfinishedResource);
    expect(error.message).not.toContain("was not bought");
  });

  it("is not lost by a refresh that does not find it", async () => {
    const state = await boughtUnseen();
    expect(await read((await impatient()).context, state)).toEqual(state);
  });

  it("is found by a refresh", async () => {
    const state = await boughtUnseen();
    appear(state);
    expect((await read((await impatient()).context, state))?.observed.status).toBe("active");
  });

  it("is settled by adopt in a run that may buy nothing", async () => {
    const state = await boughtUnseen();
    appear(state);
    const told = await bench.context({ "phone:settleSeconds": "0", "phone:maxPurchases": "0" });
    const { observed } = await upAgain(told, state, { vendor: "plivo", adopt: state.observed.e164 });
    expect(observed.status).toBe("active");
  });

  it("is released by a destroy that waits for it", async () => {
    const state = await boughtUnseen();
    appear(state);
    await release((await impatient()).context, state);
    expect(bench.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

describe("a purchase of which nobody could tell, and which was not made", () => {
  it("is made by the next update, of the same number", async () => {
    const state = await notBought();
    const told = await impatient();
    const after = await upAgain(told, state);
    expect(after).toMatchObject({
      unseenSince: null,
      observed: { e164: state.observed.e164, status: "active" },
    });
    expectOnlyBought(bench, state.observed.e164);
    expect(told.lines.join("\n")).toContain("is settled");
  });

  it("stays in state with a refresh as long as it could still show, and leaves it after that", async () => {
    const state = await notBought();
    expect(await read((await impatient()).context, state)).toEqual(state);
    bench.control.advance({ advance: "1h" });
    expect(await read((await impatient()).context, state)).toBeUndefined();
  });

  it("leaves it with its renewal off as well: it has not ended, as it never was", async () => {
    const state = await notBought();
    bench.control.advance({ advance: "1h" });
    const ending: NumberState = { ...state, args: { ...state.args, renewal: "off" } };
    expect(await read((await impatient()).context, ending)).toBeUndefined();
  });

  it("keeps what of its deletion keeps it although its end is not known yet", async () => {
    const state = await notBought();
    bench.numbers({ take: [state.observed.e164] });
    const kept = { deletionPolicy: "retain", deletionProtection: true };
    const early = await errorOfClass(
      UnfinishedResource,
      upAgain(await impatient(), state, { ...asked, ...kept }),
    );
    expect(early.properties).toMatchObject(kept);
    const again = upAgain(await impatient(), readState(early.properties), asked);
    const { properties } = await errorOfClass(UnfinishedResource, again);
    // What gives the number up is not, until it is known what else becomes of it.
    expect(readState(properties).args).toMatchObject(kept);
  });

  it("stays unsettled when somebody else has the number now, until it is proven not to be us", async () => {
    const state = await notBought();
    bench.numbers({ take: [state.observed.e164] });
    const early = await errorOfClass(UnfinishedResource, upAgain(await impatient(), state));
    expect(early.properties.unseenSince).toBe(state.unseenSince);
    bench.control.advance({ advance: "1h" });
    const late = await errorOfClass(NumberTakenError, upAgain(await impatient(), state));
    expect(late.message).toContain("Run pulumi refresh");
    expectNothingBought(bench);
  });

  it("and is said not to be made, when others have all that was picked: says how another is picked, which helps", async () => {
    const { state, nothingBought } = await notBoughtAndTaken();
    const inputs = readInputs({ ...inputProperties(state), nothingBought });
    const refused = await errorOfClass(
      NoneAvailableError,
      update((await impatient()).context, state, inputs),
    );
    expect(refused.message).toContain("Run pulumi refresh ten minutes after that purchase");
    expect(await read((await impatient()).context, state)).toBeUndefined();
    expectNothingBought(bench);
  });

  it("and is said not to be made, when others have what was sold with a restriction: no refresh takes that out, and it does not say so", async () => {
    const { state, nothingBought } = await notBoughtAndTaken();
    const quote = { ...defined(state.quote ?? undefined), restriction: "documents are needed" };
    const inputs = readInputs({ ...inputProperties({ ...state, quote }), nothingBought });
    const refused = await errorOfClass(
      NoneAvailableError,
      update((await impatient()).context, { ...state, quote }, inputs),
    );
    expect(refused.message).toContain("pulumi state delete");
    expect(await read((await impatient()).context, { ...state, quote })).toBeDefined();
  });

  describe("and is said not to be made, while the account shows another that it may have come to", () => {
    async function toldOf() {
      const { state, nothingBought } = await notBoughtAndTaken();
      const fallback = defined(state.candidates[1]);
      bench.numbers({ own: [{ e164: fallback, country: "US" }] });
      const given = (more: object) => readInputs({ ...inputProperties(state), ...more });
      const asSaid = update((await impatient()).context, state, given({ nothingBought }));
      const { message } = await errorOfClass(UnfinishedResource, asSaid);
      expect(message).toContain(
        `the account has ${fallback}: a run with this nothingBought may have bought it, or somebody else`,
      );
      const longer = defined(/nothingBought: "(.*?)"/.exec(message)?.[1]);
      expect(longer.split(" ")).toContain(nothingBought);
      return { state, fallback, given, nothingBought, longer };
    }

    it("is settled by the line that adopts that one", async () => {
      const { state, fallback, given, nothingBought } = await toldOf();
      const inputs = given({ nothingBought, adopt: fallback });
      const { observed } = await update((await impatient()).context, state, inputs);
      expect(observed).toMatchObject({ e164: fallback, status: "active" });
      expect(bench.state).toMatchObject({ purchases: 0, releases: 0 });
    });

    it("is over by the longer nothingBought: another may be bought, and that one is left alone", async () => {
      const { state, fallback, given, longer } = await toldOf();
      const next = update((await impatient()).context, state, given({ nothingBought: longer }));
      await errorOfClass(NoneAvailableError, next);
      expect(bench.state).toMatchObject({ owned: [{ e164: fallback }], purchases: 0, releases: 0 });
    });
  });

  it("is never made of another number", async () => {
    const state = await notBought();
    bench.numbers({ take: [state.observed.e164] });
    bench.control.clearCalls();
    await errorOf(upAgain(await impatient(), state));
    bench.control.advance({ advance: "1h" });
    await errorOf(upAgain(await impatient(), state));
    const path = `/v1/Account/[redacted]/PhoneNumber/${state.observed.e164.slice(1)}/`;
    expect(new Set(bench.writes.map((call) => call.path))).toEqual(new Set([path]));
  });

  it("asked for again with no clear answer starts the waiting anew", async () => {
    const state = await notBought();
    bench.control.advance({ advance: "1h" });
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { properties } = await errorOfClass(UnfinishedResource, upAgain(await impatient(), state));
    expect(Date.parse(String(properties.unseenSince))).toBeGreaterThan(
      Date.parse(defined(state.unseenSince)),
    );
    expect((await read((await impatient()).context, readState(properties)))?.observed.status).toBe(
      "unsettled",
    );
    expectOnlyBought(bench, state.observed.e164);
  });

  it("asked for again with no clear answer starts the waiting anew, also where it cannot be looked for", async () => {
    const state = await notBought();
    bench.control.advance({ advance: "1h" });
    bench.fault("buy", "reset-after");
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    // As often it and its fallbacks are looked for before it is asked for again.
    bench.fault("get", "delay", { delayMs: 0, times: 6 });
    bench.fault("get", "500-before", { times: 50 });
    const { properties } = await errorOfClass(UnfinishedResource, upAgain(await impatient(), state));
    expectOnlyBought(bench, state.observed.e164);
    bench.control.clearFaults();
    bench.fault("get", "delay", { delayMs: 0 });
    expect((await read((await impatient()).context, readState(properties)))?.observed.status).toBe(
      "unsettled",
    );
  });

  it("is a destroy's success only when it could have shown by now", async () => {
    const state = await notBought();
    const refused = await errorOf(release((await impatient()).context, state));
    expect(refused.message).toContain("It stays in state");
    bench.control.advance({ advance: "1h" });
    await release((await impatient()).context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 0 });
  });
});

describe("a purchase that cannot be looked for, as get fails", () => {
  it("is unsettled, and the next up settles it", async () => {
    bench.fault("buy", "reset-after");
    // The first get comes before the purchase; the ones after it all fail.
    bench.fault("get", "delay", { delayMs: 0 });
    bench.fault("get", "500-before", { times: 50 });
    const { state } = await upUnfinished(await impatient());
    expect(state.observed.status).toBe("unsettled");
    expectOnlyBought(bench, state.observed.e164);
    bench.control.clearFaults();
    expect((await upAgain(await impatient(), state)).observed.status).toBe("active");
    expectOnlyBought(bench, state.observed.e164);
  });
});

describe("a purchase beside an older one, which a run of this machine was cut off from and whose program asked for another number", () => {
  const hour = 3_600_000;

  it.each([
    ["whose time is an hour before", -hour],
    ["whose time is an hour after, as its machine's clock is ahead", hour],
  ])("is settled itself: one %s is not put in its place", async (_, later) => {
    const state = await boughtUnseen();
    const older = defined(state.candidates.at(-1));
    const { context } = await impatient();
    const { vendor } = await context.account(state.args);
    await vendor.buy({ ...orderOf(state), e164: older });
    const until = new Date(Date.parse(defined(state.unseenSince ?? undefined)) + later).toISOString();
    await context.journal.write(journalRecord({ claim: claimOf("line"), candidates: [older], until }));
    appear(state);
    const next = await impatient();
    await diff(next.context, state, inputProperties(state));
    const { observed } = await upAgain(next, state);
    expect(observed).toMatchObject({ e164: state.observed.e164, status: "active" });
    expect(bench.state).toMatchObject({ purchases: 2, releases: 0 });
    expect(next.lines.join()).toContain(`may have bought ${older} in the place of ${state.observed.e164}`);
  });
});

it("a number that settles a purchase by adopt is not ended in the same run, though its renewal is off and due", async () => {
  const off = { ...asked, renewal: "off" };
  const state = await boughtUnseen(off);
  appear(state);
  const { search: _, ...adopting } = { ...off, adopt: state.observed.e164 };
  // Its rent is due within two days, whatever month it is.
  bench.control.advance({ advance: "30d" });
  const adopted = await upAgain(await impatient(), state, adopting);
  expect(adopted.observed).toMatchObject({ e164: state.observed.e164, status: "active" });
  expect(bench.state).toMatchObject({ owned: [{ e164: state.observed.e164 }], releases: 0 });
});

it("nor is it given notice at sondos, which cannot be taken back: the next preview tells of it, and the next up does it", async () => {
  const control = bench.control;
  const args = { vendor: "sondos", country: "US", renewal: "off" };
  control.postFault({ vendor: "sondos", operation: "buy", fault: "reset-before", times: 2 });
  const { error, state } = await upUnfinished(await impatient(), args);
  const [, nothingBought = ""] = /nothingBought: "(.*?)"/.exec(error.message) ?? [];
  const adopt = testNumber(90);
  control.changeNumbers({ vendor: "sondos", own: [{ e164: adopt, country: "US" }] });
  const adopting = { ...args, adopt, nothingBought };
  const adopted = await upAgain(await impatient(), state, adopting);
  expect(adopted.observed).toMatchObject({ e164: adopt, status: "active" });
  expect(control.state().sondos).toMatchObject({ releases: 0 });
  const told = await bench.context();
  const { inputs } = await checkAgain(told, inputProperties(adopted), adopting);
  expect((await diff(told.context, adopted, inputs)).changes).toBe(true);
  expect(told.lines.join()).toContain(`${adopt} is given notice`);
  const ended = await upAgain(await impatient(), adopted, adopting);
  expect(ended.observed.status).toBe("lapsing");
  expect(control.state().sondos).toMatchObject({ releases: 1 });
});

describe("a number that is settled", () => {
  it("needs no update, and is bought once in all", async () => {
    const state = await up(await bench.context());
    expect((await diff((await bench.context()).context, state, inputProperties(state))).changes).toBe(false);
    expectOnlyBought(bench, defined(bench.owned[0]));
  });
});

describe("a number that turns out to be another stack's", () => {
  it("is not taken by a refresh: the resource leaves the state, and the number is left alone", async () => {
    const state = await up(await bench.context(), asked);
    const { e164 } = state.observed;
    bench.control.clearCalls();
    const told = await contextWith(bench, { prod: [{ ...state, claim: claimOf("line", "prod") }], dev: [] });
    const unseenSince = new Date().toISOString();
    const observed = { ...state.observed, status: "unsettled" as const };
    expect(await read(told.context, { ...state, unseenSince, observed })).toBeUndefined();
    expect(told.lines).toEqual([
      `line: ${e164} was not bought for this resource (the stack organization/phones/prod has it), and leaves the state`,
    ]);
    expect(bench.writes).toEqual([]);
    expect(bench.owned).toEqual([e164]);
  });

  it("or that another answers is open, and stays in state", async () => {
    const state = await up(await bench.context(), { ...asked, agent: bench.agents[0] });
    const { e164 } = state.observed;
    bench.numbers({ drop: [e164] });
    bench.numbers({ own: [{ e164, country: "US", agent: bench.agents[1] }] });
    const told = await bench.context();
    const observed = { ...state.observed, status: "unsettled" as const };
    const unsettled = { ...state, unseenSince: new Date().toISOString(), observed };
    expect(await read(told.context, unsettled)).toEqual(unsettled);
    expect(told.lines).toEqual([
      `line: ${e164} is in the account, and it is bound to ${bench.agents[1]}, which was not ordered: it stays in state, and pulumi up says what to write`,
    ]);
  });
});

describe("an unsettled purchase, and adopt of a number that the account does not have", () => {
  it("is refused, and what another answers is not taken over in its place", async () => {
    const state = await notBought();
    bench.numbers({ take: [state.observed.e164] });
    bench.numbers({ own: [{ e164: state.observed.e164, country: "US", agent: bench.agents[1] }] });
    bench.control.clearCalls();
    const inputs = readInputs({ ...inputProperties(state), adopt: testNumber(90), agent: bench.agents[0] });
    const error = await errorOfClass(ArgumentError, update((await impatient()).context, state, inputs));
    expect(error.details.argument).toBe("adopt");
    expect(error.message).toContain(`the account owns no ${testNumber(90)}`);
    expect(bench.writes).toEqual([]);
  });
});

describe("an unclear purchase of a number that costs more by now than maxMonthlyPrice allows", () => {
  it("stays unsettled, and is not asked for again", async () => {
    const args = { ...asked, maxMonthlyPrice: 1 };
    bench.fault("buy", "reset-before", { times: 2 });
    const { state } = await upUnfinished(await impatient(), args);
    const { e164 } = state.observed;
    bench.numbers({ price: [{ e164, price: "9.99" }] });
    bench.control.clearCalls();
    const told = await impatient();
    const error = await errorOfClass(UnfinishedResource, upAgain(told, state, args));
    expect(error.message).toContain(`${e164} costs 9.99 USD a month by now`);
    expectNothingBought(bench);
    expect(bench.writes).toEqual([]);
    bench.control.advance({ advance: "1h" });
    const over = await errorOfClass(NumberTakenError, upAgain(await impatient(), state, args));
    expect(over.message).toContain("Run pulumi refresh, which takes it out of the state");
  });
});

describe("the time from which it counts that nothing shows", () => {
  it("is that of the last request", async () => {
    bench.fault("buy", "reset-before", { times: 2 });
    const { context } = await bench.context({ "phone:settleSeconds": "2" });
    const began = await context.now();
    const { state } = await upUnfinished(await bench.context({ "phone:settleSeconds": "2" }));
    expect(Date.parse(defined(state.unseenSince ?? undefined)) - began.getTime()).toBeGreaterThanOrEqual(
      2000,
    );
  });
});
