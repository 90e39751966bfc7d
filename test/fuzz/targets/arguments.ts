import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import * as runtime from "../../../provider/pulumi/runtime";
import { type SimulatedVendor, vendorNames } from "../../simulation/world/vendor-account";
import { claim, onBench } from "../bench";
import { anyJson, type Change, changed, changes, type Json, objectOf, oddText } from "../generators/json";
import { must, mustBeReadable, mustBeTyped, mustHideKeys, outcomeOf } from "../outcome";
import type { Target } from "../target";

interface Case {
  readonly vendor: SimulatedVendor;
  readonly args: { readonly [name: string]: Json };
  readonly changes: readonly Change[];
  /** Argument that stands for a value which is not known yet. */
  readonly unknown: string | null;
}

const search = [{ areaCode: "415", region: "California", capabilities: ["voice"] }, {}];
const usual = { country: "US", type: "local", search, agent: "a1", subaccount: "s1", alias: "desk" };
const more = { maxMonthlyPrice: 5, renewal: "auto", deletionPolicy: "release", replaceable: false };
const names = [...Object.keys({ ...usual, ...more }), "number", "adopt", "account", "nothingBought"];
const others = ["vendorOptions", "deletionProtection", "vendor", "turn", "organization", "aliases"];
const inherited = ["__proto__", "constructor", "toString", "secretOutputs", "secretArguments", "__provider"];

/** What a program may ask for: any JSON in any place, with unknown values among it. */
export const programArguments: Target<Case> = {
  name: "arguments",
  share: 110,
  cases: fc.record({
    vendor: fc.constantFrom(...vendorNames),
    args: objectOf(fc.constantFrom(...names, ...others, ...inherited), fc.oneof(oddText, anyJson), 3),
    changes: fc.oneof(fc.constant([]), changes),
    unknown: fc.option(fc.constantFrom(...names, "vendorOptions", "vendor"), { freq: 3 }),
  }),
  async play({ vendor, args, changes: all, unknown }) {
    await onBench(vendor, async ({ account, config }) => {
      const base: { [name: string]: Json } = { vendor, country: "US", ...args };
      const given = all.length === 0 ? base : changed({ ...usual, ...more, ...base }, all);
      if (typeof given !== "object" || given === null || Array.isArray(given)) return;
      const news = { claim, ...given, ...(unknown !== null && { [unknown]: unknownValue }) };
      const { inputs, failures } = await runtime.check(config, {}, news);
      must(account.owned().length === 0, "check bought a number");
      for (const { property, reason } of failures) {
        must(typeof property === "string", "a failure of no property");
        mustBeReadable(reason.slice(0, 3_900), `check, ${property}`);
      }
      JSON.stringify(inputs);
      if (failures.length > 0 || unknown !== null) return;
      const created = await outcomeOf(() => runtime.create(config, inputs));
      must(account.owned().length <= 1, `bought ${account.owned()}`);
      if (created.kind === "error") {
        mustBeTyped(created.error, "create");
        return;
      }
      const { id, outs } = created.value;
      mustHideKeys(JSON.stringify(outs), "the state");
      must(account.owned().join() === id, `bought ${account.owned()}, and has ${id}`);
      const removed = await outcomeOf(() => runtime.delete(config, id, JSON.parse(JSON.stringify(outs))));
      if (removed.kind === "error") mustBeTyped(removed.error, "delete");
    });
  },
};
