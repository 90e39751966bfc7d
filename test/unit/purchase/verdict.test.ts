import { beforeEach, describe, expect, it } from "vitest";
import {
  creating,
  minutesFromNow,
  numberInState,
  otherStack,
  ownStack,
  type StackContents,
  Stacks,
} from "../../support/backend";
import { claimOf } from "../../support/claim";
import { type CaseMembers, evidenceIn, expectTheirs, judge, ours, owned } from "../../support/judging";
import { testNumber, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const mine = claimOf("line", "dev");
const theirs = claimOf("line", "prod");
const e164 = testNumber(0);
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

const evidenceOf = (members?: CaseMembers) => evidenceIn(bench, stacks, members);

describe.each(["plivo", "bolna", "ravan", "sondos"])("a number of %s's", (vendor) => {
  it("that looks as it was ordered, and that nobody else claims, is ours", async () => {
    expect(await judge(await evidenceOf({ vendor }), owned())).toEqual(ours);
  });

  it("that is held by a subaccount which was not ordered is somebody else's", async () => {
    expectTheirs(
      await judge(await evidenceOf({ vendor }), owned({ subaccount: "SA1" })),
      "it is held by SA1",
    );
  });

  it("that another stack has is its own", async () => {
    stacks.put(otherStack, { resources: [numberInState(theirs, e164, { vendor })] });
    expectTheirs(await judge(await evidenceOf({ vendor }), owned()), `the stack ${otherStack} has it`);
  });
});

describe("who answers it", () => {
  it("is who was ordered: ours", async () => {
    const orders = [{ agent: "app-1", subaccount: undefined }];
    expect(await judge(await evidenceOf({ orders }), owned({ agent: "app-1" }))).toEqual(ours);
  });

  it("is nobody although somebody was ordered: ours, as not every purchase binds", async () => {
    const orders = [{ agent: "app-1", subaccount: undefined }];
    expect(await judge(await evidenceOf({ orders }), owned())).toEqual(ours);
  });

  it("is another one: somebody else's", async () => {
    const orders = [{ agent: "app-1", subaccount: undefined }];
    expectTheirs(
      await judge(await evidenceOf({ orders }), owned({ agent: "app-2" })),
      "it is bound to app-2",
    );
  });

  it("is one that nobody ordered: ours at Plivo, whose accounts may have a default application", async () => {
    expect(await judge(await evidenceOf(), owned({ agent: "app-2" }))).toEqual(ours);
  });

  it.each(["bolna", "ravan", "sondos"])(
    "is one that nobody ordered: somebody else's at %s",
    async (vendor) => {
      expectTheirs(
        await judge(await evidenceOf({ vendor }), owned({ agent: "app-2" })),
        "it is bound to app-2",
      );
    },
  );
});

describe("who holds it", () => {
  const orders = [{ agent: undefined, subaccount: "SA1" }];

  it("is who was ordered: ours", async () => {
    expect(await judge(await evidenceOf({ orders }), owned({ subaccount: "SA1" }))).toEqual(ours);
  });

  it("is another one: somebody else's", async () => {
    expectTheirs(
      await judge(await evidenceOf({ orders }), owned({ subaccount: "SA2" })),
      "it is held by SA2",
    );
  });

  it("is the main account although another was ordered: somebody else's", async () => {
    expectTheirs(await judge(await evidenceOf({ orders }), owned()), "it is held by the main account");
  });
});

describe("another resource of the same stack", () => {
  const neighbour = claimOf("neighbour", "dev");

  it.each(["active", "unsettled"])("has it in state (%s): somebody else's", async (status) => {
    stacks.put(ownStack, { resources: [numberInState(neighbour, e164, { status })] });
    expectTheirs(await judge(await evidenceOf(), owned()), "another resource of this stack has it");
  });

  it("has another number: ours", async () => {
    stacks.put(ownStack, { resources: [numberInState(neighbour, testNumber(1))] });
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("is buying it in this run: somebody else's", async () => {
    const evidence = await evidenceOf();
    evidence.offers.reserve(e164, neighbour);
    expectTheirs(await judge(evidence, owned()), "another resource of this stack has it");
  });

  it("only falls back on it: ours", async () => {
    const evidence = await evidenceOf();
    evidence.offers.reserve(e164, neighbour, false);
    expect(await judge(evidence, owned())).toEqual(ours);
  });

  it("is this one: ours", async () => {
    stacks.put(ownStack, { resources: [numberInState(mine, e164, { status: "unsettled" })] });
    const evidence = await evidenceOf();
    evidence.offers.reserve(e164, mine);
    expect(await judge(evidence, owned())).toEqual(ours);
  });
});

describe("another stack", () => {
  const pinned = (more: object = {}) => ({
    vendor: "plivo",
    country: "US",
    claim: theirs,
    candidates: [e164],
    pinnedAt: minutesFromNow(-2),
    ...more,
  });
  const buying = (more: object = {}, stack: StackContents = {}) =>
    stacks.put(otherStack, { pending: [creating(pinned(more))], ...stack });

  it("has another number: ours", async () => {
    stacks.put(otherStack, { resources: [numberInState(theirs, testNumber(1))] });
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("is of another project and has it: somebody else's", async () => {
    const claim = "urn:pulumi:dev::elsewhere::pulumi-nodejs:dynamic/phone:PhoneNumber::line";
    stacks.put("organization/elsewhere/dev", { resources: [numberInState(claim, e164)] });
    expectTheirs(await judge(await evidenceOf(), owned()), "the stack organization/elsewhere/dev has it");
  });

  it("is buying it: nobody can tell", async () => {
    buying();
    const because = `the stack ${otherStack} was buying it, too`;
    expect(await judge(await evidenceOf(), owned())).toEqual({ whose: "open", because });
  });

  it("falls back on it in a purchase that is under way: nobody can tell", async () => {
    buying({ candidates: [testNumber(1), e164] });
    expect((await judge(await evidenceOf(), owned())).whose).toBe("open");
  });

  it.each([
    ["another number", { candidates: [testNumber(1)] }],
    ["from another vendor", { vendor: "ravan" }],
  ])("is buying %s: ours", async (_, more) => {
    buying(more);
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("was buying it at another time than it was bought: ours", async () => {
    const time = "2026-03-10T12:00:00.000Z";
    buying({ pinnedAt: "2026-03-10T11:59:00.000Z" }, { time });
    const purchasedAt = "2026-03-20T12:00:00Z";
    const window = { since: "2026-03-20T11:59:00.000Z", until: "2026-03-20T12:01:00.000Z" };
    expect(await judge(await evidenceOf(window), owned({ purchasedAt }))).toEqual(ours);
  });

  it("has it in the end, and is waited for: somebody else's", async () => {
    buying();
    const evidence = await evidenceOf({ settleMs: 10_000 });
    const verdict = judge(evidence, owned());
    await expect.poll(() => stacks.commands.length, { interval: 5 }).toBeGreaterThan(1);
    stacks.put(otherStack, { resources: [numberInState(theirs, e164)] });
    expectTheirs(await verdict, `the stack ${otherStack} has it`);
  });

  it("gives it up in the end, and is waited for: ours", async () => {
    buying();
    const evidence = await evidenceOf({ settleMs: 10_000 });
    const verdict = judge(evidence, owned());
    await expect.poll(() => stacks.commands.length, { interval: 5 }).toBeGreaterThan(1);
    stacks.put(otherStack, {});
    expect(await verdict).toEqual(ours);
  });

  it("is asked for only where nothing nearer tells", async () => {
    stacks.put(otherStack);
    await judge(await evidenceOf(), owned({ purchasedAt: "2020-01-01" }));
    expect(stacks.commands).toEqual([]);
  });
});

describe("of two stacks with an unsettled purchase of the same number", () => {
  const doubt = (claim: string) => ({ resources: [numberInState(claim, e164, { status: "unsettled" })] });

  it("one takes it, the other waits, and then sees whose it is", async () => {
    stacks.put(ownStack, doubt(mine)).put(otherStack, doubt(theirs));
    const verdicts = [
      await judge(await evidenceOf({ claim: mine }), owned()),
      await judge(await evidenceOf({ claim: theirs }), owned()),
    ];
    expect(verdicts).toEqual([ours, { whose: "open", because: `the stack ${ownStack} may have it` }]);
    stacks.put(ownStack, { resources: [numberInState(mine, e164)] });
    expectTheirs(await judge(await evidenceOf({ claim: theirs }), owned()), `the stack ${ownStack} has it`);
  });

  it.each([
    ["first", mine, theirs],
    ["last", theirs, mine],
  ])(
    "one of which was killed in the purchase and comes %s: that one takes it, as the other waits for it",
    async (_, killed, doubting) => {
      const names = { [mine]: ownStack, [theirs]: otherStack };
      const pinned = { vendor: "plivo", claim: killed, candidates: [e164], pinnedAt: minutesFromNow(-2) };
      stacks
        .put(names[killed] as string, { pending: [creating(pinned)] })
        .put(names[doubting] as string, doubt(doubting));
      expect(await judge(await evidenceOf({ claim: killed }), owned())).toEqual(ours);
      expect((await judge(await evidenceOf({ claim: doubting }), owned())).whose).toBe("open");
    },
  );

  it.each([
    [-5, ["open", "open"]],
    [-30, ["ours", "open"]],
  ])("both of which were killed in the purchase %i minutes ago: %j", async (minutes, expected) => {
    for (const [name, claim] of [
      [ownStack, mine],
      [otherStack, theirs],
    ] as const) {
      const pinned = { vendor: "plivo", claim, candidates: [e164], pinnedAt: minutesFromNow(minutes - 1) };
      stacks.put(name, { time: minutesFromNow(minutes), pending: [creating(pinned)] });
    }
    const verdicts = [];
    for (const claim of [mine, theirs]) {
      verdicts.push((await judge(await evidenceOf({ claim }), owned())).whose);
    }
    expect(verdicts).toEqual(expected);
  });

  it("the other takes it as soon as the first has given it up", async () => {
    stacks.put(ownStack).put(otherStack, doubt(theirs));
    expect(await judge(await evidenceOf({ claim: theirs }), owned())).toEqual(ours);
  });
});
