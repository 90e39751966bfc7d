import { beforeEach, describe, expect, it } from "vitest";
import type { E164 } from "../../../../provider/domain/number";
import type { Checked } from "../../../../provider/lifecycle/check";
import {
  creating,
  firstPinned,
  numberInState,
  otherStack,
  ownStack,
  pinnedInputs,
  Stacks,
} from "../../../support/backend";
import { checkNew, onlyFailure, type Properties } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { buy, journalRecord } from "../../../support/killed-run";
import { type Told, testNumber, useSandbox } from "../../../support/sandbox";
import { asked, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
const longAgo = "2020-01-01T00:00:00.000Z";
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
  withTestNumbers(bench);
});

/** The last run of the stack, which began an hour ago by the sandbox's clock, and how it ended. */
function ran(
  result: "failed" | "succeeded",
  environment?: Readonly<Record<string, string>>,
  resourceChanges?: Readonly<Record<string, number>>,
): void {
  const startTime = new Date(Date.now() - 3_600_000).toISOString();
  stacks.history.unshift({
    kind: "update",
    result,
    startTime,
    endTime: startTime,
    ...(environment && { environment }),
    ...(resourceChanges && { resourceChanges }),
  });
}

/** A number that was bought by a plugin that died with its machine: nothing but the account has it. */
async function lose(args: Properties = {}): Promise<string> {
  const before = await bench.context({}, stacks.cli);
  const inputs = await pinnedInputs(before, { ...asked, ...args });
  const lost = firstPinned(inputs);
  await buy(before, inputs, lost as E164);
  return lost;
}

/** Writes a record into the journal of this machine. */
async function note(record: Parameters<typeof journalRecord>[0]): Promise<void> {
  const { context } = await bench.context({}, stacks.cli);
  await context.journal.write(journalRecord(record));
}

/** The pending operation of a purchase that may have asked for any of the numbers. */
function buying(name: string, candidates: readonly string[], stack?: string): unknown {
  return creating({ vendor: "plivo", country: "US", claim: claimOf(name, stack), candidates });
}

/** The pending operation of an adoption. */
function adopting(name: string, number: string): unknown {
  return creating({
    adopted: true,
    adopt: number,
    vendor: "plivo",
    claim: claimOf(name),
    candidates: [number],
  });
}

async function check(args: Properties): Promise<{ told: Told } & Checked> {
  const told = await bench.context({ "phone:settleSeconds": "0" }, stacks.cli);
  return { told, ...(await checkNew(told, args)) };
}

describe("after a run that did not succeed, a number of the account that no stack has", () => {
  it("is not bought beside, where the resource would have taken it", async () => {
    const lost = await lose();
    ran("failed");
    const { property, reason } = onlyFailure(await check(asked));
    expect(property).toBe("nothingBought");
    expect(reason).toContain(lost);
  });

  it("is told, where the program asks for another one by now", async () => {
    const lost = await lose();
    ran("failed");
    const other = await bench.freeNumber("country_iso=US&type=local");
    const { failures, told } = await check({ vendor: "plivo", number: `+${other}` });
    expect(failures).toEqual([]);
    expect(told.lines).toContain(
      `the account has ${lost}, which no stack has. If a run of this stack bought it that did not succeed, adopt it in another resource, or release it in the vendor's console`,
    );
  });

  it("is told, where the vendor does not say when it was bought, with the first of many", async () => {
    const before = await bench.context({}, stacks.cli);
    const number = firstPinned(await pinnedInputs(before, { vendor: "ravan", country: "US" }));
    const many = Array.from({ length: 30 }, (_, index) => testNumber(100 + index));
    bench.control.changeNumbers({
      vendor: "ravan",
      own: many.map((e164) => ({ e164, country: "US", purchasedAt: longAgo })),
    });
    ran("failed");
    const { failures, told } = await check({ vendor: "ravan", number });
    expect(failures).toEqual([]);
    const line = told.lines.find((each) => each.includes("which no stack has")) ?? "";
    expect(line).toContain(testNumber(100));
    expect(line).toMatch(/and 10 more \(pulumi-phone orphans lists them\)/);
  });

  it.each([
    ["sondos", true],
    ["ravan", false],
  ])("may be under notice where the period is paid for: %s", async (vendor, isNoticed) => {
    bench.control.changeNumbers({ vendor, own: [{ e164: testNumber(41), country: "US" }] });
    ran("failed");
    const { reason } = onlyFailure(await check({ vendor, country: "US" }));
    expect(reason).toContain(`the account has ${testNumber(41)}, which no stack has`);
    expect(reason.includes("A number under notice looks the same, and ends by itself")).toBe(isNoticed);
  });

  it("has the same token in whatever order the vendor lists several", async () => {
    const both = [testNumber(41), testNumber(42)];
    const tokens = [];
    for (const order of [both, both.toReversed()]) {
      bench.numbers({ drop: bench.owned });
      for (const e164 of order)
        bench.numbers({ own: [{ e164, country: "US", purchasedAt: new Date().toISOString() }] });
      ran("failed");
      const { reason } = onlyFailure(await check(asked));
      tokens.push(/nothingBought: "(.*?)"/.exec(reason)?.[1]);
    }
    expect(tokens[0]).toBeDefined();
    expect(tokens[1]).toBe(tokens[0]);
  });

  it("names a few of many, and still says what to write", async () => {
    const many = Array.from({ length: 300 }, (_, index) => testNumber(100 + index));
    bench.numbers({
      own: many.map((e164) => ({ e164, country: "US", purchasedAt: new Date().toISOString() })),
    });
    ran("failed");
    const { reason } = onlyFailure(await check(asked));
    expect(reason).toMatch(/and 28\d more \(pulumi-phone orphans lists them\)/);
    const [, nothingBought] = /nothingBought: "(.*?)"/.exec(reason) ?? [];
    expect(nothingBought).toMatch(/^[0-9a-f]{12}$/);
    expect((await check({ ...asked, nothingBought })).failures).toEqual([]);
  });

  it("is asked about also after a run that had no number in its program", async () => {
    const lost = await lose();
    ran("failed");
    ran("succeeded", undefined, {});
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
    stacks.put(ownStack, { resources: [numberInState(claimOf("other"), testNumber(50))] });
    expect((await check(asked)).failures).toEqual([]);
  });

  it("is nobody's business once a run has succeeded since", async () => {
    const lost = await lose();
    ran("failed");
    ran("succeeded");
    const { failures, told } = await check(asked);
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain(lost);
  });

  it("that ends by itself, as its notice was given, is not asked about", async () => {
    const e164 = testNumber(40);
    const purchasedAt = new Date().toISOString();
    bench.control.changeNumbers({ vendor: "sondos", own: [{ e164, country: "US", purchasedAt }] });
    const { context } = await bench.context({}, stacks.cli);
    const { vendor } = await context.account({ vendor: "sondos" });
    ran("failed");
    const sondos = { vendor: "sondos", country: "US" };
    expect(onlyFailure(await check(sondos)).reason).toContain(e164);
    expect(await vendor.release({ e164, vendorId: null })).toBe("scheduled");
    expect((await check(sondos)).failures).toEqual([]);
  });

  it.each(["ravan", "sondos"])(
    "is not bought beside at %s, which may show the day on which its carrier made it",
    async (vendor) => {
      const e164 = testNumber(43);
      bench.control.changeNumbers({ vendor, own: [{ e164, country: "US", purchasedAt: longAgo }] });
      ran("failed");
      const { failures, told } = await check({ vendor, country: "US" });
      expect(failures.map(({ reason }) => reason).join()).toContain(e164);
      expect(told.lines.join()).not.toContain(e164);
    },
  );

  it("is not asked about where the vendor's own date says that it was bought long before", async () => {
    bench.numbers({ own: [{ e164: testNumber(44), country: "US", purchasedAt: longAgo }] });
    ran("failed");
    expect((await check(asked)).failures).toEqual([]);
  });

  it("is not bought beside either once a run has succeeded that was told to leave resources out", async () => {
    const lost = await lose();
    ran("failed");
    ran("succeeded", { "pulumi.flag.target": "set" });
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
  });

  it("is not asked about because a run that succeeded left resources out", async () => {
    await lose();
    ran("succeeded");
    ran("succeeded", { "pulumi.flag.exclude": "set" });
    expect((await check(asked)).failures).toEqual([]);
  });

  it("is asked about also where a record on this machine names it, of a stack that is gone", async () => {
    const lost = await lose();
    ran("failed");
    await note({ claim: claimOf("line", "gone"), candidates: [lost as E164], until: longAgo });
    const { property, reason } = onlyFailure(await check(asked));
    expect(property).toBe("nothingBought");
    expect(reason).toContain(lost);
  });

  it("is asked about also where a purchase names it to fall back on that was finished on another machine", async () => {
    const lost = await lose();
    const had = testNumber(60);
    bench.numbers({ own: [{ e164: had, country: "US", purchasedAt: new Date().toISOString() }] });
    stacks.put(ownStack, { resources: [numberInState(claimOf("other"), had)] });
    await note({ claim: claimOf("other"), candidates: [had as E164, lost as E164], asked: 2 });
    ran("failed");
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
  });

  it("is asked about also where another stack is buying, and names it to fall back on", async () => {
    const lost = await lose();
    stacks.put(otherStack, { pending: [buying("theirs", [testNumber(61), lost], "prod")] });
    ran("failed");
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
  });

  it("is not asked about where the purchase of another resource asks for it first, or may have come to it", async () => {
    const lost = await lose();
    ran("failed");
    for (const candidates of [
      [lost, testNumber(62)],
      [testNumber(62), lost],
    ]) {
      stacks.put(ownStack, { pending: [buying("other", candidates)] });
      expect((await check(asked)).failures).toEqual([]);
    }
  });

  it("is not asked about because a record of another resource ends in the same numbers", async () => {
    const lost = await lose();
    const [second, third] = [testNumber(63), testNumber(64)];
    stacks.put(ownStack, { pending: [buying("other", [lost, second, third])] });
    await note({ claim: claimOf("third"), candidates: [second, third] });
    ran("failed");
    expect((await check(asked)).failures).toEqual([]);
  });

  it("is not bought beside by resuming a purchase that has bought nothing yet", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(ownStack, { pending: [buying("line", [testNumber(65)])] });
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
    bench.numbers({ own: [{ e164: testNumber(65), country: "US", purchasedAt: new Date().toISOString() }] });
    const { failures, told } = await check(asked);
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(`the account has ${lost}, which no stack has`);
  });

  it("is asked about also where an adoption of it was interrupted, and the line is gone", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(ownStack, { pending: [adopting("line", lost)] });
    expect(onlyFailure(await check(asked)).reason).toContain(lost);
  });

  it("is told where an adoption of it in another resource was interrupted, which may be gone", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(ownStack, { pending: [adopting("extra", lost)] });
    const { failures, told } = await check(asked);
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(
      `the account has ${lost}, which no stack has, and whose adoption was begun`,
    );
  });

  it("is not asked about where another resource of the program adopts it", async () => {
    const lost = await lose();
    ran("failed");
    const told = await bench.context({ "phone:settleSeconds": "0" }, stacks.cli);
    const { search: _, ...plain } = asked;
    expect((await checkNew(told, { ...plain, adopt: lost }, "other")).failures).toEqual([]);
    expect((await checkNew(told, asked)).failures).toEqual([]);
    expect(told.lines.join("\n")).not.toContain("which no stack has");
  });

  it("is asked about also where the program names another agent by now", async () => {
    const [before, now] = bench.agents;
    const lost = await lose({ agent: before });
    ran("failed");
    expect(onlyFailure(await check({ ...asked, agent: now })).reason).toContain(lost);
  });

  it("is not told with the advice to give it up where another stack was buying it, however long ago", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(otherStack, { time: longAgo, pending: [buying("theirs", [lost], "prod")] });
    const other = await bench.freeNumber("country_iso=US&type=local");
    const { failures, told } = await check({ vendor: "plivo", number: `+${other}` });
    expect(failures).toEqual([]);
    expect(told.lines.join("\n")).toContain(
      `${lost}, which no stack has, and which an interrupted run of another stack names`,
    );
    expect(told.lines.join("\n")).not.toContain("or release it in the vendor's console");
  });

  it("is not named in the line to write where it is one of several: that would be copied", async () => {
    const own = { country: "US", purchasedAt: new Date().toISOString() };
    bench.numbers({ own: [41, 42].map((each) => ({ ...own, e164: testNumber(each) })) });
    ran("failed");
    expect(onlyFailure(await check(asked)).reason).toContain('write adopt: "<its number or id>"');
  });

  it("that another resource has is not asked about", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(ownStack, { resources: [numberInState(claimOf("other"), lost)] });
    expect((await check(asked)).failures).toEqual([]);
  });

  it("that another resource had until its renewal was off is asked about: it was bought since", async () => {
    const lost = await lose();
    ran("failed");
    stacks.put(ownStack, { resources: [numberInState(claimOf("other"), lost, { status: "released" })] });
    expect((await check(asked)).failures).toHaveLength(1);
  });
});
