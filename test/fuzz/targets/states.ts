import fc from "fast-check";
import * as runtime from "../../../provider/pulumi/runtime";
import { type SimulatedVendor, vendorNames } from "../../simulation/world/vendor-account";
import { claim, noStacks, onBench } from "../bench";
import { type Change, changed, changes, type Json, oddText } from "../generators/json";
import { must, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

interface Case {
  readonly vendor: SimulatedVendor;
  readonly verb: "create" | "read" | "delete" | "update" | "diff";
  /** Of the row that the engine hands over. */
  readonly row: readonly Change[];
  /** Of what the CLI prints of the stack, as JSON, or the text in its place. */
  readonly printed: readonly Change[] | string;
}

/** Exported states of any stack, and rows of states, whoever wrote them. */
export const states: Target<Case> = {
  name: "states",
  share: 90,
  cases: fc.record({
    vendor: fc.constantFrom(...vendorNames),
    verb: fc.constantFrom<Case["verb"][]>("create", "read", "delete", "update", "diff"),
    row: fc.oneof(fc.constant([]), changes),
    printed: fc.oneof({ weight: 5, arbitrary: changes }, { weight: 1, arbitrary: oddText }),
  }),
  async play({ vendor, verb, row, printed }) {
    const stack = { text: "" };
    const cli = async (args: readonly string[]) =>
      args[1] === "export" && stack.text !== "" ? stack.text : noStacks(args);
    await onBench(
      vendor,
      async ({ account, config }) => {
        const { inputs } = await runtime.check(config, {}, { claim, vendor, country: "US" });
        const bought = verb === "create" ? undefined : await runtime.create(config, inputs);
        const before = account.owned().join();
        const time = new Date().toISOString();
        const own = { urn: claim, type: "pulumi-nodejs:dynamic/phone:PhoneNumber", inputs };
        const numbers = bought === undefined ? [] : [{ ...own, id: bought.id, outputs: bought.outs }];
        const pending_operations = verb === "create" ? [{ type: "creating", resource: own }] : [];
        const deployment = { manifest: { time }, resources: numbers, pending_operations };
        const exported = JSON.parse(JSON.stringify({ version: 3, deployment })) as Json;
        stack.text =
          typeof printed === "string" ? `${printed}\n` : JSON.stringify(changed(exported, printed));
        const plain = JSON.parse(JSON.stringify(bought?.outs ?? inputs)) as Json;
        const odd = changed(plain, row);
        const given = typeof odd === "object" && odd !== null && !Array.isArray(odd) ? odd : {};
        const id = bought?.id ?? "";
        const outcome = await outcomeOf(async () => {
          switch (verb) {
            case "create":
              return runtime.create(config, given);
            case "read":
              return runtime.read(config, id, given);
            case "delete":
              return runtime.delete(config, id, given);
            case "update":
              return runtime.update(config, id, plain as typeof given, given);
            case "diff":
              return runtime.diff(config, id, given, inputs);
          }
        });
        if (outcome.kind === "error") mustBeTyped(outcome.error, verb);
        must(account.owned().length <= 1, `${verb} bought ${account.owned()}`);
        if (verb === "read" || verb === "diff")
          must(account.owned().join() === before, `${verb} changed the account`);
      },
      { cli },
    );
  },
};
