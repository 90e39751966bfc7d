import { beforeEach, describe, expect, it } from "vitest";
import { PhoneError } from "../../../provider/domain/errors";
import { remove } from "../../../provider/lifecycle/delete";
import { read } from "../../../provider/lifecycle/read";
import type { NumberState } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { numberInState, otherStack, ownStack, Stacks } from "../../support/backend";
import { claimOf } from "../../support/claim";
import { defined, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { up, upAgain, upUnfinishedAgain } from "../../support/up";

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

      it("leaves the state also where it was never shown since its purchase", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        const unseen = { ...state, unseenSince: new Date(0).toISOString() };
        expect(await read(told.context, unseen)).toBeUndefined();
        // Nor does an answer to a purchase always tell the id.
        const unnamed = { ...unseen, observed: { ...state.observed, vendorId: null } };
        await remove((await bench.context({}, boughtBy(otherStack).cli)).context, unnamed);
        expect(isThere()).toBe(true);
      });

      it("has ended, where its renewal is off and its time has come: none is bought in its place", async () => {
        const told = await bench.context({}, boughtBy(otherStack).cli);
        const renewsAt = new Date().toISOString().slice(0, 10);
        const ending = {
          ...state,
          args: { ...state.args, renewal: "off" as const },
          observed: { ...state.observed, renewsAt },
        };
        expect((await read(told.context, ending))?.observed.status).toBe("released");
        expect(told.lines.join()).toContain("has ended, as its renewal is off");
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

    describe("by nobody who can be asked", () => {
      const alone = () => bench.context({}, new Stacks().put(ownStack, { resources: [mine()] }).cli);
      const advice = () =>
        `take it out of the state by pulumi state delete, and run pulumi up; if it is, do so with adopt: "${e164}"`;

      it("stays in state as it was, with the way on, in a refresh", async () => {
        const told = await alone();
        expect(await read(told.context, state)).toEqual(state);
        expect(told.lines.join()).toContain(
          `it is ${id} by now, not ${state.observed.vendorId}: it was given back and bought again: it stays in state as it was`,
        );
        expect(told.lines.join()).toContain(advice());
      });

      it.each(["release", "detach"] as const)("is left alone by %s, and stays", async (deletionPolicy) => {
        const told = await alone();
        const leaving = { ...state, args: { ...state.args, deletionPolicy } };
        const error = await errorOfClass(PhoneError, remove(told.context, leaving));
        expect(error.message).toContain("pulumi state delete");
        expect(isThere()).toBe(true);
        expect(changes()).toEqual([]);
      });

      it("is not changed, with the way on", async () => {
        const { error } = await upUnfinishedAgain(await alone(), state, { ...args, maxMonthlyPrice: 100 });
        expect(error.message).toContain(advice());
        expect(changes()).toEqual([]);
      });

      it("is the state's under another id where it was never shown since its purchase", async () => {
        const unseen = { ...state, unseenSince: new Date(0).toISOString() };
        expect((await read((await alone()).context, unseen))?.observed.vendorId).toBe(id);
      });

      it("is taken over by adopt once its row is out of the state", async () => {
        const adopted = await up(await bench.context({}, new Stacks().put(ownStack, {}).cli), {
          ...args,
          adopt: e164,
        });
        expect(adopted.observed.vendorId).toBe(id);
      });
    });
  },
);
