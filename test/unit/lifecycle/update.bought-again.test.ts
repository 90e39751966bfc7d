import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import type { E164 } from "../../../provider/domain/number";
import { read } from "../../../provider/lifecycle/read";
import { inputProperties, type NumberState, outputs } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { tokenOf } from "../../../provider/purchase/record";
import { creating, minutesFromNow, numberInState, ownStack, Stacks } from "../../support/backend";
import type { Properties } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, upAgain, upUnfinished, withTestNumbers } from "../../support/up";

/** An unsettled number, a person's word that nothing was bought, and a run that bought by it and was killed before its state was written. */

const [bench, other] = [useSandbox({ stock: 20 }), useSandbox({ stock: 20, seed: "other" })];
const limited = { ...asked, maxMonthlyPrice: 1 };
let state: NumberState;
let stacks: Stacks;
let told: Properties;

beforeEach(async () => {
  withTestNumbers(bench);
  stacks = new Stacks().put(ownStack);
  bench.fault("buy", "reset-before", { times: 2 });
  ({ state } = await upUnfinished(await process(), limited));
  expect(bench.owned).toEqual([]);
  const { claim, observed } = state;
  const row = {
    ...numberInState(claim, observed.e164),
    inputs: inputProperties(state),
    outputs: outputs(state),
  };
  stacks.put(ownStack, { resources: [row] });
  const candidates = [observed.e164 as E164];
  told = { ...limited, nothingBought: tokenOf({ claim, vendor: "plivo", candidates, word: undefined }) };
});

function process() {
  return bench.context({ "phone:settleSeconds": "0" }, stacks.cli);
}

it("the number that it bought is kept by a run on another machine, which is given the same word", async () => {
  await upAgain(await process(), state, told);
  expect(bench.owned).toEqual([state.observed.e164]);
  globalThis.process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  const { observed } = await upAgain(await process(), state, told);
  expect(observed).toMatchObject({ e164: state.observed.e164, status: "active" });
  expect(bench.owned).toEqual([observed.e164]);
});

it.each([
  ["the same word", () => told],
  ["no word any more", () => limited],
])("the fallback that it bought is kept by a run that is given %s", async (_, args) => {
  const price = (amount: string) => bench.numbers({ price: [{ e164: state.observed.e164, price: amount }] });
  price("9.99");
  const bought = await upAgain(await process(), state, told);
  expect(bought.observed.e164).not.toBe(state.observed.e164);
  price("0.80");
  const { observed } = await upAgain(await process(), state, args());
  expect(bench.owned).toEqual([bought.observed.e164]);
  expect(observed.e164).toBe(bought.observed.e164);
});

it("a fallback that the account shows on another machine is asked about: it may be that run's, or somebody's who bought it", async () => {
  const price = (amount: string) => bench.numbers({ price: [{ e164: state.observed.e164, price: amount }] });
  price("9.99");
  const { observed } = await upAgain(await process(), state, told);
  price("0.80");
  globalThis.process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  const { message } = await errorOfClass(UnfinishedResource, upAgain(await process(), state, told));
  expect(message).toContain(`adopt: "${observed.e164}"`);
  expect(bench.owned).toEqual([observed.e164]);
  const { search: _, ...plain } = told;
  const adopted = await upAgain(await process(), state, { ...plain, adopt: observed.e164 });
  expect(adopted.observed.e164).toBe(observed.e164);
  expect(bench.owned).toEqual([observed.e164]);

  const word = /nothingBought: "(.*?)"/.exec(message)?.[1];
  const other = await upAgain(await process(), state, { ...told, nothingBought: word });
  expect(bench.owned.toSorted()).toEqual([observed.e164, other.observed.e164].toSorted());
});

it.each([
  ["also the word of a run that was lost", true],
  ["the word", false],
])(
  "with another account's keys %s is asked about: what those do not show may be bought",
  async (_, isLost) => {
    withTestNumbers(other);
    if (isLost) {
      await upAgain(await process(), state, told);
      globalThis.process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
    }
    const elsewhere = () => other.context({ "phone:settleSeconds": "0" }, stacks.cli);
    const { message } = await errorOfClass(UnfinishedResource, upAgain(await elsewhere(), state, told));
    expect(message).toContain("the keys in use are of account");
    expect(other.owned).toEqual([]);
    const word = /nothingBought: "(.*?)"/.exec(message)?.[1];
    await upAgain(await elsewhere(), state, { ...told, nothingBought: word });
    expect(other.owned).toHaveLength(1);
  },
);

it("a run with another account's keys leaves the record of the one that bought as it is, and its word is used up", async () => {
  withTestNumbers(other);
  const inJournal = async () => (await (await process()).context.journal.records(state.claim))[0];
  const dying = await process();
  const { journal } = dying.context;
  await upAgain(
    { ...dying, context: { ...dying.context, journal: { ...journal, handOver: async () => {} } } },
    state,
    told,
  );
  const before = await inJournal();
  expect(before).toMatchObject({ word: told.nothingBought });
  for (const args of [limited, told]) {
    const elsewhere = await other.context({ "phone:settleSeconds": "0" }, stacks.cli);
    await expect(upAgain(elsewhere, state, args)).rejects.toThrow("the keys in use are of account");
    expect(await inJournal()).toEqual(before);
  }
  expect(other.owned).toEqual([]);
});

it("the word that it was given is used up by a refresh on another machine, also where the stack was renamed after the number was asked for", async () => {
  const { observed, claim } = state;
  const renamed = claimOf("line", "renamed");
  const inputs = { ...inputProperties(state), claim: renamed, ...told };
  const row = { ...numberInState(claim, observed.e164), urn: renamed, outputs: outputs(state) };
  const anew = { ...(creating(inputs) as object), type: "updating" };
  stacks.put(ownStack, { time: minutesFromNow(1), resources: [row], pending: [anew] });
  const seen = await read((await process()).context, state);
  expect(seen?.args.nothingBought).toBe(told.nothingBought);
});

it("a number that another resource may have bought as what it fell back on is not adopted, also once that change has begun", async () => {
  const [first, fallback] = [testNumber(50), testNumber(51)];
  bench.numbers({ own: [{ e164: fallback, country: "US" }] });
  const { search: _, ...plain } = told;
  const adopting = { ...plain, adopt: fallback };
  const begun = { ...(creating({ ...inputProperties(state), ...adopting }) as object), type: "updating" };
  const buying = creating({
    ...inputProperties(state),
    claim: claimOf("desk"),
    candidates: [first, fallback],
  });
  const row = { ...numberInState(state.claim, state.observed.e164), outputs: outputs(state) };
  stacks.put(ownStack, { resources: [row], pending: [begun, buying] });
  await expect(upAgain(await process(), state, adopting)).rejects.toThrow("desk of this stack was buying it");
});
