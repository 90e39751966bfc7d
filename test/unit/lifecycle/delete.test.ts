import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import {
  ArgumentError,
  AuthenticationError,
  BackendError,
  RateLimitedError,
  UnfinishedError,
  WrongAccountError,
} from "../../../provider/domain/errors";
import { secretSignature, signatureKey } from "../../../provider/domain/secret-signature";
import { remove as release } from "../../../provider/lifecycle/delete";
import { type NumberState, outputs } from "../../../provider/lifecycle/state";
import { creating, numberInState, ownStack, Stacks } from "../../support/backend";
import { checkAgain, checkNew } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { contextWith } from "../../support/context-with";
import { errorOfClass } from "../../support/expect";
import { journalRecord } from "../../support/killed-run";
import { noStacks, testNumber, useSandbox } from "../../support/sandbox";
import { asked, up, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });
const sealed = { [signatureKey]: secretSignature, ciphertext: "v1:x" };
let state: NumberState;
beforeEach(async () => {
  withTestNumbers(bench);
  state = await up(await bench.context(), { ...asked, agent: bench.agents[0] });
  bench.control.clearCalls();
});

describe("delete", () => {
  it("gives it back also where a row that was given up already has the same number", async () => {
    const before = { ...state, claim: claimOf("before") };
    const told = await contextWith(bench, { dev: [before, state] }, {}, { pending: ["before"] });
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("of a row that was given up already leaves the number to whoever has it by now", async () => {
    const before = { ...state, claim: claimOf("before") };
    const told = await contextWith(bench, { dev: [before, state] }, {}, { pending: ["before"] });
    await release(told.context, before);
    expect(bench.state).toMatchObject({ releases: 0 });
  });

  it("of the row itself that was given up already asks nothing of the vendor: somebody else may have bought the number since", async () => {
    const told = await contextWith(bench, { dev: [state] }, {}, { pending: ["line"] });
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [{ e164: state.observed.e164 }], releases: 0 });
    expect(told.lines).toEqual([`line: ${state.observed.e164} was given up already, when it was replaced`]);
  });

  it("knows such a row by its URN as well, where its state was written before a rename", async () => {
    const { e164 } = state.observed;
    const row = {
      ...numberInState(state.claim, e164, { claim: claimOf("former") }),
      pendingReplacement: true,
    };
    const given = new Stacks().put(ownStack, { resources: [row] });
    await release((await bench.context({}, given.cli)).context, state);
    const again = new Stacks().put(ownStack, { resources: [row, numberInState(state.claim, e164)] });
    // The engine deletes what was given up, once another row has the number.
    await release((await bench.context({}, again.cli)).context, state);
    expect(bench.state).toMatchObject({ owned: [{ e164 }], releases: 0 });
  });

  it("tells of what an interrupted run may have bought beside it: nobody gives that back", async () => {
    const begun = creating({ ...asked, claim: claimOf("lost"), candidates: [testNumber(50)] });
    const rows = [numberInState(state.claim, state.observed.e164)];
    const stacks = new Stacks().put(ownStack, { resources: rows, pending: [begun] });
    const told = await bench.context({}, stacks.cli);
    await release(told.context, state);
    expect(told.lines[0]).toContain(`lost: a run was interrupted that may have bought ${testNumber(50)}`);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("waits for the purchase of what is to be in its place, unless that is not in the program any more", async () => {
    const { e164 } = state.observed;
    const unsettled = numberInState(state.claim, testNumber(9), { status: "unsettled" });
    const rows = [{ ...numberInState(state.claim, e164), delete: true }, unsettled];
    const stacks = new Stacks().put(ownStack, { resources: rows });
    const told = await bench.context({}, stacks.cli);
    await checkAgain(told, outputs(state), asked);
    const error = await errorOfClass(UnfinishedError, release(told.context, state));
    expect(error.message).toContain(`${e164} is not given back: it is not known yet`);
    // Nor is anything known to be there where a refresh has taken that out, and another purchase failed since.
    stacks.put(ownStack, { resources: rows.slice(0, 1) });
    const alone = await bench.context({}, stacks.cli);
    await checkNew(alone, asked);
    await errorOfClass(UnfinishedError, release(alone.context, state));
    expect(bench.state).toMatchObject({ owned: [{ e164 }], releases: 0 });
    await release((await bench.context({}, stacks.cli)).context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("that waits so counts as none that has gone: another row of the number does not give it back", async () => {
    const { e164 } = state.observed;
    const stale = { ...state, claim: claimOf("stale") };
    const waiting = { ...numberInState(state.claim, e164), delete: true };
    const rowsBeside = (status: string) => [
      waiting,
      numberInState(state.claim, testNumber(9), { status }),
      numberInState(stale.claim, e164),
    ];
    const stacks = new Stacks().put(ownStack, { resources: rowsBeside("unsettled") });
    const told = await bench.context({}, stacks.cli);
    await checkAgain(told, outputs(state), asked);
    await errorOfClass(UnfinishedError, release(told.context, state));
    // What is in its place is settled by then.
    stacks.put(ownStack, { resources: rowsBeside("active") });
    await checkAgain(told, outputs(state), asked);
    await release(told.context, stale);
    expect(bench.state).toMatchObject({ owned: [{ e164 }], releases: 0 });
  });

  it("of what has waited for it does what the program says by now, also where that is secret in the state", async () => {
    const { e164 } = state.observed;
    const live = numberInState(state.claim, testNumber(9), { deletionPolicy: sealed });
    const rows = [{ ...numberInState(state.claim, e164), delete: true }, live];
    const stacks = new Stacks().put(ownStack, { resources: rows });
    const told = await bench.context({}, stacks.cli);
    await checkAgain(told, outputs(state), { ...asked, deletionPolicy: "retain" });
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [{ e164 }], releases: 0 });
    // Without the program nobody can read it.
    await release((await bench.context({}, stacks.cli)).context, state);
    expect(bench.state).toMatchObject({ owned: [{ e164 }], releases: 0 });
  });

  it.each(["release", "detach", "retain"] as const)(
    "by %s tells of the other number that the vendor says it has sold besides",
    async (deletionPolicy) => {
      const told = await bench.context();
      const args = { ...state.args, deletionPolicy };
      await release(told.context, { ...state, args, confirmed: testNumber(77) });
      expect(told.lines.at(-1)).toContain(`the vendor says that it has sold ${testNumber(77)}, too`);
    },
  );

  it("is not refused for what is not known of another number", async () => {
    const [moved, line] = [
      { ...state, claim: claimOf("moved", "prod") },
      await up(await bench.context(), asked),
    ];
    const told = await contextWith(bench, { dev: [moved, line], prod: [], third: [moved] });
    const [refused, released] = await Promise.allSettled([
      release(told.context, moved),
      release(told.context, line),
    ]);
    expect(refused.status).toBe("rejected");
    expect(released.status).toBe("fulfilled");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("does not forget a number that waits for documents, and was never shown", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    const pending = { ...state.observed, status: "pending" as const };
    const unseen = { ...state, observed: pending, unseenSince: "2020-01-01T00:00:00.000Z" };
    for (const deletionPolicy of ["release", "detach"] as const) {
      const { context } = await bench.context({ "phone:settleSeconds": "0" });
      const asPolicy = { ...unseen, args: { ...unseen.args, deletionPolicy } };
      await errorOfClass(UnfinishedError, release(context, asPolicy));
    }
    const { context } = await bench.context();
    await release(context, { ...state, observed: pending });
  });

  it("gives this number back, and says that it is for good", async () => {
    const told = await bench.context();
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    expect(told.lines).toEqual([
      `line: released ${state.observed.e164}, for good; the rent ends with the running month, which is not refunded`,
    ]);
  });

  it("gives the number back though another vendor shows it as well, for another resource", async () => {
    const elsewhere = {
      ...state,
      claim: claimOf("other"),
      args: { ...state.args, vendor: "bolna" as const },
    };
    const told = await contextWith(bench, { dev: [state, elsewhere] });
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("gives the number back though another resource had it until its renewal was off", async () => {
    const ended = {
      ...state,
      claim: claimOf("other"),
      observed: { ...state.observed, status: "released" as const },
    };
    const told = await contextWith(bench, { dev: [ended, state] });
    await release(told.context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("gives it back also where this machine's records cannot be read, as none of them is needed for that", async () => {
    const told = await bench.context();
    await told.context.journal.write(journalRecord({ claim: state.claim, candidates: [testNumber(0)] }));
    const folder = path.join(process.env.PULUMI_HOME ?? "", "phone-intents");
    for (const file of readdirSync(folder)) writeFileSync(path.join(folder, file), "{");
    await release((await bench.context()).context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it("of a row that is out of date leaves the number to the one that has it, also after the stack was renamed", async () => {
    const current = { ...state, claim: claimOf("line", "renamed") };
    const told = await contextWith(bench, { renamed: [state, current] });
    await checkAgain(told, outputs(current), asked);
    await release(told.context, state);
    expect(bench.owned).toEqual([state.observed.e164]);
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is left alone: another resource of this stack has it`,
    ]);
  });

  it("leaves the number to a row that another process of the run has made since this one first read the stack", async () => {
    const [stale, other] = [state, { ...state, claim: claimOf("other") }];
    const stacks: Record<string, readonly NumberState[]> = { dev: [stale] };
    const told = await contextWith(bench, stacks);
    await told.context.backend.stackOf(stale.claim);
    stacks.dev = [stale, other];
    await release(told.context, stale);
    expect(bench.owned).toEqual([state.observed.e164]);
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is left alone: another resource of this stack has it`,
    ]);
  });

  it("gives nothing back where it cannot be read whether another row has the number", async () => {
    let isDown = true;
    const cli = async (args: readonly string[]) => {
      if (isDown) throw new Error("error: EOF");
      return noStacks(args);
    };
    const { context } = await bench.context({}, cli);
    const { message } = await errorOfClass(UnfinishedError, release(context, state));
    expect(message).toContain("whether another resource has it is not known");
    expect(message).toContain("stays in state");
    expect(bench.state).toMatchObject({ owned: [{ e164: state.observed.e164 }], releases: 0 });
    isDown = false;
    await release(context, state);
    expect(bench.state).toMatchObject({ owned: [], releases: 1 });
  });

  it.each(["line", "before"])(
    "of a number that makes room for another is refused, where nothing could be read while that was checked (in state as %s)",
    async (name) => {
      let isDown = true;
      const was = { ...state, claim: claimOf(name) };
      const row = { ...numberInState(claimOf("line"), state.observed.e164), outputs: outputs(was) };
      const stacks = new Stacks().put(ownStack, { resources: [row] });
      const cli: typeof stacks.cli = (args) =>
        isDown ? Promise.reject(new Error("error: EOF")) : stacks.cli(args);
      const told = await bench.context({}, cli);
      await checkNew(told, asked);
      isDown = false;
      const error = await errorOfClass(BackendError, release(told.context, was));
      expect(error.message).toContain("when this run began");
      expect(bench.owned).toEqual([state.observed.e164]);
    },
  );

  it("that only forgets the number needs no backend", async () => {
    const cli = async () => {
      throw new Error("error: EOF");
    };
    const told = await bench.context({}, cli);
    await release(told.context, { ...state, args: { ...state.args, deletionPolicy: "retain" } });
    expect(told.lines.join()).toContain("is left in the account as it is");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("of a number that is gone already is success", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    await release((await bench.context()).context, state);
    expect(bench.state.releases).toBe(0);
  });

  it.each(["reset-before", "reset-after", "500-before", "500-after", "502-html-after"] as const)(
    "met by %s releases once all the same",
    async (fault) => {
      bench.fault("release", fault);
      await release((await bench.context()).context, state);
      expect(bench.state).toMatchObject({ owned: [], releases: 1 });
    },
  );

  it("that the vendor does not let through is an error", async () => {
    bench.fault("release", "429", { times: 20, retryAfter: 0 });
    await errorOfClass(RateLimitedError, release((await bench.context()).context, state));
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("with a refused key is an error, and says how to bring the present one", async () => {
    const { context } = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": "wrong",
    });
    const { message } = await errorOfClass(AuthenticationError, release(context, state));
    expect(message).toContain("--run-program");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("does not forget a number that the account's list has again, under another id", async () => {
    const told = await bench.context({ "phone:settleSeconds": "0" });
    const bought = await up(told, { vendor: "sondos", country: "US" });
    const { e164 } = bought.observed;
    bench.control.changeNumbers({ vendor: "sondos", drop: [e164] });
    bench.control.changeNumbers({ vendor: "sondos", own: [{ e164, country: "US" }] });
    const stale = { ...bought, observed: { ...bought.observed, vendorId: "1" } };
    const { message } = await errorOfClass(UnfinishedError, release(told.context, stale));
    expect(message).toMatch(/still has it, as .* It stays in state\./);
    expect(bench.control.state().sondos?.owned.map((each) => each.e164)).toContain(e164);
  });

  it("does not take a number for gone that another account has shown", async () => {
    const elsewhere = { ...state, vendorAccount: "MA0000000000000000ZZ" };
    bench.numbers({ drop: [state.observed.e164] });
    const { context } = await bench.context();
    await errorOfClass(WrongAccountError, release(context, elsewhere));
  });
});

describe("the policy of the state", () => {
  it("detach unbinds the number and leaves it in the account, where its rent goes on", async () => {
    const told = await bench.context();
    await release(told.context, { ...state, args: { ...state.args, deletionPolicy: "detach" } });
    expect(bench.state).toMatchObject({ owned: [{ e164: state.observed.e164, agent: null }], releases: 0 });
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is unbound from ${bench.agents[0]} and left in the account; its rent goes on`,
    ]);
  });

  it("retain asks nothing of the vendor, and says that the rent goes on", async () => {
    const told = await bench.context();
    await release(told.context, { ...state, args: { ...state.args, deletionPolicy: "retain" } });
    expect(bench.calls).toEqual([]);
    expect(told.lines).toEqual([
      `line: ${state.observed.e164} is left in the account as it is, and its rent goes on: Pulumi no longer tracks it`,
    ]);
  });

  it.each(["release", "detach", "retain"] as const)(
    "%s is nothing against protection",
    async (deletionPolicy) => {
      const { context } = await bench.context();
      const args = { ...state.args, deletionPolicy, deletionProtection: true };
      const { message } = await errorOfClass(ArgumentError, release(context, { ...state, args }));
      expect(message).toContain(`${state.observed.e164} is protected`);
      expect(message).toContain("Nothing was done. Run pulumi up with deletionProtection: false first");
      expect(bench.calls).toEqual([]);
    },
  );

  it("is of no account for a number that its renewal has ended", async () => {
    const told = await bench.context();
    await release(told.context, { ...state, observed: { ...state.observed, status: "released" } });
    expect(told.lines).toEqual([`line: ${state.observed.e164} was released already, as its renewal was off`]);
    expect(bench.calls).toEqual([]);
  });

  it("detach of a number that is gone is success", async () => {
    bench.numbers({ drop: [state.observed.e164] });
    const told = await bench.context();
    await release(told.context, { ...state, args: { ...state.args, deletionPolicy: "detach" } });
    expect(told.lines).toEqual([`line: ${state.observed.e164} was not in the account any more`]);
  });
});

describe("a number that an unsettled purchase may have bought", () => {
  const unsettled = (deletionPolicy?: "detach"): NumberState => ({
    ...state,
    args: { ...state.args, agent: bench.agents[0], ...(deletionPolicy && { deletionPolicy }) },
    unseenSince: new Date().toISOString(),
    observed: { ...state.observed, status: "unsettled" },
  });

  it.each([undefined, "detach"] as const)("and that another stack has is left alone: %s", async (policy) => {
    const { e164 } = state.observed;
    const told = await contextWith(bench, {
      dev: [unsettled(policy)],
      prod: [{ ...state, claim: claimOf("line", "prod") }],
    });
    await release(told.context, unsettled(policy));
    expect(told.lines).toEqual([
      `line: ${e164} is in the account, but the stack organization/phones/prod has it: it is left alone`,
    ]);
    expect(bench.owned).toEqual([e164]);
    expect(bench.writes).toEqual([]);
  });

  it.each([undefined, "detach"] as const)(
    "and that another answers is open, and stays: %s",
    async (policy) => {
      const { e164 } = state.observed;
      bench.numbers({ drop: [e164] });
      bench.numbers({ own: [{ e164, country: "US", agent: bench.agents[1] }] });
      const told = await bench.context();
      const { message } = await errorOfClass(UnfinishedError, release(told.context, unsettled(policy)));
      expect(message).toContain(`it is bound to ${bench.agents[1]}, which was not ordered`);
      expect(bench.writes).toEqual([]);
    },
  );

  it.each([undefined, "detach"] as const)("and that is ours is done with as asked: %s", async (policy) => {
    await release((await bench.context()).context, unsettled(policy));
    expect(bench.state.releases).toBe(policy === "detach" ? 0 : 1);
    expect(bench.state.owned).toMatchObject(policy === "detach" ? [{ agent: null }] : []);
  });

  it.each([undefined, "detach"] as const)("and that is not shown yet stays in state: %s", async (policy) => {
    bench.numbers({ drop: [state.observed.e164] });
    const { context } = await bench.context({ "phone:settleSeconds": "0" });
    const { message } = await errorOfClass(UnfinishedError, release(context, unsettled(policy)));
    expect(message).toContain("cannot be given back yet");
  });
});
