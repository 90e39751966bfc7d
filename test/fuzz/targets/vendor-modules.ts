import fc from "fast-check";
import type { E164 } from "../../../provider/domain/number";
import { openVendor } from "../../../provider/vendors/open-vendor";
import { plivo } from "../../../provider/vendors/plivo";
import type { Vendor } from "../../../provider/vendors/vendor";
import { VirtualClock } from "../../simulation/world/virtual-clock";
import { anyJson, type Json, oddText } from "../generators/json";
import { must, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

type Behaviour =
  | { readonly kind: "answers"; readonly value: Json; readonly isLate: boolean }
  | { readonly kind: "throws"; readonly value: Json }
  | { readonly kind: "fails"; readonly message: string }
  | { readonly kind: "hangs" };

const methods = ["find", "buy", "list", "get", "update", "release", "checkAgent", "search"] as const;

interface Case {
  readonly method: (typeof methods)[number];
  readonly does: Behaviour;
  /** What connect gives in the place of a vendor. */
  readonly instead: Json | null;
}

const reference = { e164: "+14155550100" as E164, vendorId: null };

/** Modules that throw, hang, or answer nonsense. */
export const vendorModules: Target<Case> = {
  name: "vendor-modules",
  share: 80,
  cases: fc.record({
    method: fc.constantFrom(...methods),
    does: fc.oneof(
      fc.record({ kind: fc.constant("answers" as const), value: anyJson, isLate: fc.boolean() }),
      fc.record({ kind: fc.constant("throws" as const), value: anyJson }),
      fc.record({ kind: fc.constant("fails" as const), message: oddText }),
      fc.constant({ kind: "hangs" as const }),
    ),
    instead: fc.option(anyJson, { freq: 8 }),
  }),
  async play({ method, does, instead }) {
    const clock = new VirtualClock();
    await clock.inPlace(Math.random, async () => {
      const members = methods.map((name) => [name, () => behave(does)]);
      const vendor = { account: "acme", checkSubaccount: () => {}, ...Object.fromEntries(members) };
      const definition = { ...plivo, name: "acme", connect: () => (instead ?? vendor) as Vendor };
      const tools = { createClient: () => ({}) as never };
      const opened = await outcomeOf(() => openVendor(definition, { baseUrl: "", keys: {} }, tools));
      if (opened.kind === "error") {
        mustBeTyped(opened.error, "connect");
        must(instead !== null, "a vendor was refused");
        return;
      }
      const outcome = await clock.run(outcomeOf(() => call(opened.value, method)));
      must(does.kind === "answers" || outcome.kind === "error", "what fails succeeded");
      if (outcome.kind === "error") mustBeTyped(outcome.error, method);
      if (method === "buy" && outcome.kind === "error")
        must((outcome.error as { mayHaveBought?: boolean }).mayHaveBought === true, "it may have bought");
    });
  },
};

function behave(does: Behaviour): unknown {
  switch (does.kind) {
    case "answers":
      return does.isLate ? Promise.resolve(does.value) : does.value;
    case "throws":
      throw does.value;
    case "fails":
      throw new Error(does.message);
    case "hangs":
      return new Promise(() => {});
  }
}

async function call(vendor: Vendor, method: Case["method"]): Promise<unknown> {
  const order = { e164: reference.e164, country: "US", agent: undefined, subaccount: undefined, terms: null };
  switch (method) {
    case "search": {
      const query = { country: "US", type: undefined, criteria: {}, options: {} };
      for await (const page of vendor.search(query)) must(Array.isArray(page), "a page is no list");
      return undefined;
    }
    case "find":
      return vendor.find(reference.e164, "US");
    case "buy":
      return vendor.buy(order);
    case "list":
      return vendor.list();
    case "get":
      return vendor.get(reference);
    case "update":
      return vendor.update({ ...reference } as never, { agent: "a" });
    case "release":
      return vendor.release(reference);
    case "checkAgent":
      return vendor.checkAgent("a");
  }
}
