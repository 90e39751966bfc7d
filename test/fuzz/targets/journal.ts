import fc from "fast-check";
import { openJournal } from "../../../provider/host/journal";
import * as runtime from "../../../provider/pulumi/runtime";
import { Disk } from "../../simulation/world/disk";
import { type SimulatedVendor, vendorNames } from "../../simulation/world/vendor-account";
import { claim, onBench } from "../bench";
import { type Change, changed, changes, type Json, oddText } from "../generators/json";
import { must, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

interface Case {
  readonly vendor: SimulatedVendor;
  readonly written: readonly Change[] | string;
}

/** Files of the journal, whoever wrote them. */
export const journal: Target<Case> = {
  name: "journal",
  share: 40,
  cases: fc.record({
    vendor: fc.constantFrom(...vendorNames),
    written: fc.oneof({ weight: 5, arbitrary: changes }, { weight: 1, arbitrary: oddText }),
  }),
  async play({ vendor, written }) {
    const disk = new Disk();
    await onBench(
      vendor,
      async ({ account, config }) => {
        const { inputs } = await runtime.check(config, {}, { claim, vendor, country: "US" });
        const { candidates, quote } = JSON.parse(JSON.stringify(inputs)) as { [name: string]: Json };
        const until = new Date().toISOString();
        const record = { claim, vendor, country: "US", candidates, quote, asked: 1, order: {}, until };
        const text = typeof written === "string" ? written : JSON.stringify(changed(record as Json, written));
        disk.files.set(await fileOf(), text);
        const created = await outcomeOf(() => runtime.create(config, inputs));
        if (created.kind === "error") mustBeTyped(created.error, "create");
        must(account.owned().length <= 1, `bought ${account.owned()}`);
      },
      { disk },
    );
  },
};

/** Where the journal of the bench keeps the record of its resource. */
async function fileOf(): Promise<string> {
  const names: string[] = [];
  const handle = { writeFile: async () => {}, sync: async () => {}, close: async () => {} };
  const files = {
    mkdir: async () => {},
    open: async () => handle,
    readdir: async () => [],
    readFile: async () => "",
    rename: async (_: string, to: string) => void names.push(to),
    rm: async () => {},
  };
  const empty = {
    vendor: undefined,
    account: undefined,
    vendorAccount: undefined,
    country: undefined,
    type: undefined,
    word: undefined,
  };
  const flags = { isAdoption: false, isAnew: false, isHandedOver: false, keptBy: "journal" as const };
  await openJournal("/phone-intents", () => "\norganization", files).write({
    ...empty,
    ...flags,
    claim,
    candidates: [],
    quote: null,
    asked: 0,
    order: { agent: undefined, subaccount: undefined },
    until: "",
  });
  return names[0] ?? "";
}
