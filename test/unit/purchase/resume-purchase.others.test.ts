import { beforeEach, describe, expect, it } from "vitest";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { creating, numberInState, otherStack, ownStack, pinnedInputs, Stacks } from "../../support/backend";
import { checkNew, onlyFailure } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { killRun } from "../../support/killed-run";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";
import { asked } from "../../support/up";

const bench = useSandbox({ stock: 0 });
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

describe.each(["backend", "journal"] as const)(
  "what a run was interrupted from, as the %s has it, is not picked by a new resource",
  (record) => {
    it("that comes before the one it was for, and buys at once", async () => {
      const { first, args } = await killRun(bench, stacks, { record, stock: 1 });
      const told = await bench.context({ "phone:settleSeconds": "1" }, stacks.cli);
      bench.numbers({ add: testNumbers(2, "3.00") });
      const other = await checkNew(told, asked, "another");
      const made = await create(told.context, readInputs(other.inputs));
      const { inputs } = await checkNew(told, args);
      const resumed = await create(told.context, readInputs(inputs));
      expect(resumed.observed.e164).toBe(first);
      expect(made.observed.e164).not.toBe(first);
      expect(bench.owned.toSorted()).toEqual([first, made.observed.e164].toSorted());
      expect(bench.state.purchases).toBe(2);
    });
  },
);

describe("a number that two resources were interrupted from, one of which only fell back on it", () => {
  it("is not asked for by that one, although another stack has its own", async () => {
    const [taken, shared] = [testNumber(0), testNumber(1)];
    bench.numbers({ add: testNumbers(2) });
    const pinned = await pinnedInputs(await bench.context({}, stacks.cli), asked, "first");
    const other = await pinnedInputs(await bench.context({}, stacks.cli), asked, "second");
    const pending = [
      { ...pinned, candidates: [taken, shared] },
      { ...other, candidates: [shared] },
    ];
    stacks.put(ownStack, { pending: pending.map((each) => creating(each)) });
    bench.numbers({ take: [taken], own: [{ e164: taken, country: "US" }] });
    stacks.put(otherStack, { resources: [numberInState(claimOf("line", "prod"), taken)] });
    const told = await bench.context({}, stacks.cli);
    const first = await checkNew(told, asked, "first");
    const second = await checkNew(told, asked, "second");
    expect(onlyFailure(first).reason).toContain("no free number");
    expect((await create(told.context, readInputs(second.inputs))).observed.e164).toBe(shared);
  });
});
