import { describe, expect, it } from "vitest";
import { ArgumentError, ConfigurationError } from "../../../provider/domain/errors";
import { diff } from "../../../provider/lifecycle/diff";
import { read } from "../../../provider/lifecycle/read";
import {
  inputProperties,
  type NumberState,
  outputs,
  readInputs,
  readState,
} from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { update } from "../../../provider/lifecycle/update";
import { checkNew, onlyFailure } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { contextWith } from "../../support/context-with";
import { defined, errorOfClass } from "../../support/expect";
import { testNumber, testNumbers, useSandbox } from "../../support/sandbox";
import { asked, up, upAgain, upUnfinished, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 40 });
const cald = { vendor: "cald", country: "US", search: { areaCode: "415" } };
const said = { ...cald, vendorOptions: { nothingBought: claimOf("line") } };
const caldPurchases = () => bench.control.state().cald?.purchases;

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

describe("a purchase in doubt that was asked for once more in a run that was killed", () => {
  it("is remembered also after a refresh: a word that was said before it does not count", async () => {
    const state = await unsettledAtCald();
    const told = await bench.context();
    await upAgain(told, state, said);
    expect(caldPurchases()).toBe(1);
    // As the kill leaves it: the state of before.
    await read((await bench.context()).context, state);
    await errorOfClass(UnfinishedResource, upAgain(await bench.context(), state, said));
    expect(caldPurchases()).toBe(1);
  });
});

describe("a number in doubt", () => {
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

it("an account whose entry is gone is an error, not the vendor's own keys", async () => {
  const { context } = await bench.context();
  await errorOfClass(ConfigurationError, context.account({ vendor: "plivo", account: "france" }));
});

it("a number that was protected is not ended by the up that takes the protection away", async () => {
  const before = { ...asked, deletionProtection: true };
  withTestNumbers(bench);
  const state = await up(await bench.context(), before);
  bench.control.advance({ advance: "20d" });
  const after = { ...asked, renewal: "off" };
  const first = await upAgain(await bench.context({ "phone:releaseWindowHours": "672" }), state, after);
  expect(bench.owned).toEqual([state.observed.e164]);
  const next = readState(outputs(first));
  await upAgain(await bench.context({ "phone:releaseWindowHours": "672" }), next, after);
  expect(bench.owned).toEqual([]);
});

it("a number that was released by a run that was killed has ended: none is bought for it", async () => {
  withTestNumbers(bench);
  const state = await up(await bench.context());
  bench.numbers({ drop: [state.observed.e164] });
  const values = { "phone:releaseWindowHours": "672", "phone:settleSeconds": "0" };
  bench.control.advance({ advance: "20d" });
  const ended = await upAgain(await bench.context(values), state, { ...asked, renewal: "off" });
  expect(ended.observed.status).toBe("released");
  expect(bench.state.purchases).toBe(1);
});

it("an adoption beside a purchase of the same resource that was interrupted is refused: it would be forgotten", async () => {
  withTestNumbers(bench);
  const told = await bench.context();
  const { inputs } = await checkNew(told, asked);
  const { candidates, quote, args, claim } = readInputs(inputs);
  const at = new Date().toISOString();
  const orders = [{ agent: undefined, subaccount: undefined }];
  const { vendor } = args;
  await told.context.journal.write({
    ...{ claim, vendor, account: undefined, candidates, quote, orders },
    ...{ since: at, until: at, wasSaid: false },
  });
  bench.numbers({ own: [{ ...defined(testNumbers(10)[9]) }] });
  const adopting = { vendor: "plivo", adopt: testNumber(9) };
  const failure = onlyFailure(await checkNew(await bench.context(), adopting));
  expect(failure.property).toBe("adopt");
  expect(failure.reason).toContain(candidates[0]);
});
