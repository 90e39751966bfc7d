import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../../provider/domain/errors";
import { remove } from "../../../provider/lifecycle/delete";
import { diff } from "../../../provider/lifecycle/diff";
import { inputProperties, type NumberState, readInputs, readState } from "../../../provider/lifecycle/state";
import { update } from "../../../provider/lifecycle/update";
import { checkNew, onlyFailure } from "../../support/checking";
import { contextWith } from "../../support/context-with";
import { defined, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { asked, up, upUnfinished, upUnfinishedAgain, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 40 });
const cald = { vendor: "cald", country: "US", search: { areaCode: "415" } };

async function unsettledAtCald(): Promise<NumberState> {
  bench.control.postFault({ vendor: "cald", operation: "buy", fault: "reset-before" });
  return (await upUnfinished(await bench.context(), cald)).state;
}

async function unsettledAtPlivo(): Promise<NumberState> {
  withTestNumbers(bench);
  bench.fault("buy", "reset-after");
  bench.fault("buy", "list-lag", { delayMs: 600_000 });
  return (await upUnfinished(await bench.context({ "phone:settleSeconds": "0" }), asked)).state;
}

describe("an unsettled number", () => {
  it("is not replaced by an edit, whatever is allowed", async () => {
    const state = await unsettledAtPlivo();
    const { context } = await bench.context();
    const open = { ...inputProperties(state), replaceable: true };
    const elsewhere = { ...open, search: [{ areaCode: "212" }] };
    expect((await diff(context, state, elsewhere)).replaces).toEqual([]);
    await errorOfClass(ArgumentError, diff(context, state, { ...open, country: "GB" }));
  });

  it("is not replaced by force: it would be given up right after it was found", async () => {
    const state = await unsettledAtPlivo();
    const failure = onlyFailure(await checkNew(await contextWith(bench, { dev: [state] }), asked));
    expect(failure.reason).toContain("it is not known yet whether");
  });

  it("at Cald is not looked for by any run: the message asks a person, and no more", async () => {
    bench.control.postFault({ vendor: "cald", operation: "buy", fault: "reset-before" });
    const { error } = await upUnfinished(await bench.context(), cald);
    expect(error.message).toMatch(
      /nothing else is bought for it\. If the account has it .*write nothingBought/,
    );
    expect(error.message).not.toContain("looks for it");
  });

  it.each([
    ["Plivo", unsettledAtPlivo, asked],
    ["Cald", unsettledAtCald, cald],
  ])("at %s loses its protection by an up that does not settle it", async (_, unsettled, args) => {
    const open = await unsettled();
    const state = { ...open, args: { ...open.args, deletionProtection: true } };
    const upOf = async (deletionProtection?: boolean) => {
      const told = await bench.context({ "phone:settleSeconds": "0" });
      const { error } = await upUnfinishedAgain(told, state, { ...args, deletionProtection });
      return readState(error.properties);
    };
    // That the line was taken out says nothing of what is to become of it.
    expect((await upOf()).args.deletionProtection).toBe(true);
    const unprotected = await upOf(false);
    expect(unprotected.observed.status).toBe("unsettled");
    const { context } = await bench.context({ "phone:settleSeconds": "0" });
    const refusal = await remove(context, unprotected).catch((error: Error) => error.message);
    expect(refusal ?? "").not.toContain("is protected");
  });

  it("at Cald is not adopted when another resource has it", async () => {
    const [agent] = defined(bench.control.vendors().cald).agents;
    const other = await up(await bench.context(), { ...cald, agent }, "other");
    const adopt = defined(other.observed.vendorId);
    const state = await unsettledAtCald();
    const told = await contextWith(bench, { dev: [other, state] });
    const inputs = readInputs({ ...inputProperties(state), agent, adopt });
    await errorOfClass(ArgumentError, update(told.context, state, inputs));
  });
});
