import { existsSync } from "node:fs";
import path from "node:path";
import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackendError, UnclearPurchaseError } from "../../../../provider/domain/errors";
import { secretSignature, signatureKey } from "../../../../provider/domain/secret-signature";
import { check } from "../../../../provider/lifecycle/check";
import { create } from "../../../../provider/lifecycle/create";
import { readInputs } from "../../../../provider/lifecycle/state";
import { forgetPurchases, tellLostPurchases } from "../../../../provider/lifecycle/steps/resume";
import { accountEntry, contextOfAccounts } from "../../../support/accounts";
import {
  creating,
  firstPinned,
  minutesFromNow,
  numberInState,
  otherStack,
  ownStack,
  pinnedInputs,
  Stacks,
} from "../../../support/backend";
import { checkAgain, checkNew, onlyFailure, type Properties } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { defined, errorOfClass } from "../../../support/expect";
import { journalRecord, killRun, showing } from "../../../support/killed-run";
import { testNumber, useSandbox } from "../../../support/sandbox";
import { asked, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

// A preview never writes: whatever check finds out, it finds out by reading.
afterEach(() => {
  const writes = bench.control
    .calls()
    .filter(({ method, path: asked }) => method !== "GET" && !/search/.test(asked));
  expect(writes).toEqual([]);
});

const next = () => bench.context({ "phone:settleSeconds": "0" }, stacks.cli);

const resumes = (inputs: Properties, candidates: readonly string[]) => {
  expect(inputs.candidates).toEqual(candidates);
};

const startsAnew = (inputs: Properties) => {
  expect(inputs.candidates).not.toHaveLength(0);
};

describe.each(showing)("a run that was killed while it bought from %s", (vendor) => {
  describe.each(["backend", "journal"] as const)("and is known from the %s", (record) => {
    it("is resumed where it had bought", async () => {
      const { candidates, args, first } = await killRun(bench, stacks, { vendor, record, bought: 0 });
      const told = await next();
      const { inputs, failures } = await checkNew(told, args);
      expect(failures).toEqual([]);
      resumes(inputs, candidates);
      expect(told.lines).toEqual([
        `line: an earlier run was interrupted while it bought ${first}: this run resumes that purchase`,
      ]);
    });

    it("is resumed where it had not bought, as that is not proven yet", async () => {
      const { candidates, args } = await killRun(bench, stacks, { vendor, record });
      resumes((await checkNew(await next(), args)).inputs, candidates);
    });
  });

  it("is resumed after ten minutes, too, where it had bought", async () => {
    const { candidates, args } = await killRun(bench, stacks, { vendor, record: "journal", bought: 0 });
    bench.control.advance({ advance: "1h" });
    resumes((await checkNew(await next(), args)).inputs, candidates);
  });

  it("is over after ten minutes where it had not bought", async () => {
    const { args } = await killRun(bench, stacks, { vendor, record: "journal" });
    bench.control.advance({ advance: "1h" });
    startsAnew((await checkNew(await next(), args)).inputs);
  });

  it("is over where somebody else has its numbers, once ten minutes have passed", async () => {
    const { candidates, args } = await killRun(bench, stacks, { vendor, record: "journal" });
    bench.control.changeNumbers({ vendor, take: [...candidates] });
    resumes((await checkNew(await next(), args)).inputs, candidates);
    bench.control.advance({ advance: "1h" });
    bench.control.changeNumbers({ vendor, add: [{ e164: testNumber(90), country: "US" }] });
    const { inputs } = await checkNew(await next(), args);
    startsAnew(inputs);
    expect(inputs.candidates).not.toContain(candidates[0]);
  });
});

describe("a run all of whose numbers another stack has", () => {
  it("is over at once, as a number is sold once only", async () => {
    const { candidates, args } = await killRun(bench, stacks, { stock: 2 });
    bench.numbers({
      own: candidates.map((e164) => ({ e164, country: "US" })),
      add: [{ e164: testNumber(9), country: "US" }],
    });
    const theirs = candidates.map((e164, place) => numberInState(claimOf(`their-${place}`, "prod"), e164));
    stacks.put(otherStack, { resources: theirs });
    const { inputs, failures } = await checkNew(await next(), args);
    expect(failures).toEqual([]);
    expect(inputs.candidates).toEqual([testNumber(9)]);
  });

  it("is not over while one of them may still be its own", async () => {
    const { candidates, args, first } = await killRun(bench, stacks, { stock: 2 });
    bench.numbers({ own: [{ e164: first, country: "US" }] });
    resumes((await checkNew(await next(), args)).inputs, candidates);
  });
});

describe("the time of a record in the backend", () => {
  const recordOf = (inputs: Properties, minutes: number) =>
    stacks.put(ownStack, {
      time: minutesFromNow(minutes),
      pending: [creating({ ...inputs, pinnedAt: minutesFromNow(minutes - 1) })],
    });

  it("is when the state was written: nine minutes ago proves nothing", async () => {
    const { inputs, candidates, args } = await killRun(bench, stacks);
    recordOf(inputs, -9);
    resumes((await checkNew(await next(), args)).inputs, candidates);
  });

  it("is when the state was written: eleven minutes ago proves that nothing was bought", async () => {
    const { inputs, args } = await killRun(bench, stacks);
    recordOf(inputs, -11);
    startsAnew((await checkNew(await next(), args)).inputs);
  });
});

describe("a purchase that does not show yet", () => {
  it("is resumed: the account's silence proves nothing", async () => {
    bench.fault("buy", "list-lag", { delayMs: 600_000 });
    const { candidates, args } = await killRun(bench, stacks, { bought: 0 });
    resumes((await checkNew(await next(), args)).inputs, candidates);
  });
});

describe("arguments that were changed since", () => {
  it("in vendor: refused as long as the other vendor may have sold a number", async () => {
    await killRun(bench, stacks);
    bench.control.changeNumbers({ vendor: "ravan", add: [{ e164: testNumber(70), country: "US" }] });
    const failure = onlyFailure(await checkNew(await next(), { ...asked, vendor: "ravan" }));
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("an earlier run that was interrupted may have bought");
    expect(failure.reason).toContain("from plivo");
  });

  it("in vendor, as there is none of that name any more: refused, and told how to have it back", async () => {
    const { inputs, first } = await killRun(bench, stacks);
    stacks.put(ownStack, { pending: [creating({ ...inputs, vendor: "gone" })] });
    const { property, reason } = onlyFailure(await checkNew(await next(), asked));
    expect(property).toBe("vendor");
    expect(reason).toContain("there is no vendor gone any more");
    expect(reason).toContain(`may have bought ${first}`);
    expect(reason).toContain("Put the module that adds it back into phone:vendorModules");
    expect(reason).not.toContain("was changed");
    expect(reason).toMatch(/write nothingBought: "[0-9a-f]{12}"/);
  });

  it("in number: refused where it is none of those that may have been bought", async () => {
    const { first } = await killRun(bench, stacks, { bought: 0 });
    bench.numbers({ add: [{ e164: testNumber(71), country: "US" }] });
    const failure = onlyFailure(await checkNew(await next(), { vendor: "plivo", number: testNumber(71) }));
    expect(failure.property).toBe("number");
    expect(failure.reason).toContain(first);
  });

  it("in number: resumed where it names one of those", async () => {
    const { first, candidates } = await killRun(bench, stacks, { bought: 0 });
    resumes((await checkNew(await next(), { vendor: "plivo", number: first })).inputs, candidates);
  });

  it.each(["backend", "journal"] as const)(
    "in type, which was not asked for: refused, by the %s",
    async (record) => {
      await killRun(bench, stacks, { record, bought: 0 });
      const { property, reason } = onlyFailure(await checkNew(await next(), { ...asked, type: "local" }));
      expect(property).toBe("type");
      expect(reason).toContain("was changed");
    },
  );

  const secret = { [signatureKey]: secretSignature, ciphertext: "v1:x" };

  it.each(["country", "type", "account"])("in nothing, where its %s is secret: resumed", async (name) => {
    const { inputs, candidates } = await killRun(bench, stacks, { bought: 0, args: { type: "local" } });
    stacks.put(ownStack, { pending: [creating({ ...inputs, [name]: secret })] });
    const accounts = JSON.stringify({ eu: { vendor: "plivo", ...bench.plivo.credentials } });
    const told = await bench.context({ "phone:accounts": accounts, "phone:settleSeconds": "0" }, stacks.cli);
    const args = { ...asked, type: "local", ...(name === "account" && { account: "eu" }) };
    const { inputs: again, failures } = await checkNew(told, args);
    expect(failures).toEqual([]);
    resumes(again, candidates);
  });

  it("in a country that is secret: refused where the number is not of it", async () => {
    const { inputs } = await killRun(bench, stacks, { bought: 0 });
    stacks.put(ownStack, { pending: [creating({ ...inputs, country: secret })] });
    const { search: _, ...args } = asked;
    expect(onlyFailure(await checkNew(await next(), { ...args, country: "GB" })).property).toBe("country");
  });

  it("in account: refused", async () => {
    const { args } = await killRun(bench, stacks);
    const accounts = JSON.stringify({ eu: { vendor: "plivo", ...bench.plivo.credentials } });
    const told = await bench.context({ "phone:accounts": accounts }, stacks.cli);
    expect(onlyFailure(await checkNew(told, { ...args, account: "eu" })).property).toBe("account");
  });

  it("in the search: resumed, as the number was chosen then", async () => {
    const { candidates } = await killRun(bench, stacks, { bought: 0 });
    resumes((await checkNew(await next(), { ...asked, search: { areaCode: "415" } })).inputs, candidates);
  });

  it.each([
    ["in agent", () => bench.agents[1]],
    ["in agent, which is unknown in the preview", () => unknownValue],
    ["in agent, which is not asked for any more", () => undefined],
  ])("%s: resumed, as the number is bound to the one that was asked for", async (_, agent) => {
    const args = { agent: bench.agents[0] };
    const { candidates } = await killRun(bench, stacks, { record: "journal", bought: 0, args });
    bench.control.advance({ advance: "1h" });
    const { inputs } = await checkNew(await next(), { ...asked, agent: agent() });
    resumes(inputs, candidates);
  });

  it("in subaccount: resumed, as the number is held by the one that was asked for", async () => {
    const args = { subaccount: bench.subaccounts[0] };
    const { candidates } = await killRun(bench, stacks, { record: "journal", bought: 0, args });
    bench.control.advance({ advance: "1h" });
    resumes((await checkNew(await next(), asked)).inputs, candidates);
  });
});

describe("a purchase that has bought for who is not asked for any more", () => {
  it.each(["backend", "journal"] as const)("has that taken away again (%s)", async (record) => {
    const args = { agent: bench.agents[0], subaccount: bench.subaccounts[0] };
    await killRun(bench, stacks, { record, bought: 0, args });
    expect(bench.state.owned).toMatchObject([args]);
    const { inputs } = await checkNew(await next(), asked);
    const { observed } = await create((await next()).context, readInputs(inputs));
    expect(bench.state).toMatchObject({ owned: [{ e164: observed.e164, agent: null, subaccount: null }] });
    expect(bench.state.purchases).toBe(1);
    bench.control.clearCalls();
  });

  it("says when it ends, where its renewal is off by now", async () => {
    const { first } = await killRun(bench, stacks, { bought: 0 });
    const told = await next();
    await checkNew(told, { ...asked, renewal: "off" });
    expect(told.lines.join("\n")).toContain(
      `renewal is off: ${first} is released shortly before its rent is due`,
    );
  });
});

describe("a purchase since which an update of the whole stack has succeeded", () => {
  const succeeds = (environment = {}) => {
    const time = minutesFromNow(stacks.history.length - 60);
    stacks.history.unshift({
      kind: "update",
      result: "succeeded",
      startTime: time,
      endTime: time,
      environment,
      resourceChanges: { create: 1 },
    });
  };

  it.each([0, 1])(
    "and that had %i before is over an hour later, where the account does not show it",
    async (before) => {
      for (let each = 0; each < before; each++) succeeds();
      const { first } = await killRun(bench, stacks);
      resumes(
        (await checkNew(await next(), asked)).inputs,
        (await checkNew(await next(), asked)).inputs.candidates as string[],
      );
      succeeds();
      bench.numbers({ take: [first] });
      const { inputs, failures } = await checkNew(await next(), asked);
      expect(failures).toEqual([]);
      expect(inputs.candidates).not.toContain(first);
    },
  );

  it.each([
    ["a minute ago, is resumed", 1, true],
    ["an hour ago, is over", 60, false],
  ])("%s, where the account does not show it: a list may still lag", async (_, minutes, isResumed) => {
    const { candidates } = await killRun(bench, stacks);
    const time = minutesFromNow(-minutes);
    const times = { startTime: time, endTime: time };
    const resourceChanges = { create: 1 };
    stacks.history.unshift({ kind: "update", result: "succeeded", ...times, resourceChanges });
    bench.numbers({ take: [...candidates] });
    const { inputs } = await checkNew(await next(), asked);
    if (isResumed) resumes(inputs, candidates);
    else expect(inputs.candidates).not.toContain(candidates[0]);
  });

  it.each(["backend", "journal"] as const)(
    "is asked about where the stack was destroyed after an update that made something, be it of some resources alone (%s)",
    async (record) => {
      const { first } = await killRun(bench, stacks, { record, bought: 0 });
      const time = minutesFromNow(120);
      const times = { startTime: time, endTime: time };
      const environment = { "pulumi.flag.target": "set" };
      const made = { kind: "update", result: "succeeded", ...times, environment };
      stacks.history.unshift({ ...made, resourceChanges: { same: 1 } });
      stacks.history.unshift({ kind: "destroy", result: "succeeded", ...times });
      expect((await checkNew(await next(), asked)).failures).toEqual([]);
      stacks.history.splice(0, 2);
      stacks.history.unshift({ ...made, resourceChanges: { create: 1 } });
      stacks.history.unshift({ kind: "destroy", result: "succeeded", ...times });
      const { property, reason } = onlyFailure(await checkNew(await next(), asked));
      expect(property).toBe("nothingBought");
      expect(reason).toContain(`the account has ${first}`);
    },
  );

  it("is asked about also where this machine remembers it as well, and the update ended as soon as it had written its state", async () => {
    const { inputs, candidates, first } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    const time = minutesFromNow(60);
    stacks.put(ownStack, { time, pending: [creating(inputs)] });
    resumes((await checkNew(await next(), asked)).inputs, candidates);
    stacks.history.unshift({ kind: "update", result: "succeeded", startTime: time, endTime: time });
    const { property, reason } = onlyFailure(await checkNew(await next(), asked));
    expect(property).toBe("nothingBought");
    expect(reason).toContain(`the account has ${first}`);
  });

  it("is asked about also where the last that had succeeded before it is not told any more, among so many", async () => {
    const { inputs, first } = await killRun(bench, stacks, { bought: 0 });
    const lastUpdate = "2020-01-01T00:00:00.000Z";
    stacks.put(ownStack, { pending: [creating({ ...inputs, lastUpdate })] });
    succeeds();
    const { property, reason } = onlyFailure(await checkNew(await next(), asked));
    expect(property).toBe("nothingBought");
    expect(reason).toContain(`the account has ${first}`);
  });

  it.each([
    ["backend", "pulumi.flag.target"],
    ["backend", "pulumi.env.PULUMI_OPTION_TARGET_REPLACE"],
    ["journal", "pulumi.flag.exclude"],
  ] as const)(
    "is asked about where the account shows it: it may be one that was retained since (%s, beside %s)",
    async (record, option) => {
      const { first, candidates } = await killRun(bench, stacks, { record, bought: 0 });
      if (record === "journal") bench.control.advance({ advance: "1h" });
      succeeds({ [option]: "set" });
      resumes((await checkNew(await next(), asked)).inputs, candidates);
      if (record === "journal") {
        const time = minutesFromNow(120);
        stacks.history.unshift({ kind: "update", result: "succeeded", startTime: time, endTime: time });
      } else succeeds();
      const { property, reason } = onlyFailure(await checkNew(await next(), asked));
      expect(property).toBe("nothingBought");
      expect(reason).toContain(`the account has ${first}`);
      expect(reason).toContain("an update has succeeded since");
      const word = /nothingBought: "(\w+)"/.exec(reason)?.[1];
      const anew = await checkNew(await next(), { ...asked, nothingBought: word });
      expect(anew.failures).toEqual([]);
      expect(anew.inputs.candidates).not.toContain(first);
      const { search: _, ...plain } = asked;
      const adopted = await checkNew(await next(), { ...plain, adopt: first });
      expect(adopted.failures).toEqual([]);
    },
  );
});

describe("a purchase whose result was on its way to the engine, and that the machine remembers", () => {
  /** The number that it has bought, and what the check of the next run picks, where one update of some resources is in the history. */
  async function pickedAfter(result: string, [startedAfter, endedAfter]: readonly [number, number]) {
    const { first } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    const { journal } = (await next()).context;
    const record = defined((await journal.records(claimOf("line")))[0]);
    const until = new Date(Date.parse(record.until) - 3_600_000).toISOString();
    await journal.handOver({ ...record, candidates: [first], until });
    const at = (seconds: number) => new Date(Date.parse(until) + seconds * 1000).toISOString();
    const environment = { "pulumi.flag.target": "set" };
    const times = { startTime: at(startedAfter), endTime: at(endedAfter) };
    stacks.history.unshift({ kind: "update", result, ...times, environment });
    const { inputs, failures } = await checkNew(await next(), asked);
    expect(failures).toEqual([]);
    return { first, candidates: inputs.candidates };
  }

  it("has arrived where the very update that made it has succeeded, also one of some resources: who has the number now has it by another one", async () => {
    const { first, candidates } = await pickedAfter("succeeded", [-5, 5]);
    expect(candidates).not.toContain(first);
  });

  it("has not where that one has failed, although a later one of the whole stack has succeeded: what the account has is asked about", async () => {
    const { first } = await pickedAfter("failed", [-5, 5]);
    const time = minutesFromNow(-30);
    stacks.history.unshift({ kind: "update", result: "succeeded", startTime: time, endTime: time });
    const { reason } = onlyFailure(await checkNew(await next(), asked));
    expect(reason).toContain(`the account has ${first}`);
    expect(reason).toContain("an update has succeeded since");
  });

  it.each([
    ["that update has failed", "failed", [-5, 5]],
    ["only an earlier update of some resources has succeeded", "succeeded", [-60, -30]],
    ["only a later update of some resources has succeeded", "succeeded", [30, 60]],
  ] as const)("is resumed where %s", async (_, result, times) => {
    const { first, candidates } = await pickedAfter(result, times);
    expect(candidates).toEqual([first]);
  });
});

it("what the engine has the end of is forgotten under each name of the resource, and nothing else", async () => {
  const [line, former, prod, picked] = [
    claimOf("line"),
    claimOf("former"),
    claimOf("line", "prod"),
    claimOf("picked"),
  ];
  const candidates = [testNumber(1)];
  const { context: before } = await next();
  for (const claim of [line, former, prod, picked])
    await before.journal.write(journalRecord({ claim, candidates }));
  stacks.put(otherStack);
  const { context } = await next();
  context.aliases.set(line, [former, picked]);
  context.quoted.set(picked, null);
  await forgetPurchases(context, line);
  const left = await (await next()).context.journal.records(line);
  expect(left.map(({ claim }) => claim).toSorted()).toEqual([picked, prod].toSorted());
});

describe("several records", () => {
  it("of one resource that may both have bought: none is resumed while that is not known, and both are told", async () => {
    const [before, now] = bench.agents;
    const { inputs, first } = await killRun(bench, stacks, { record: "journal", args: { agent: before } });
    const later = { ...inputs, candidates: [testNumber(5)], agent: now };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const { reason } = onlyFailure(await checkNew(await next(), asked));
    expect(reason).toContain(first);
    expect(reason).toContain(testNumber(5));
  });

  it("of one resource that have both bought: one is resumed, and the number of the other is told", async () => {
    const { inputs, first } = await killRun(bench, stacks, { bought: 0, record: "journal" });
    bench.numbers({ own: [{ e164: testNumber(50), country: "US" }] });
    const later = { ...inputs, candidates: [testNumber(50)] };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const told = await next();
    resumes((await checkNew(told, asked)).inputs, [testNumber(50)]);
    expect(told.lines).toContain(
      `line: the account has ${first}, which no stack has, and which another run that was interrupted has bought for it: adopt it in another resource, or release it in the vendor's console`,
    );
  });

  it("of one resource, of which the last has bought and the one before may have: that is told", async () => {
    const { inputs, first } = await killRun(bench, stacks, { record: "journal" });
    bench.numbers({ own: [{ e164: testNumber(50), country: "US" }] });
    const later = { ...inputs, candidates: [testNumber(50)] };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const told = await next();
    resumes((await checkNew(told, asked)).inputs, [testNumber(50)]);
    expect(told.lines.join("\n")).toContain(
      `line: another run that was interrupted may have bought ${first}`,
    );
  });

  it("of one resource, whose short lists overlap, as the later one was picked without what the earlier has bought: that is told", async () => {
    const { inputs, first, candidates } = await killRun(bench, stacks, { record: "journal" });
    const [, second = ""] = candidates;
    bench.numbers({ own: [{ e164: second, country: "US" }] });
    const later = { ...inputs, candidates: [...candidates.slice(1), testNumber(50)] };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const told = await next();
    resumes((await checkNew(told, asked)).inputs, later.candidates);
    const line = `line: another run that was interrupted may have bought ${first}`;
    expect(told.lines.join("\n")).toContain(line);
  });

  it("of one resource, whose short lists overlap: none is resumed while neither is known to have bought", async () => {
    const { inputs, first, candidates } = await killRun(bench, stacks, { record: "journal" });
    const later = { ...inputs, candidates: candidates.slice(1) };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const { reason } = onlyFailure(await checkNew(await next(), asked));
    expect(reason).toContain(first);
  });

  it("of one resource, whose short lists overlap, and that have both bought: neither is forgotten by adopting the other's number", async () => {
    const { inputs, first, candidates } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    const [, second = ""] = candidates;
    bench.numbers({ own: [{ e164: second, country: "US" }] });
    const later = { ...inputs, candidates: [...candidates.slice(1), testNumber(50)] };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const { search: _, ...plain } = asked;
    const told = await next();
    expect((await checkNew(told, { ...plain, adopt: second })).failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(`line: the account has ${first}, which no stack has`);
  });

  it("of one resource, whose short lists overlap: what the earlier one may have bought is told where the other's number is adopted", async () => {
    const { inputs, first, candidates } = await killRun(bench, stacks, { record: "journal" });
    const [, second = ""] = candidates;
    bench.numbers({ own: [{ e164: second, country: "US" }] });
    const later = { ...inputs, candidates: [...candidates.slice(1), testNumber(50)] };
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(later)] });
    const { search: _, ...plain } = asked;
    const told = await next();
    expect((await checkNew(told, { ...plain, adopt: second })).failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(`another run that was interrupted may have bought ${first}`);
  });

  it("of one resource that are of one run: how far that came the journal says, also where the state was written later", async () => {
    const { inputs, candidates, first } = await killRun(bench, stacks, { bought: 1 });
    const left = candidates.slice(1);
    const { context } = await next();
    const { vendor } = await context.account({ vendor: "plivo", account: undefined });
    const until = new Date().toISOString();
    const more = { vendorAccount: vendor.account, country: "US", type: "local", until };
    await context.journal.write(
      journalRecord({ claim: claimOf("line"), candidates: left, picked: candidates, ...more }),
    );
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(inputs)] });
    const told = await next();
    resumes((await checkNew(told, asked)).inputs, left);
    expect(told.lines.join()).not.toContain(first);
  });

  it("of one resource that may be of two runs, of which the one went on to another number: none is asked for again", async () => {
    const { inputs, candidates } = await killRun(bench, stacks);
    const left = candidates.slice(1);
    const { context } = await next();
    const { vendor } = await context.account({ vendor: "plivo", account: undefined });
    const more = { vendorAccount: vendor.account, country: "US", type: "local" };
    await context.journal.write(journalRecord({ claim: claimOf("line"), candidates: left, ...more }));
    stacks.put(ownStack, { time: minutesFromNow(1), pending: [creating(inputs)] });
    for (let run = 0; run < 2; run++) {
      const told = await next();
      const checked = await checkNew(told, asked);
      resumes(checked.inputs, candidates);
      const error = await errorOfClass(
        UnclearPurchaseError,
        create(told.context, readInputs(checked.inputs)),
      );
      expect(error.message).toContain(`a run of this machine has gone on to ${left[0]}`);
    }
    expect(bench.state).toEqual({ owned: [], purchases: 0, releases: 0 });
  });

  it("of one resource, of which the engine's is older than an update that has succeeded: that says nothing of the later one", async () => {
    const { inputs, candidates } = await killRun(bench, stacks, { record: "journal" });
    const time = minutesFromNow(-60);
    const ended = { kind: "update", result: "succeeded", startTime: time, endTime: time };
    stacks.history.unshift(ended);
    stacks.put(ownStack, { pending: [creating({ ...inputs, lastUpdate: "" })] });
    bench.numbers({ take: [...candidates] });
    resumes((await checkNew(await next(), asked)).inputs, candidates);
  });

  it("of one resource: what the one has bought is told where another of its numbers is adopted", async () => {
    const { first, candidates } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    const [, second = ""] = candidates;
    bench.numbers({ own: [{ e164: second, country: "US" }] });
    const { search: _, ...plain } = asked;
    const told = await next();
    expect((await checkNew(told, { ...plain, adopt: second })).failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(`line: the account has ${first}, which no stack has`);
  });

  it("of one resource, of which another machine's was made later: the list of this one says nothing of that", async () => {
    const { inputs, candidates } = await killRun(bench, stacks, { record: "journal", stock: 1 });
    const later = { ...inputs, candidates: [testNumber(50), ...candidates] };
    bench.control.advance({ advance: "1h" });
    stacks.put(ownStack, { time: minutesFromNow(59), pending: [creating(later)] });
    resumes((await checkNew(await next(), asked)).inputs, later.candidates);
  });

  it("of one resource, of which the last has bought nothing for sure: the one before is resumed", async () => {
    const { inputs, candidates } = await killRun(bench, stacks, { record: "journal", bought: 0 });
    bench.control.advance({ advance: "1h" });
    const old = { ...inputs, candidates: [testNumber(60)], pinnedAt: minutesFromNow(-61) };
    stacks.put(ownStack, { time: minutesFromNow(-20), pending: [creating(old)] });
    resumes((await checkNew(await next(), asked)).inputs, candidates);
  });

  it("of another resource: nothing that it may have bought is picked", async () => {
    const { candidates } = await killRun(bench, stacks, { name: "other", stock: 6 });
    const { inputs } = await checkNew(await next(), asked);
    startsAnew(inputs);
    expect((inputs.candidates as string[]).filter((each) => candidates.includes(each as never))).toEqual([]);
  });

  it("of a new resource are not those of another new one that had its name: they do not end with one number", async () => {
    const { first, args } = await killRun(bench, stacks, { bought: 0, name: "reused" });
    const told = await next();
    expect((await checkNew(told, args, "reused")).inputs.candidates).toContain(first);
    const renamed = { ...args, aliases: [claimOf("reused")] };
    const { inputs, failures } = await checkNew(told, renamed, "renamed");
    expect(failures).toEqual([]);
    expect(inputs.candidates).not.toHaveLength(0);
    expect(inputs.candidates).not.toContain(first);
  });

  it("of a new resource stay those of the one that had its name before and was declared first, also once the other is", async () => {
    const { first, args } = await killRun(bench, stacks, { bought: 0, name: "reused" });
    const told = await next();
    const { inputs } = await checkNew(told, { ...args, aliases: [claimOf("reused")] }, "renamed");
    await checkNew(told, args, "reused");
    expect((await create(told.context, readInputs(inputs))).observed.e164).toBe(first);
  });

  it("under another front's type are the resource's, without an alias: a number is what they may have bought", async () => {
    const { inputs, args, candidates, first } = await killRun(bench, stacks, { bought: 0 });
    const claim = claimOf("line", "dev", "plugin");
    stacks.put(ownStack, { pending: [creating({ ...inputs, claim })] });
    resumes((await checkNew(await next(), args)).inputs, candidates);
    const both = await next();
    await check(both.context, {}, { ...args, claim });
    expect((await checkNew(both, args)).inputs.candidates).not.toContain(first);
    expect((await checkNew(await next(), args, "another")).inputs.candidates).not.toContain(first);
  });

  it("under another front's type are resumed also beside one of its own that is over", async () => {
    const { inputs, args, candidates } = await killRun(bench, stacks, { bought: 0 });
    const claim = claimOf("line", "dev", "plugin");
    const over = { ...inputs, candidates: [testNumber(51)], nothingBought: undefined };
    stacks.put(ownStack, {
      time: minutesFromNow(-11),
      pending: [creating(over), creating({ ...inputs, claim })],
    });
    resumes((await checkNew(await next(), args)).inputs, candidates);
  });

  it("under another front's type are over where the resource has the number: the engine keeps them", async () => {
    const { inputs, args, first } = await killRun(bench, stacks, { bought: 0 });
    const claim = claimOf("line", "dev", "plugin");
    stacks.put(ownStack, {
      resources: [numberInState(claimOf("line"), first)],
      pending: [creating({ ...inputs, claim })],
    });
    const replacing = await checkNew(await next(), { ...args, replaceable: true });
    expect(replacing.failures).toEqual([]);
    expect(replacing.inputs.candidates).not.toContain(first);
    const told = await next();
    await checkNew(told, args, "another");
    expect(told.lines.join()).not.toContain("a run was interrupted");
  });

  it("under another front's type are over where the number is gone again", async () => {
    const { inputs, args, first } = await killRun(bench, stacks);
    const claim = claimOf("line", "dev", "plugin");
    bench.numbers({ take: [first] });
    stacks.put(ownStack, { time: minutesFromNow(-11), pending: [creating({ ...inputs, claim })] });
    const again = await checkNew(await next(), args);
    expect(again.failures).toEqual([]);
    expect(again.inputs.candidates).not.toContain(first);
  });

  it("are no reason to pick what a row of the state has, also in an account that only an entry names", async () => {
    withTestNumbers(bench);
    const opened = () => contextOfAccounts({ eu: accountEntry(bench) }, stacks.cli);
    const args = { ...asked, account: "eu" };
    const first = firstPinned((await checkNew(await opened(), args)).inputs);
    stacks.put(ownStack, { resources: [numberInState(claimOf("other"), first, { account: "eu" })] });
    const { inputs } = await checkNew(await opened(), args);
    expect(inputs.candidates).not.toHaveLength(0);
    expect(inputs.candidates).not.toContain(first);
  });

  it("that are over, as the number has come into state: nothing is resumed", async () => {
    const { inputs, first } = await killRun(bench, stacks, { bought: 0 });
    const claim = claimOf("line");
    stacks.put(ownStack, { resources: [numberInState(claim, first)], pending: [creating(inputs)] });
    const { inputs: replacement } = await checkNew(await next(), asked);
    startsAnew(replacement);
    expect(replacement.candidates).not.toContain(first);
  });

  it("that were left behind by a number that is destroyed since: over after ten minutes", async () => {
    const { inputs, first } = await killRun(bench, stacks, { bought: 0 });
    bench.numbers({ drop: [first] });
    resumes((await checkNew(await next(), asked)).inputs, inputs.candidates as string[]);
    const pinnedAt = minutesFromNow(-12);
    stacks.put(ownStack, { time: minutesFromNow(-11), pending: [creating({ ...inputs, pinnedAt })] });
    startsAnew((await checkNew(await next(), asked)).inputs);
  });
});

describe("a purchase under a prefix, of which nobody shows the end", () => {
  const cald = { vendor: "cald", country: "US", search: { areaCode: "415" } };
  const claim = claimOf("line");
  beforeEach(async () => {
    const inputs = await pinnedInputs(await bench.context({}, stacks.cli), cald);
    stacks.put(ownStack, { pending: [creating(inputs)] });
  });

  it("is refused, with what may have happened and how to go on", async () => {
    const { property, reason } = onlyFailure(await checkNew(await next(), cald));
    expect(property).toBe("vendorOptions");
    expect(reason).toContain(
      "an earlier run was interrupted after it had asked cald for a number under +1415",
    );
    expect(reason).toMatch(/write nothingBought: "[0-9a-f]{12}"/);
  });

  it("is refused after any time, as time proves nothing there", async () => {
    bench.control.advance({ advance: "30d" });
    expect((await checkNew(await next(), cald)).failures).toHaveLength(1);
  });

  it("is refused where somebody has looked for another resource", async () => {
    const vendorOptions = { nothingBought: claimOf("other") };
    expect((await checkNew(await next(), { ...cald, vendorOptions })).failures).toHaveLength(1);
  });

  it("is over where somebody has looked", async () => {
    const { inputs, failures } = await checkNew(await next(), {
      ...cald,
      vendorOptions: { nothingBought: claim },
    });
    expect(failures).toEqual([]);
    startsAnew(inputs);
  });
});

describe("the backend", () => {
  it("is read once per process, however many numbers are new", async () => {
    withTestNumbers(bench, 6);
    const told = await next();
    for (const name of ["one", "two", "three"]) await checkNew(told, asked, name);
    expect(stacks.commands.map((command) => command.split(" ").slice(0, 2).join(" "))).toEqual([
      "stack export",
      "stack history",
    ]);
  });

  it("is not read where nothing is new", async () => {
    withTestNumbers(bench);
    const inputs = await pinnedInputs(await next(), asked);
    stacks.commands.length = 0;
    expect((await checkAgain(await next(), inputs, { ...asked, alias: "a" })).failures).toEqual([]);
    expect(stacks.commands).toEqual([]);
  });

  it("that cannot be read is told once: check picks a number, and create buys nothing", async () => {
    const { args } = await killRun(bench, stacks, { record: "journal" });
    const lost = () => Promise.reject(Object.assign(new Error("no pulumi on PATH"), { code: "ENOENT" }));
    const told = await bench.context({}, lost);
    const { inputs } = await checkNew(told, args);
    startsAnew(inputs);
    startsAnew((await checkNew(told, args, "other")).inputs);
    expect(told.lines.filter((line) => line.includes("state of the stack"))).toEqual([
      `the state of the stack ${ownStack} cannot be read (no pulumi on PATH): what earlier runs have bought is not known, and up buys nothing`,
    ]);
    await errorOfClass(BackendError, create(told.context, readInputs(inputs)));
    expect(bench.state.purchases).toBe(0);
  });

  it("that cannot be read while a number is checked: create does nothing, although it answers again by then", async () => {
    withTestNumbers(bench);
    let isDown = true;
    const cli: typeof stacks.cli = (args) =>
      isDown ? Promise.reject(new Error("error: EOF")) : stacks.cli(args);
    const told = await bench.context({}, cli);
    const { inputs } = await checkNew(told, asked);
    startsAnew(inputs);
    isDown = false;
    const error = await errorOfClass(BackendError, create(told.context, readInputs(inputs)));
    expect(error.message).toContain(`when this run began the state of the stack ${ownStack} cannot be read`);
    expect(error.message).toContain("Run pulumi up again");
    expect(bench.state).toEqual({ owned: [], purchases: 0, releases: 0 });
  });

  it("whose history cannot be read while a number is checked: create does nothing, as nobody would know what went before", async () => {
    withTestNumbers(bench);
    let isDown = true;
    const cli: typeof stacks.cli = (args) =>
      isDown && args[1] === "history" ? Promise.reject(new Error("error: EOF")) : stacks.cli(args);
    const told = await bench.context({}, cli);
    const { inputs } = await checkNew(told, asked);
    startsAnew(inputs);
    isDown = false;
    const error = await errorOfClass(BackendError, create(told.context, readInputs(inputs)));
    expect(error.message).toContain(`the history of the stack ${ownStack} cannot be read`);
    expect(bench.state).toEqual({ owned: [], purchases: 0, releases: 0 });
  });

  it("and the journal are only read by a check", async () => {
    withTestNumbers(bench);
    expect(firstPinned(await pinnedInputs(await next(), asked))).toMatch(/^\+1907234/);
    expect(existsSync(path.join(process.env.PULUMI_HOME ?? "", "phone-intents"))).toBe(false);
  });
});

describe("a purchase of an earlier run that shows only once the number was picked", () => {
  const lost = testNumber(4);

  async function picked() {
    withTestNumbers(bench);
    const inputs = await pinnedInputs(await next(), asked);
    const told = await next();
    await told.context.journal.write(journalRecord({ claim: claimOf("line"), candidates: [lost] }));
    const error = await errorOfClass(
      UnclearPurchaseError,
      create((await next()).context, readInputs(inputs)),
    );
    expect(error.message).toContain(`it is not known yet whether an earlier run has bought ${lost}`);
    expect(error.message).toContain("Nothing was bought by this run");
    expect(error.message).toContain(`adopt: "${lost}"`);
    expect(bench.state.purchases).toBe(0);
    return { inputs, token: defined(/nothingBought: "(\w+)"/.exec(error.message)?.[1]) };
  }

  it("stops it, and is settled by the line that says that it bought nothing", async () => {
    const { token } = await picked();
    const { inputs } = await checkNew(await next(), { ...asked, nothingBought: token });
    await create((await next()).context, readInputs(inputs));
    expect(bench.state.purchases).toBe(1);
    bench.control.clearCalls();
  });

  it("stops it, and is settled by the line that adopts its number", async () => {
    await picked();
    bench.numbers({ own: [{ e164: lost, country: "US" }] });
    const { inputs } = await checkNew(await next(), { vendor: "plivo", adopt: lost });
    const { observed } = await create((await next()).context, readInputs(inputs));
    expect(observed).toMatchObject({ e164: lost, status: "active" });
    expect(bench.state.purchases).toBe(0);
    bench.control.clearCalls();
  });
});

describe("what the journal alone knows of a purchase, beside a number in state", () => {
  const note = async (asked: number, until = minutesFromNow(0)) => {
    const told = await next();
    const candidates = [testNumber(0), testNumber(1)];
    await told.context.journal.write(journalRecord({ claim: claimOf("line"), candidates, asked, until }));
    const later = await next();
    await tellLostPurchases(later.context, claimOf("line"), testNumber(1));
    return later.lines;
  };

  it("is told where the number is a candidate that was not asked for: another run has bought it", async () => {
    expect(await note(1)).toEqual([
      expect.stringContaining(`may have bought ${testNumber(0)} in the place of`),
    ]);
  });

  it("is over where the number is one that was asked for", async () => {
    expect(await note(2)).toEqual([]);
  });

  describe("and one of them shows, an hour later", () => {
    const shown = testNumber(0);
    const noteShown = async () => {
      bench.numbers({ own: [{ e164: shown, country: "US" }] });
      return note(1, minutesFromNow(-60));
    };

    it("is told of that one", async () => {
      expect(await noteShown()).toEqual([
        expect.stringContaining(`may have bought ${shown} in the place of`),
      ]);
    });

    it("is over where another stack has it: nobody is told to give that up", async () => {
      stacks.put(otherStack, { resources: [numberInState(claimOf("line", "prod"), shown)] });
      expect(await noteShown()).toEqual([]);
    });
  });

  it("is over once it is proven that the account has none of them", async () => {
    expect(await note(1, minutesFromNow(-60))).toEqual([]);
  });
});
