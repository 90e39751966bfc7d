import { describe, expect, it } from "vitest";
import { read } from "../../../provider/lifecycle/read";
import { type NumberState, readState } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { claimOf } from "../../support/claim";
import { defined, errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { upAgain, upUnfinished } from "../../support/up";

const bench = useSandbox({ stock: 40 });
const cald = { vendor: "cald", country: "US", search: { areaCode: "415" } };
const said = { ...cald, vendorOptions: { nothingBought: claimOf("line") } };
const purchases = () => bench.control.state().cald?.purchases;

function lose(fault: "reset-before" | "reset-after"): void {
  bench.control.postFault({ vendor: "cald", operation: "buy", fault });
}

/** An up after which the purchase is still unsettled. */
async function stillUnsettled(
  before: NumberState,
  args = cald,
): Promise<{ state: NumberState; message: string }> {
  const { properties, message } = await errorOfClass(
    UnfinishedResource,
    upAgain(await bench.context(), before, args),
  );
  return { state: readState(properties), message };
}

it("nothingBought that was in the program before an unclear purchase says nothing of it", async () => {
  lose("reset-after");
  const { state } = await upUnfinished(await bench.context(), said);
  const { message } = await stillUnsettled(state, said);
  expect(message).toContain(`set vendorOptions.nothingBought to "${claimOf("line")}@`);
  expect(purchases()).toBe(1);
});

it("nothingBought buys once, and not again when that purchase is unclear, too", async () => {
  lose("reset-before");
  const { state } = await upUnfinished(await bench.context(), cald);
  lose("reset-after");
  const second = await stillUnsettled(state, said);
  expect(purchases()).toBe(1);
  await stillUnsettled(second.state, said);
  await stillUnsettled(second.state, said);
  expect(purchases()).toBe(1);
});

it("nothingBought counts again with the time of the purchase that it is said of, and of no later one", async () => {
  lose("reset-before");
  const { state } = await upUnfinished(await bench.context(), said);
  const { message } = await stillUnsettled(state, said);
  const nothingBought = defined(/nothingBought to "([^"]+)"/.exec(message)?.[1]);
  expect(nothingBought).toMatch(/@\d{4}-/);
  expect(purchases()).toBe(0);
  const timed = { ...cald, vendorOptions: { nothingBought } };
  lose("reset-after");
  const second = await stillUnsettled(state, timed);
  expect(purchases()).toBe(1);
  await stillUnsettled(second.state, timed);
  expect(purchases()).toBe(1);
});

it("nothingBought settles a purchase that was not made", async () => {
  lose("reset-before");
  const { state } = await upUnfinished(await bench.context(), cald);
  const { observed } = await upAgain(await bench.context(), state, said);
  expect(observed.status).toBe("active");
  expect(purchases()).toBe(1);
});

it("nothingBought says nothing of a purchase on its word that was killed", async () => {
  lose("reset-before");
  const { state } = await upUnfinished(await bench.context(), cald);
  const told = await bench.context();
  const record = defined(await told.context.journal.read(state.claim));
  await upAgain(told, state, said);
  // As the kill leaves it: the state of before, and the journal of the purchase.
  await told.context.journal.write({ ...record, until: new Date().toISOString() });
  expect(purchases()).toBe(1);
  const { message } = await stillUnsettled(state, said);
  expect(message).toContain(`set vendorOptions.nothingBought to "${claimOf("line")}@`);
  const { state: without } = await stillUnsettled(state);
  expect(without.unseenSince).not.toBe(state.unseenSince);
  expect(purchases()).toBe(1);
});

describe("an unsettled purchase that was asked for once more in a run that was killed", () => {
  it("is remembered also after a refresh: a word that was said before it does not count", async () => {
    lose("reset-before");
    const { state } = await upUnfinished(await bench.context(), cald);
    const told = await bench.context();
    await upAgain(told, state, said);
    expect(purchases()).toBe(1);
    // As the kill leaves it: the state of before.
    await read((await bench.context()).context, state);
    await errorOfClass(UnfinishedResource, upAgain(await bench.context(), state, said));
    expect(purchases()).toBe(1);
  });
});
