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
import { type CaseMembers, evidenceIn, found, judge, owned } from "../../support/judging";
import { testNumber, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 20 });
const ours = found("bought in between");
const mine = claimOf("line", "dev");
const theirs = claimOf("line", "prod");
const e164 = testNumber(0);
const sealed = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:c2Vj",
};
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

const evidenceOf = (members?: CaseMembers) => evidenceIn(bench, stacks, members);

describe.each(["plivo", "bolna", "ravan", "sondos"])("a number of %s's", (vendor) => {
  it("that looks as it was ordered, and that nobody else claims, is ours", async () => {
    expect(await judge(await evidenceOf({ vendor }), owned())).toEqual(ours);
  });

  it("that is held by a subaccount which was not ordered is open", async () => {
    expect(await judge(await evidenceOf({ vendor }), owned({ subaccount: "SA1" }))).toEqual(
      found("not as ordered", "it is held by SA1, which was not ordered"),
    );
  });

  it("that another stack has is its own", async () => {
    stacks.put(otherStack, { resources: [numberInState(theirs, e164, { vendor })] });
    expect(await judge(await evidenceOf({ vendor }), owned())).toEqual(
      found("another stack", `the stack ${otherStack} has it`),
    );
  });

  it("that another stack has, whose status is secret there, may be its own, also where this one was buying it", async () => {
    stacks.put(ownStack, { pending: [creating({ vendor, claim: mine, candidates: [e164] })] });
    stacks.put(otherStack, { resources: [numberInState(theirs, e164, { vendor, status: sealed })] });
    expect((await judge(await evidenceOf({ vendor }), owned())).proof).toBe("another purchase");
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

  it("is another one: open", async () => {
    const orders = [{ agent: "app-1", subaccount: undefined }];
    expect(await judge(await evidenceOf({ orders }), owned({ agent: "app-2" }))).toEqual(
      found("not as ordered", "it is bound to app-2, which was not ordered"),
    );
  });

  it("is one that nobody ordered: ours at Plivo, whose accounts may have a default application", async () => {
    expect(await judge(await evidenceOf(), owned({ agent: "app-2" }))).toEqual(ours);
  });

  it.each(["bolna", "ravan", "sondos"])("is one that nobody ordered: open at %s", async (vendor) => {
    expect(await judge(await evidenceOf({ vendor }), owned({ agent: "app-2" }))).toEqual(
      found("not as ordered", "it is bound to app-2, which was not ordered"),
    );
  });
});

describe("who holds it", () => {
  const orders = [{ agent: undefined, subaccount: "SA1" }];

  it("is who was ordered: ours", async () => {
    expect(await judge(await evidenceOf({ orders }), owned({ subaccount: "SA1" }))).toEqual(ours);
  });

  it("is another one: open", async () => {
    expect(await judge(await evidenceOf({ orders }), owned({ subaccount: "SA2" }))).toEqual(
      found("not as ordered", "it is held by SA2, which was not ordered"),
    );
  });

  it("is the main account although another was ordered: open", async () => {
    expect(await judge(await evidenceOf({ orders }), owned())).toEqual(
      found("not as ordered", "it is held by the main account, which was not ordered"),
    );
  });
});

describe("another resource of the same stack", () => {
  const neighbour = claimOf("neighbour", "dev");

  it("has it in state: theirs", async () => {
    stacks.put(ownStack, { resources: [numberInState(neighbour, e164)] });
    expect(await judge(await evidenceOf(), owned())).toEqual(
      found("another resource", "another resource of this stack has it"),
    );
  });

  it("had it in state until its renewal was off, and has been given it back since: ours", async () => {
    for (const [stack, claim] of [
      [ownStack, neighbour],
      [otherStack, theirs],
    ] as const) {
      stacks.put(stack, { resources: [numberInState(claim, e164, { status: "released" })] });
      expect(await judge(await evidenceOf(), owned())).toEqual(ours);
    }
  });

  it("has a number in state that cannot be read: open", async () => {
    const { id: _, ...row } = numberInState(neighbour, e164, { e164: sealed });
    stacks.put(ownStack, { resources: [{ ...row, id: "unsettled:once" }] });
    expect(await judge(await evidenceOf(), owned())).toEqual(
      found("another purchase", "another resource of this stack may have it (run pulumi up there)"),
    );
  });

  it("is also unsure of it: the first by name takes it", async () => {
    const before = claimOf("a-line", "dev");
    stacks.put(ownStack, { resources: [numberInState(before, e164, { status: "unsettled" })] });
    expect((await judge(await evidenceOf(), owned())).proof).toBe("another purchase");
    stacks.put(ownStack, { resources: [numberInState(neighbour, e164, { status: "unsettled" })] });
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("has another number: ours", async () => {
    stacks.put(ownStack, { resources: [numberInState(neighbour, testNumber(1))] });
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("is to have it in this run: theirs", async () => {
    const evidence = await evidenceOf();
    evidence.offers.reserve(e164, neighbour);
    expect(await judge(evidence, owned())).toEqual(
      found("another resource", "another resource of this run has it"),
    );
  });

  it("only falls back on it: ours", async () => {
    const evidence = await evidenceOf();
    evidence.offers.reserve(e164, neighbour, false);
    expect(await judge(evidence, owned())).toEqual(ours);
  });

  it("was interrupted while it bought it: ours, whatever it is called, as it may not be in the program any more", async () => {
    for (const name of ["a-neighbour", "neighbour"]) {
      const begun = { vendor: "plivo", claim: claimOf(name, "dev"), candidates: [e164] };
      stacks.put(ownStack, { pending: [creating(begun)] });
      expect(await judge(await evidenceOf(), owned())).toEqual(ours);
    }
  });

  describe("in another process of this run", () => {
    const its = claimOf("a-neighbour", "dev");
    const buying = (claim: string, candidates: readonly string[]) =>
      creating({ vendor: "plivo", claim, candidates });

    it.each([
      ["as its first choice", [e164]],
      ["as what it falls back on", [testNumber(1), e164]],
    ])("buys it %s: nobody can tell before its row is there", async (_, candidates) => {
      const evidence = await evidenceOf();
      await evidence.backend.stackOf(mine);
      stacks.put(ownStack, { pending: [buying(mine, [e164]), buying(its, candidates)] });
      expect((await judge(evidence, owned())).proof).toBe("another purchase");
      expect(await judge({ ...evidence, isChecked: (urn) => urn === its }, owned())).toEqual(ours);
      const verdict = judge({ ...evidence, settleMs: 10_000 }, owned());
      stacks.put(ownStack, { resources: [numberInState(its, e164)], pending: [buying(mine, [e164])] });
      expect((await verdict).proof).toBe("another resource");
    });

    it.each([
      ["it wants it more", [e164], [testNumber(1), e164]],
      ["the first by name wants it as much", [testNumber(1), e164], [testNumber(2), e164]],
    ])("resumes a purchase of it, as this one does: one has it, as %s", async (_, one, other) => {
      const pending = [buying(its, one), buying(mine, other)];
      const cases = [
        { claim: its, candidates: one },
        { claim: mine, candidates: other },
      ];
      stacks.put(ownStack, { pending });
      const evidence = await Promise.all(cases.map((each) => evidenceOf({ ...each, names: [each.claim] })));
      // The last process to ask may see what the first one does already. The engine keeps the interrupted operation beside it.
      await evidence[0]?.backend.stackOf(mine);
      stacks.put(ownStack, { pending: [...pending, ...pending] });
      const found = await Promise.all(evidence.map((each) => judge(each, owned())));
      expect(found.map(({ proof }) => proof)).toEqual(["bought in between", "another purchase"]);
    });
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
    ...more,
  });
  const buying = (more: object = {}, stack: StackContents = {}) =>
    stacks.put(otherStack, { pending: [creating(pinned(more))], ...stack });

  it("has another number: ours", async () => {
    stacks.put(otherStack, { resources: [numberInState(theirs, testNumber(1))] });
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("is of another project and has it: theirs", async () => {
    const claim = "urn:pulumi:dev::elsewhere::pulumi-nodejs:dynamic/phone:PhoneNumber::line";
    stacks.put("organization/elsewhere/dev", { resources: [numberInState(claim, e164)] });
    expect(await judge(await evidenceOf(), owned())).toEqual(
      found("another stack", "the stack organization/elsewhere/dev has it"),
    );
  });

  it("is buying it: nobody can tell", async () => {
    buying();
    const because = `the stack ${otherStack} was buying it, too (run pulumi up there, then pulumi refresh --clear-pending-creates)`;
    expect(await judge(await evidenceOf(), owned())).toEqual(found("another purchase", because));
  });

  it("falls back on it in a purchase that is under way: nobody can tell", async () => {
    buying({ candidates: [testNumber(1), e164] });
    expect((await judge(await evidenceOf(), owned())).verdict).toBe("open");
  });

  it.each([
    ["another number", { candidates: [testNumber(1)] }],
    ["from another vendor", { vendor: "ravan" }],
  ])("is buying %s: ours", async (_, more) => {
    buying(more);
    expect(await judge(await evidenceOf(), owned())).toEqual(ours);
  });

  it("falls back on it in vain, as the own stack cannot be read: open", async () => {
    stacks.putText(ownStack, "error: EOF");
    const { proof, because } = await judge(await evidenceOf(), owned());
    expect(proof).toBe("backend unreadable");
    expect(because).toContain(ownStack);
    expect(because).not.toContain("onlyStack");
  });

  it("cannot be read: open, and told with the setting that spares the look", async () => {
    stacks.putText(otherStack, "{");
    const { proof, because } = await judge(await evidenceOf(), owned());
    expect(proof).toBe("backend unreadable");
    expect(because).toContain(`the state of the stack ${otherStack} cannot be read`);
    expect(because).toContain("(if no other stack buys from this account, set phone:onlyStack to true)");
  });

  it("is not looked at where the configuration says that there is none that buys", async () => {
    stacks.put(otherStack, { resources: [numberInState(theirs, e164)] });
    expect(await judge(await evidenceOf({ isOnlyStack: true }), owned())).toEqual(ours);
  });

  it("has it in the end, and is waited for: open", async () => {
    buying();
    const evidence = await evidenceOf({ settleMs: 10_000 });
    const verdict = judge(evidence, owned());
    await expect.poll(() => stacks.commands.length, { interval: 5 }).toBeGreaterThan(1);
    stacks.put(otherStack, { resources: [numberInState(theirs, e164)] });
    expect(await verdict).toEqual(found("another stack", `the stack ${otherStack} has it`));
  });

  it("gives it up in the end, and is waited for: ours", async () => {
    buying();
    const evidence = await evidenceOf({ settleMs: 10_000 });
    const verdict = judge(evidence, owned());
    await expect.poll(() => stacks.commands.length, { interval: 5 }).toBeGreaterThan(1);
    stacks.put(otherStack, {});
    expect(await verdict).toEqual(ours);
  });
});

describe("a date", () => {
  it.each([
    ["long ago", "2020-01-01"],
    ["an hour ahead", minutesFromNow(60)],
    ["26 hours ahead", minutesFromNow(26 * 60)],
    ["that cannot be parsed", "5th of January, noon"],
    ["without a zone", "2026-01-05T12:00:00"],
  ])("%s proves nothing", async (_, purchasedAt) => {
    expect(await judge(await evidenceOf(), owned({ purchasedAt }))).toEqual(ours);
  });
});

describe("of two stacks with an unsettled purchase of the same number", () => {
  const doubt = (claim: string) => ({ resources: [numberInState(claim, e164, { status: "unsettled" })] });

  it("one takes it, the other waits, and then sees whose it is", async () => {
    stacks.put(ownStack, doubt(mine)).put(otherStack, doubt(theirs));
    const verdicts = [
      await judge(await evidenceOf({ claim: mine, names: [mine] }), owned()),
      await judge(await evidenceOf({ claim: theirs, names: [theirs] }), owned()),
    ];
    expect(verdicts).toEqual([
      ours,
      found("another purchase", `the stack ${ownStack} may have it (run pulumi up there)`),
    ]);
    stacks.put(ownStack, { resources: [numberInState(mine, e164)] });
    expect(await judge(await evidenceOf({ claim: theirs, names: [theirs] }), owned())).toEqual(
      found("another stack", `the stack ${ownStack} has it`),
    );
  });

  it.each([
    ["the first by name", mine, theirs],
    ["the last", theirs, mine],
  ])(
    "%s of which was killed in the purchase: that one takes it, as the other waits for it",
    async (_, killed, doubting) => {
      const names = { [mine]: ownStack, [theirs]: otherStack };
      const pending = [creating({ vendor: "plivo", claim: killed, candidates: [e164] })];
      const judged = async () => [
        (await judge(await evidenceOf({ claim: killed, names: [killed] }), owned())).verdict,
        (await judge(await evidenceOf({ claim: doubting, names: [doubting] }), owned())).verdict,
      ];
      for (const minutes of [0, -11]) {
        stacks
          .put(names[killed] as string, { time: minutesFromNow(minutes), pending })
          .put(names[doubting] as string, doubt(doubting));
        expect(await judged()).toEqual(["ours", "open"]);
      }
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
      const pinned = { vendor: "plivo", claim, candidates: [e164] };
      stacks.put(name, { time: minutesFromNow(minutes), pending: [creating(pinned)] });
    }
    const verdicts = [];
    for (const claim of [mine, theirs]) {
      verdicts.push((await judge(await evidenceOf({ claim, names: [claim] }), owned())).verdict);
    }
    expect(verdicts).toEqual(expected);
  });

  it("the other takes it as soon as the first has given it up", async () => {
    stacks.put(ownStack).put(otherStack, doubt(theirs));
    expect(await judge(await evidenceOf({ claim: theirs, names: [theirs] }), owned())).toEqual(ours);
  });
});
