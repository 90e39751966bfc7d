import { beforeEach, describe, expect, it } from "vitest";
import { NumberTakenError } from "../../../../provider/domain/errors";
import { remove as release } from "../../../../provider/lifecycle/delete";
import { read } from "../../../../provider/lifecycle/read";
import type { NumberState } from "../../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../../provider/lifecycle/steps/keep-state";
import { numberInState, ownStack, Stacks } from "../../../support/backend";
import { claimOf } from "../../../support/claim";
import { errorOfClass } from "../../../support/expect";
import { useSandbox } from "../../../support/sandbox";
import { upAgain, upUnfinished, upUnfinishedAgain, withTestNumbers } from "../../../support/up";

const bench = useSandbox({ stock: 20 });
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

const next = (values: Readonly<Record<string, string>> = {}) =>
  bench.context({ "phone:settleSeconds": "0", ...values }, stacks.cli);

describe("a number that this stack holds unsettled, and another stack has", () => {
  /** Asked for by us without effect, and bought by the other stack, as an unclear answer each. */
  async function theirs(settled = true): Promise<NumberState> {
    withTestNumbers(bench);
    bench.fault("buy", "reset-before", { times: 2 });
    const told = await next();
    const { state } = await upUnfinished(told);
    const { e164 } = state.observed;
    const { vendor } = await told.context.account({ vendor: "plivo" });
    const order = { country: "US", agent: undefined, subaccount: undefined, terms: null };
    await vendor.buy({ ...order, e164: e164 as `+${string}` });
    const own = { resources: [numberInState(state.claim, e164, { status: "unsettled" })] };
    // A claim that comes first, so that it is for the other one to take it.
    const claim = claimOf("line", "aaa");
    const other = numberInState(claim, e164, { status: settled ? "active" : "unsettled" });
    stacks.put(ownStack, own).put("organization/phones/aaa", { resources: [other] });
    bench.control.clearCalls();
    return state;
  }

  it("is not taken by an up, which says how it leaves the state", async () => {
    const state = await theirs();
    const error = await errorOfClass(NumberTakenError, upAgain(await next(), state));
    expect(error.message).toContain("the stack organization/phones/aaa has it");
    expect(error.details.nextStep).toContain("pulumi refresh");
    expect(bench.writes).toEqual([]);
  });

  it("leaves the state by a refresh, and is never called ours", async () => {
    const state = await theirs();
    const told = await next();
    expect(await read(told.context, state)).toBeUndefined();
    expect(told.lines.join("\n")).toContain("the stack organization/phones/aaa has it");
    expect(bench.owned).toEqual([state.observed.e164]);
  });

  it("is not released by a destroy: it leaves the state only", async () => {
    const state = await theirs();
    const told = await next();
    await release(told.context, state);
    expect(told.lines.join("\n")).toContain("the stack organization/phones/aaa has it");
    expect(bench.state).toMatchObject({ releases: 0, owned: [{ e164: state.observed.e164 }] });
  });

  it("or may have: stays as it is by an up and a refresh, and a destroy is refused", async () => {
    const state = await theirs(false);
    expect((await upUnfinishedAgain(await next(), state)).error).toBeInstanceOf(UnfinishedResource);
    expect(await read((await next()).context, state)).toEqual(state);
    await expect(release((await next()).context, state)).rejects.toThrow("may have it");
    expect(bench.state).toMatchObject({ releases: 0, owned: [{ e164: state.observed.e164 }] });
  });
});
