import { beforeEach, describe, expect, it } from "vitest";
import { PhoneError } from "../../../provider/domain/errors";
import { remove } from "../../../provider/lifecycle/delete";
import { read } from "../../../provider/lifecycle/read";
import type { NumberState } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { numberInState, otherStack, ownStack, Stacks } from "../../support/backend";
import { claimOf } from "../../support/claim";
import { defined } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { up, upAgain } from "../../support/up";

const bench = useSandbox({ stock: 40 });

describe.each(["bolna", "ravan", "sondos"])(
  "a number of %s that was given back, and bought again",
  (vendor) => {
    const args = { vendor, country: "US" };
    let state: NumberState;
    let e164: string;
    let id: string;

    beforeEach(async () => {
      state = await up(await bench.context(), args);
      e164 = state.observed.e164;
      bench.control.changeNumbers({ vendor, drop: [e164] });
      bench.control.changeNumbers({ vendor, own: [{ e164, country: "US" }] });
      const row = defined(bench.control.state()[vendor]?.owned.find((each) => each.e164 === e164));
      id = String(row.id);
      expect(id).not.toBe(state.observed.vendorId);
      bench.control.clearCalls();
    });

    const isThere = () => bench.control.state()[vendor]?.owned.some((each) => each.e164 === e164);
    const changes = () =>
      bench.control.calls().filter(({ method }) => method !== "GET" && method !== "DELETE");
    const mine = () => numberInState(claimOf("line"), e164, { vendor, vendorId: state.observed.vendorId });
    const boughtBy = (stack: string) =>
      new Stacks().put(ownStack, { resources: [mine()] }).put(stack, {
        resources: [{ ...numberInState(claimOf("line", "prod"), e164, { vendor, vendorId: id }) }],
      });

    describe("by another stack", () => {
      it("leaves the state in a refresh", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        expect(await read(told.context, state)).toBeUndefined();
        expect(told.lines).toEqual([
          `line: ${e164} was not bought for this resource (the stack ${otherStack} has it, as ${id}), and leaves the state`,
        ]);
      });

      it("is not given back", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        const error = await remove(told.context, state).catch((caught: unknown) => caught);
        expect(PhoneError.isInstance(error)).toBe(true);
        expect(isThere()).toBe(true);
      });

      it("is not unbound", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        await remove(told.context, { ...state, args: { ...state.args, deletionPolicy: "detach" } });
        expect(told.lines.join()).toContain(`the stack ${otherStack} has it, as ${id}: it is left alone`);
        expect(changes()).toEqual([]);
      });

      it("is not changed", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        const error = await upAgain(told, state, { ...args, maxMonthlyPrice: 100 }).catch(
          (caught: unknown) => caught,
        );
        expect(error).toBeInstanceOf(UnfinishedResource);
        expect(String((error as Error).message)).toContain(
          "Run pulumi refresh, which takes it out of this state",
        );
        expect(changes()).toEqual([]);
      });
    });

    it("is kept as it was while the other stacks cannot be read", async () => {
      const stacks = boughtBy(otherStack);
      const told = await bench.context({}, (command) =>
        command[1] === "ls" ? Promise.reject(new Error("error: EOF")) : stacks.cli(command),
      );
      expect((await read(told.context, state))?.observed.vendorId).toBe(state.observed.vendorId);
      expect(told.lines.join()).toContain("it stays in state");
    });

    it("without a stack stays in state under its new id, and that is told", async () => {
      const told = await bench.context({}, new Stacks().put(ownStack, { resources: [mine()] }).cli);
      expect((await read(told.context, state))?.observed.vendorId).toBe(id);
      expect(told.lines).toEqual([
        `line: ${e164} has another id by now, ${id} in the place of ${state.observed.vendorId}: no stack has bought it under that`,
      ]);
    });
  },
);
