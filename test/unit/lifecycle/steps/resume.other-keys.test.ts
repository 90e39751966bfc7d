import { beforeEach, describe, expect, it } from "vitest";
import { UnclearPurchaseError } from "../../../../provider/domain/errors";
import { create } from "../../../../provider/lifecycle/create";
import { readInputs } from "../../../../provider/lifecycle/state";
import { tellLostPurchases } from "../../../../provider/lifecycle/steps/resume";
import { accountEntry, contextOfAccounts } from "../../../support/accounts";
import {
  creating,
  type ExportedNumber,
  minutesFromNow,
  numberInState,
  ownStack,
  Stacks,
} from "../../../support/backend";
import { checkNew, onlyFailure } from "../../../support/checking";
import { claimOf } from "../../../support/claim";
import { errorOfClass } from "../../../support/expect";
import { holdings, killRun, showing } from "../../../support/killed-run";
import { testNumber, testNumbers, useSandbox } from "../../../support/sandbox";

// A purchase that was cut off, and another account's keys since: what that one does not show may have been bought all the same.

const [bench, other] = [useSandbox({ stock: 20 }), useSandbox({ stock: 20, seed: "other" })];
let stacks: Stacks;

beforeEach(() => {
  stacks = new Stacks().put(ownStack);
});

const quickly = { "phone:settleSeconds": "0" };
const withOtherKeys = () => other.context(quickly, stacks.cli);
const withThoseKeys = () => bench.context(quickly, stacks.cli);

describe.each(showing)(
  "a purchase at %s that was cut off, and whose resource has other keys since",
  (vendor) => {
    describe.each(["backend", "journal"] as const)("known from the %s", (record) => {
      it.each([0, 1])("is not made again with those, also %i hours later", async (hours) => {
        const { args, first, inputs } = await killRun(bench, stacks, { vendor, record, bought: 0 });
        other.control.changeNumbers({ vendor, add: [{ e164: testNumber(70), country: "US" }] });
        if (record === "backend")
          stacks.put(ownStack, { time: minutesFromNow(-60 * hours), pending: [creating(inputs)] });
        for (const each of [bench, other]) each.control.advance({ advance: `${hours}h` });
        const { property, reason } = onlyFailure(await checkNew(await withOtherKeys(), args));
        expect(property).toBe("vendor");
        expect(reason).toContain(`may have bought ${first}`);
        expect(reason).toContain("it was asked for in account");
        expect(reason).toContain("Run pulumi up with the keys of that run");

        // Each way on that it names is one.
        const { inputs: again } = await checkNew(await withThoseKeys(), args);
        expect(again.candidates).toEqual(inputs.candidates);
        const word = /nothingBought: "(\w+)"/.exec(reason)?.[1];
        const said = await checkNew(await withOtherKeys(), { ...args, nothingBought: word });
        expect(said.failures).toEqual([]);
        expect(said.inputs.candidates).not.toHaveLength(0);
      });
    });

    it("is found where the other keys show its number: they are of the same account", async () => {
      const { args, inputs, first } = await killRun(bench, stacks, { vendor });
      other.control.changeNumbers({ vendor, own: [{ e164: first, country: "US" }] });
      const { inputs: again, failures } = await checkNew(await withOtherKeys(), args);
      expect(failures).toEqual([]);
      expect(again.candidates).toEqual(inputs.candidates);
    });

    it("is not taken for a fallback that the other account shows", async () => {
      const { args, inputs, candidates, first } = await killRun(bench, stacks, { vendor });
      other.control.changeNumbers({ vendor, own: [{ e164: candidates[1] ?? "", country: "US" }] });
      stacks.put(ownStack, { time: minutesFromNow(-11), pending: [creating(inputs)] });
      const { reason } = onlyFailure(await checkNew(await withOtherKeys(), args));
      expect(reason).toContain(first);
      // With a new key of the same account it is what was bought.
      expect(reason).toContain(`they show ${candidates[1]}`);
      expect(reason).toContain(`adopt: "${candidates[1]}"`);
    });
  },
);

it.each([
  ["is not configured any more", "gone"],
  ["refuses its key", "revoked"],
])("a purchase that was cut off in an account that %s is open, and can be settled", async (_, account) => {
  const { inputs, args, first } = await killRun(bench, stacks);
  stacks.put(ownStack, { pending: [creating({ ...inputs, account })] });
  const entry = accountEntry(bench);
  const accounts = { revoked: { ...entry, plivoAuthId: "MAZZZZZZZZZZZZZZZZZZ" }, eu: entry };
  const opened = () => contextOfAccounts(accounts, stacks.cli);
  const elsewhere = { ...args, account: "eu" };
  const { property, reason } = onlyFailure(await checkNew(await opened(), elsewhere));
  expect(property).toBe("account");
  expect(reason).toContain(`may have bought ${first}`);
  const word = /nothingBought: "(\w+)"/.exec(reason)?.[1];
  const said = await checkNew(await opened(), { ...elsewhere, nothingBought: word });
  expect(said.failures).toEqual([]);
  expect(said.inputs.candidates).not.toHaveLength(0);
});

it.each(["backend", "journal"] as const)(
  "an up that check could not warn asks for it neither, nor makes the record in the %s its own",
  async (record) => {
    const { inputs, args, first } = await killRun(bench, stacks, { bought: 0, record });
    other.numbers({ add: testNumbers(6) });
    const told = await withOtherKeys();
    const before = holdings(other, "plivo");
    const error = await errorOfClass(UnclearPurchaseError, create(told.context, readInputs(inputs)));
    expect(error.message).toContain("with the keys of that run");
    expect(error.message).toContain(`adopt: "${first}"`);
    expect(holdings(other, "plivo")).toEqual(before);
    expect((await checkNew(await withThoseKeys(), args)).failures).toEqual([]);
    const noted = await (await withThoseKeys()).context.journal.records(claimOf("line"));
    expect(noted).toHaveLength(record === "journal" ? 1 : 0);
    for (const each of [bench, other]) each.control.advance({ advance: "1h" });
    expect(onlyFailure(await checkNew(await withOtherKeys(), args)).reason).toContain("in account");
  },
);

describe("beside another number that is in state it", () => {
  const toldAfter = async (time: "1h" | "31d", rows: readonly ExportedNumber[] = []) => {
    stacks.put(ownStack, { resources: rows });
    for (const each of [bench, other]) each.control.advance({ advance: time });
    const told = await withOtherKeys();
    await tellLostPurchases(told.context, claimOf("line"), testNumber(99));
    return told.lines.join("\n");
  };

  it("is told, for a month", async () => {
    const { first } = await killRun(bench, stacks, { record: "journal", bought: 0, name: "gone" });
    expect(await toldAfter("1h")).toContain(`may have bought ${first}`);
    expect(await toldAfter("31d")).toBe("");
  });

  it("is told for ever where they show it", async () => {
    const { first } = await killRun(bench, stacks, { record: "journal", bought: 0, name: "gone" });
    other.numbers({ own: [{ e164: first, country: "US" }] });
    expect(await toldAfter("31d")).toContain(`may have bought ${first}`);
  });

  it("is not told where its result was handed over, as it was no run that was interrupted", async () => {
    await killRun(bench, stacks, { record: "journal", bought: 0, name: "gone" });
    const { journal } = (await withThoseKeys()).context;
    for (const record of await journal.records(claimOf("gone"))) await journal.handOver(record);
    expect(await toldAfter("1h")).toBe("");
  });

  it("is not told where the stack has all that it may have bought, under another name", async () => {
    const { candidates } = await killRun(bench, stacks, { record: "journal", bought: 0, name: "gone" });
    const rows = candidates.map((e164, place) => numberInState(claimOf(`other-${place}`), e164));
    expect(await toldAfter("1h", rows)).toBe("");
  });
});
