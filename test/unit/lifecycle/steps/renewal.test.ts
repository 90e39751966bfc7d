import { beforeEach, describe, expect, it } from "vitest";
import { ArgumentError, ConfigurationError } from "../../../../provider/domain/errors";
import { diff } from "../../../../provider/lifecycle/diff";
import { read } from "../../../../provider/lifecycle/read";
import { inputProperties, type NumberState, outputs, readState } from "../../../../provider/lifecycle/state";
import { checkAgain, checkNew, onlyFailure } from "../../../support/checking";
import { defined, errorOfClass } from "../../../support/expect";
import { testNumber, useSandbox } from "../../../support/sandbox";
import { asked, up, upAgain, upUnfinishedAgain, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
const off = { ...asked, renewal: "off" };

beforeEach(() => {
  withTestNumbers(bench);
});

/** What a preview, and an up if it has something to do, make of the number in a new process. */
async function next(
  state: NumberState,
  args: Readonly<Record<string, unknown>>,
  values: Record<string, string> = {},
) {
  const told = await bench.context(values);
  const { inputs } = await checkAgain(told, inputProperties(state), args);
  const { changes } = await diff(told.context, state, inputs);
  return { told, changes, after: changes ? await upAgain(told, state, { ...args }) : state };
}

describe("renewal off where a release is at once", () => {
  it("waits up to the window, which is 48 hours unless configured", async () => {
    const bought = await up(await bench.context(), off);
    expect(bought.observed.status).toBe("lapsing");
    const rent = Date.parse(defined(bought.observed.renewsAt));
    const hoursLeft = (rent - Date.parse(bench.control.now())) / 3_600_000;
    bench.control.advance({ advance: `${Math.floor(hoursLeft) - 60}h` });
    const waiting = await next(bought, off);
    expect(waiting.changes).toBe(false);
    expect(waiting.told.lines).toEqual([
      `line: renewal is off: ${bought.observed.e164} is released by the first up after ${new Date(rent - 48 * 3_600_000).toISOString()}, before its rent of ${bought.observed.renewsAt} is due`,
    ]);
    const wider = await next(bought, off, { "phone:releaseWindowHours": "72" });
    expect(wider.after.observed.status).toBe("released");
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("has not ended because the account does not show the number weeks before", async () => {
    const bought = await up(await bench.context(), off);
    bench.numbers({ drop: [bought.observed.e164] });
    const told = await bench.context();
    const { error } = await upUnfinishedAgain(told, bought, { ...off, maxMonthlyPrice: 3 });
    expect(error.message).toContain(`${bought.observed.e164} is not shown by the account`);
    expect(readState(error.properties).observed.status).toBe("lapsing");
  });

  it("has not ended because a refresh does not find the number weeks before: it leaves the state as any other", async () => {
    const bought = await up(await bench.context(), off);
    bench.numbers({ drop: [bought.observed.e164] });
    const told = await bench.context();
    expect(await read(told.context, bought)).toBeUndefined();
    expect(told.lines.join()).toContain("is not in the account any more, and leaves the state");
  });

  it("has ended where the account does not show the number once it is due, and that is told", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.advance({ advance: "30d" });
    bench.numbers({ drop: [bought.observed.e164] });
    const told = await bench.context();
    const { observed } = await upAgain(told, bought, { ...off, maxMonthlyPrice: 3 });
    expect(observed.status).toBe("released");
    expect(told.lines).toContain(`line: ${bought.observed.e164} has ended, as its renewal is off`);
  });

  it("of which the state does not know the date waits for the next run, as no preview has said that this one releases it", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.advance({ advance: "29d" });
    const unknown = { ...bought, observed: { ...bought.observed, renewsAt: null } };
    const told = await bench.context();
    const after = await upAgain(told, unknown, { ...off, alias: "Desk" });
    expect(after.observed).toMatchObject({ status: "lapsing", renewsAt: bought.observed.renewsAt });
    expect(told.lines.at(-1)).toMatch(/ends: it is released by the next up, before the rent of/);
    expect(bench.state.releases).toBe(0);
    expect((await next(after, { ...off, alias: "Desk" })).after.observed.status).toBe("released");
  });

  it("of a window that was missed waits for the next period: what is paid for is kept", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.advance({ advance: "33d" });
    const { after } = await next(bought, off);
    expect(after.observed.status).toBe("lapsing");
    expect(defined(after.observed.renewsAt) > defined(bought.observed.renewsAt)).toBe(true);
    expect(bench.state.releases).toBe(0);
  });

  it("is answered by a release that is done again when its answer is lost", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.advance({ advance: "29d" });
    bench.fault("release", "reset-after");
    expect((await next(bought, off)).after.observed.status).toBe("released");
    expect(bench.state.releases).toBe(1);
  });

  it("that ended leaves the number in state, whatever else changes", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.advance({ advance: "29d" });
    const { after } = await next(bought, off);
    bench.control.clearCalls();
    const told = await bench.context();
    expect(await read(told.context, after)).toEqual(after);
    const aliased = await next(after, { ...off, alias: "Desk" });
    expect(aliased.after.observed.status).toBe("released");
    expect(bench.calls).toEqual([]);
  });

  it("is told by the preview of a new number, and of one taken over", async () => {
    const told = await bench.context();
    await checkNew(told, off, "fresh");
    expect(told.lines[1]).toMatch(/^fresh: renewal is off: \+\d+ is released shortly before its rent is due/);
    bench.numbers({ own: [{ e164: testNumber(60), country: "US" }] });
    await checkNew(told, { vendor: "plivo", adopt: testNumber(60), renewal: "off" }, "old");
    expect(told.lines.at(-1)).toMatch(
      /^old: renewal is off: \+19072340060 is released by the first up after/,
    );
  });
});

describe("renewal off of a number that waits for documents", () => {
  const german = { vendor: "plivo", number: "+4930901820001", renewal: "off" };
  const refreshed = async (state: NumberState) => defined(await read((await bench.context()).context, state));

  beforeEach(() => {
    bench.numbers({ add: [{ e164: german.number, country: "DE" }] });
  });

  it("goes on waiting for them, and is released in time by a job that refreshes first", async () => {
    const bought = await up(await bench.context(), german);
    expect(bought.observed.status).toBe("pending");
    const waiting = await next(await refreshed(bought), german);
    expect([waiting.changes, waiting.after.observed.status]).toEqual([false, "pending"]);
    bench.control.advance({ advance: "29d" });
    const due = await next(await refreshed(bought), german);
    expect(due.told.lines[0]).toContain("is released now");
    expect(due.after.observed.status).toBe("released");
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("has ended where the account does not show it any more by then, as a run that was cut off has released it", async () => {
    const bought = await next(await up(await bench.context(), german), german);
    const shown = await refreshed(bought.after);
    bench.control.advance({ advance: "29d" });
    bench.numbers({ drop: [german.number] });
    expect((await next(shown, german)).after.observed.status).toBe("released");
  });

  it("ends as any other once they are accepted", async () => {
    const bought = await up(await bench.context(), german);
    bench.control.judgeDocuments({ vendor: "plivo", country: "DE", accepted: true });
    const accepted = await next(await refreshed(bought), german);
    expect([accepted.changes, accepted.after.observed.status]).toEqual([true, "lapsing"]);
  });

  it("stays in the state although the account does not show it", async () => {
    const bought = await up(await bench.context(), german);
    bench.numbers({ drop: [german.number] });
    expect((await refreshed(bought)).observed.status).toBe("pending");
  });
});

describe("renewal off at bolna", () => {
  it("is kept by the same window", async () => {
    const args = { vendor: "bolna", country: "US", renewal: "off" };
    const bought = await up(await bench.context(), args);
    expect(bought.observed.status).toBe("lapsing");
    const rent = Date.parse(defined(bought.observed.renewsAt));
    const hoursLeft = Math.floor((rent - Date.parse(bench.control.now())) / 3_600_000);
    bench.control.advance({ advance: `${hoursLeft - 60}h` });
    expect((await next(bought, args)).changes).toBe(false);
    bench.control.advance({ advance: "20h" });
    expect((await next(bought, args)).after.observed.status).toBe("released");
    expect(bench.control.state().bolna).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

describe("renewal auto", () => {
  it("calls back what was only meant, and asks the vendor for nothing", async () => {
    const bought = await up(await bench.context(), off);
    bench.control.clearCalls();
    const { after } = await next(bought, { ...asked, renewal: "auto" });
    expect(after.observed.status).toBe("active");
    expect(bench.writes).toEqual([]);
  });

  it("of a number that is gone while it was to end does not take it for ended", async () => {
    const bought = await up(await bench.context(), off);
    bench.numbers({ drop: [bought.observed.e164] });
    const told = await bench.context({ "phone:settleSeconds": "0" });
    await expect(upAgain(told, bought, { ...asked, renewal: "auto" })).rejects.toThrow(
      "is not shown by the account",
    );
  });
});

describe("renewal off by notice", () => {
  const sondos = { vendor: "sondos", country: "US" };
  const at = () => defined(bench.control.state().sondos);

  it("is given once, lapses, and is released when the period is over", async () => {
    const told = await bench.context();
    const bought = await up(told, { ...sondos, renewal: "off" });
    const { e164 } = bought.observed;
    expect(told.lines).toContain(
      `line: gave notice for ${e164}: it ends with the period that is paid for, which cannot be taken back`,
    );
    expect(told.lines[1]).toBe(
      `line: renewal is off: ${e164} is given notice and ends with the period that is paid for`,
    );
    expect((await next(bought, { ...sondos, renewal: "off" })).changes).toBe(false);
    const aliased = await next(bought, { ...sondos, renewal: "off", search: [{ contains: "1" }] });
    expect(aliased.after.observed.status).toBe("lapsing");
    expect(at()).toMatchObject({ owned: [{ status: "lapsing" }], releases: 1 });
    bench.control.advance({ advance: "32d" });
    const after = await read((await bench.context()).context, bought);
    expect(after?.observed.status).toBe("released");
  });
});

describe("a notice of which no answer tells whether it was taken", () => {
  const sondos = { vendor: "sondos", country: "US" };
  const off = { ...sondos, renewal: "off" };
  const at = () => defined(bench.control.state().sondos);
  let state: NumberState;

  /** The state that the engine keeps of an up whose notice gets no answer. */
  async function unanswered(fault: "500-after" | "500-before"): Promise<NumberState> {
    const bought = await up(await bench.context(), sondos);
    bench.control.postFault({ vendor: "sondos", operation: "release", fault, times: 5 });
    const { error } = await upUnfinishedAgain(await bench.context(), bought, off);
    return readState(JSON.parse(JSON.stringify(error.properties)));
  }

  it("is no end that can be called back", async () => {
    state = await unanswered("500-after");
    expect(at().releases).toBe(1);
    const { message } = await errorOfClass(ArgumentError, next(state, sondos));
    expect(message).toContain("no answer says whether it was taken");
    const { context } = await bench.context();
    const open = { ...inputProperties(state), renewal: "auto", replaceable: true };
    expect((await diff(context, state, open)).replaces).toEqual(["renewal"]);
  });

  it.each(["500-after", "500-before"] as const)("is given again after %s, and then lapses", async (fault) => {
    state = await unanswered(fault);
    const again = await next(state, off);
    expect(again.after.observed.status).toBe("lapsing");
    expect(outputs(again.after)).not.toHaveProperty("noticeSent");
    expect(at()).toMatchObject({ owned: [{ status: "lapsing" }], releases: 1 });
  });

  it("has ended the number where the account does not show it any more: none is bought for it", async () => {
    state = await unanswered("500-after");
    bench.control.advance({ advance: "32d" });
    const quick = { "phone:settleSeconds": "0" };
    expect((await next(state, off, quick)).after.observed.status).toBe("released");
    expect((await read((await bench.context(quick)).context, state))?.observed.status).toBe("released");
  });

  it("was not given where the account could not be looked at before it", async () => {
    const bought = await up(await bench.context(), sondos);
    bench.control.postFault({ vendor: "sondos", operation: "list", fault: "delay", delayMs: 0 });
    bench.control.postFault({ vendor: "sondos", operation: "list", fault: "500-before", times: 5 });
    const { error } = await upUnfinishedAgain(await bench.context(), bought, off);
    expect(bench.control.calls().filter(({ method }) => method === "DELETE")).toEqual([]);
    expect(readState(error.properties).noticeSent).toBeUndefined();
  });

  it("is none where the vendor has refused it: auto needs nothing then", async () => {
    const bought = await up(await bench.context(), sondos);
    bench.control.postFault({ vendor: "sondos", operation: "release", fault: "429", times: 5 });
    const { error } = await upUnfinishedAgain(await bench.context(), bought, off);
    expect((await next(readState(error.properties), sondos)).changes).toBe(true);
  });
});

describe("renewal off cannot be had", () => {
  it.each(["ravan", "cald"])("at %s, which tells no date", async (vendor) => {
    const failure = onlyFailure(
      await checkNew(await bench.context(), { vendor, country: "US", renewal: "off" }),
    );
    expect(failure.reason).toContain(`renewal: ${vendor} tells no date`);
  });

  it.each(["0", "673", "soon", ""])("with a window of %j", async (hours) => {
    const error = await errorOfClass(
      ConfigurationError,
      bench.context({ "phone:releaseWindowHours": hours }),
    );
    expect(error.message).toContain("phone:releaseWindowHours");
  });
});

it("a number that was protected is not ended by the up that takes the protection away", async () => {
  const before = { ...asked, deletionProtection: true };
  withTestNumbers(bench);
  const state = await up(await bench.context(), before);
  bench.control.advance({ advance: "20d" });
  const after = { ...asked, renewal: "off" };
  const first = await upAgain(await bench.context({ "phone:releaseWindowHours": "672" }), state, after);
  expect(bench.owned).toEqual([state.observed.e164]);
  const next = readState(outputs(first));
  await upAgain(await bench.context({ "phone:releaseWindowHours": "672" }), next, after);
  expect(bench.owned).toEqual([]);
});

it("a number that was released by a run that was killed has ended: none is bought for it", async () => {
  withTestNumbers(bench);
  const state = await up(await bench.context());
  bench.numbers({ drop: [state.observed.e164] });
  const values = { "phone:releaseWindowHours": "672", "phone:settleSeconds": "0" };
  bench.control.advance({ advance: "20d" });
  const ended = await upAgain(await bench.context(values), state, { ...asked, renewal: "off" });
  expect(ended.observed.status).toBe("released");
  expect(bench.state.purchases).toBe(1);
});
