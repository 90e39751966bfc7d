import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configuredAccounts } from "../../../cli/accounts/configured-accounts";
import { type Diagnosis, diagnoseAccount } from "../../../cli/doctor/diagnose-account";
import { printDiagnosis } from "../../../cli/doctor/print-diagnosis";
import { readOnly } from "../../../cli/doctor/read-only";
import { recordingOf } from "../../../cli/doctor/recording";
import { createClient } from "../../../provider/http/client";
import { exchange } from "../../../provider/http/transport";
import { builtInVendors, type VendorName, vendorNames } from "../../../provider/vendors";
import type { VendorDefinition } from "../../../provider/vendors/vendor";
import { type Sandbox, startSandbox } from "../../../sandbox";
import { defined } from "../../support/expect";
import { configuration } from "../../support/sandbox";
import { differencesIn } from "./diagnosis";

const owners = ["bolna", "plivo", "ravan", "sondos"] as const;
const alias = "Front desk Zürich";

describe("the doctor at the stand-ins", () => {
  let sandbox: Sandbox;
  const found = new Map<string, Diagnosis>();

  async function accounts() {
    return configuredAccounts(configuration(), { PHONE_SANDBOX: sandbox.url }, process.cwd());
  }

  beforeAll(async () => {
    sandbox = await startSandbox({ stock: 30, rateLimit: false });
    const own = Array.from({ length: 25 }, (_, index) => ({
      e164: `+19072347${index + 100}`,
      country: "US",
    }));
    for (const vendor of owners) sandbox.control.changeNumbers({ vendor, own });
    for (const { definition, settings } of await accounts()) {
      const { agents = [] } = defined(sandbox.control.vendors()[definition.name]);
      const vendor = definition.connect(await settings(), { createClient });
      if (definition.name === "plivo" || definition.name === "sondos") {
        const first = defined((await vendor.list())[0]);
        await vendor.update(first, { agent: defined(agents[0]), alias });
      }
    }
    sandbox.control.clearCalls();
    for (const { definition, settings } of await accounts()) {
      found.set(definition.name, await diagnoseAccount(definition, await settings(), ["US"]));
    }
  });
  afterAll(() => sandbox.close());

  // What the documentation leaves open is answered in turn in one way and in the other.
  it.each(vendorNames)("finds %s as documented, however it answers open questions", async (name) => {
    const { definition, settings } = defined(
      (await accounts()).find((each) => each.definition.name === name),
    );
    for (let turn = 0; turn < 4; turn++) {
      const diagnosis = await diagnoseAccount(definition, await settings(), ["US", "GB", "IN"]);
      expect(differencesIn(diagnosis)).toEqual([]);
    }
  });

  it.each(vendorNames)("reads all of %s", (name) => {
    const diagnosis = defined(found.get(name));
    expect(differencesIn(diagnosis)).toEqual([]);
    expect(diagnosis.told).toEqual([]);
    expect(diagnosis.reads.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  });

  it.each(owners)("holds rows of %s against what is documented", (name) => {
    const bodies = JSON.stringify(defined(found.get(name)).exchanges.map(({ body }) => body));
    expect(bodies).toContain("9072347100");
  });

  it("sends reads only", () => {
    const calls = sandbox.control.calls();
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it.each(vendorNames)("shows nothing of the account of %s, in the report and in the recording", (name) => {
    const diagnosis = defined(found.get(name));
    const shapes = defined(builtInVendors[name as VendorName].shapes);
    const report = printDiagnosis(name, diagnosis);
    const recording = JSON.stringify(recordingOf([diagnosis], () => shapes));
    const words = new Set(shapes.flatMap(({ words: each = [] }) => each));
    const values = diagnosis.exchanges
      .flatMap(({ body }) => textsIn(body))
      .filter((text) => text.length > 3 && !words.has(text));
    const { credentials } = defined(sandbox.control.vendors()[name]);
    const keys = Object.values(credentials).flatMap((key) => [
      key,
      Buffer.from(key).toString("base64"),
      encodeURIComponent(key),
      key.slice(key.indexOf("|") + 1),
    ]);
    for (const secret of new Set([...values, ...keys, alias, "90723471"])) {
      expect.soft(report).not.toContain(secret);
      expect.soft(recording).not.toContain(secret);
    }
    expect(diagnosis.exchanges.length).toBeGreaterThan(0);
  });
});

describe("the doctor's way to a vendor", () => {
  it.each(vendorNames)("lets no write of %s pass", async (name) => {
    const sandbox = await startSandbox({ stock: 5, rateLimit: false });
    try {
      const definition: VendorDefinition = builtInVendors[name as VendorName];
      const { baseUrl, credentials } = defined(sandbox.control.vendors()[name]);
      const keys = Object.fromEntries(
        Object.entries(definition.keys).map(([key, { config }]) => [key, defined(credentials[config])]),
      );
      if (name !== "cald") {
        sandbox.control.changeNumbers({ vendor: name, own: [{ e164: "+19072347100", country: "US" }] });
      }
      const direct = definition.connect({ baseUrl, keys }, { createClient });
      const [offer, owned] =
        name === "cald" ? [undefined, undefined] : [await firstOffer(direct), (await direct.list())[0]];
      sandbox.control.clearCalls();
      const vendor = definition.connect(
        { baseUrl, keys },
        {
          createClient: (settings) =>
            createClient(
              settings,
              readOnly(exchange, settings.baseUrl, () => {}),
            ),
        },
      );
      const number = owned ?? { e164: "+14155550100", vendorId: "n1" };
      const order = {
        e164: offer?.e164 ?? "+1415",
        country: "US",
        agent: undefined,
        subaccount: undefined,
        options: {},
        terms: offer?.terms ?? null,
      } as const;
      await expect(vendor.buy(order)).rejects.toThrow("only reads");
      await expect(vendor.release(number)).rejects.toThrow("only reads");
      expect(sandbox.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
      expect(sandbox.control.state()[name]?.purchases).toBe(0);
    } finally {
      await sandbox.close();
    }
  });
});

async function firstOffer(vendor: ReturnType<VendorDefinition["connect"]>) {
  const query = { country: "US", type: undefined, criteria: {}, options: {} };
  for await (const [offer] of vendor.search(query)) return offer;
  return undefined;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number" && value > 99_999) return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
