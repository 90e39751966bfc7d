import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../provider/domain/errors";
import { loadVendors } from "../../../provider/vendors/modules";
import { errorOfClass } from "../../support/expect";

const definition = {
  interfaceVersion: 1,
  name: "acme",
  capabilities: {
    countries: ["US"],
    types: ["local"],
    search: ["areaCode"],
    purchase: "number",
    list: true,
    get: true,
    agent: { word: "bot", atPurchase: false },
    subaccount: { instead: "" },
    label: { word: "name" },
    renewalDate: false,
    release: { when: "at-once", rentEnds: "at once" },
  },
  baseUrl: "https://api.acme.example",
  keys: { apiKey: { config: "acmeApiKey", environment: "ACME_API_KEY", secret: true } },
};

/** The folder of a program with a module in it, whose definition has these members instead. */
async function folderWith(members: Readonly<Record<string, unknown>>): Promise<string> {
  return folderOf(`export default { ...${JSON.stringify({ ...definition, ...members })}, connect() {} };`);
}

async function folderOf(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "modules-"));
  await writeFile(path.join(folder, "acme.mjs"), text);
  return folder;
}

function keyCalled(config: string) {
  return { config, environment: "ACME_KEY", secret: true };
}

/** The definition with these capabilities instead. */
function capable(members: Readonly<Record<string, unknown>>) {
  return { capabilities: { ...definition.capabilities, ...members } };
}

const load = async (members: Readonly<Record<string, unknown>>) =>
  loadVendors(["./acme.mjs"], await folderWith(members));

describe("a module that adds a vendor", () => {
  it("is loaded when it is written for this version of the interface", async () => {
    expect((await load({})).map(({ name }) => name)).toEqual(["acme"]);
  });

  it.each([
    [undefined, "no version"],
    [2, "version 2"],
    ["1", 'version "1"'],
    [null, "version null"],
  ])(
    "is refused when it is written for %j, with the version that is spoken",
    async (interfaceVersion, said) => {
      const { message } = await errorOfClass(ConfigurationError, load({ interfaceVersion }));
      expect(message).toContain(
        `phone:vendorModules (./acme.mjs): is written for ${said} of the vendor interface, and this pulumi-phone speaks version 1`,
      );
      expect(message).toContain("interfaceVersion: 1");
    },
  );

  it("may bear a name that every object has a member of", async () => {
    expect((await load({ name: "constructor" })).map(({ name }) => name)).toEqual(["constructor"]);
  });

  it("is refused when it bears the name of a vendor of the package", async () => {
    const { message } = await errorOfClass(ConfigurationError, load({ name: "plivo" }));
    expect(message).toContain('adds "plivo", which is a vendor of pulumi-phone already');
  });

  it.each(["export default {};", "export default 7;", "export const acme = {};"])(
    "is refused when it does not export a vendor: %s",
    async (text) => {
      const { message } = await errorOfClass(
        ConfigurationError,
        loadVendors(["./acme.mjs"], await folderOf(text)),
      );
      expect(message).toContain("phone:vendorModules (./acme.mjs): does not export a vendor");
    },
  );

  it.each<[members: Readonly<Record<string, unknown>>, said: string]>([
    [
      { name: "Kestrel" },
      'name must be lower-case letters and digits, beginning with a letter; it is "Kestrel"',
    ],
    [{ baseUrl: "api.acme.example" }, 'baseUrl must be a URL; it is "api.acme.example"'],
    [{ baseurl: "https://api.acme.example" }, "baseurl is no member: known are interfaceVersion, name,"],
    [{ keys: undefined }, "keys is missing"],
    [
      { keys: { a: keyCalled("acmeKey"), b: keyCalled("acmeKeyFile") } },
      "keys has a key whose name is another one's with Command or File behind it",
    ],
    [{ keys: { apiKey: { config: "acmeApiKey", secret: true } } }, "keys.apiKey.environment is missing"],
    [{ options: {} }, "options must be a zod schema"],
    [{ shapes: [{ path: "numbers", fields: {} }] }, "shapes[0].path must be a path that begins with a slash"],
    [
      { shapes: [{ path: "/numbers", fields: { id: "text" } }] },
      "shapes[0].fields.id must be types joined by |",
    ],
    [{ capabilities: undefined }, "capabilities is missing"],
    [
      capable({ list: undefined, get: undefined }),
      "capabilities.list is missing; capabilities.get is missing",
    ],
    [capable({ get: "yes" }), 'capabilities.get must be true or false; it is "yes"'],
    [
      capable({ countries: ["usa"] }),
      'capabilities.countries[0] must be two capitals, as in "US"; it is "usa"',
    ],
    [
      capable({ types: ["toll-free"] }),
      'capabilities.types[0] must be "local", "mobile", "national" or "tollfree"; it is "toll-free"',
    ],
    [capable({ search: ["areaCode", "prefx"] }), 'capabilities.search[1] must be "areaCode", "prefix",'],
    [
      capable({ release: { when: "at_once", rentEnds: "" } }),
      'capabilities.release.when must be "at-once" or "period-end"; it is "at_once"',
    ],
    [
      capable({ label: { wrod: "name" } }),
      "capabilities.label.word is missing; capabilities.label.wrod is no member: known are word, or instead alone",
    ],
    [capable({ label: undefined }), "capabilities.label is missing"],
    [capable({ subaccount: { instead: "", word: "x" } }), "capabilities.subaccount.word is no member"],
    [capable({ agent: { word: "bot" } }), "capabilities.agent.atPurchase is missing"],
    [
      capable({ purchase: "prefix" }),
      'capabilities.purchase must be "number", or the members of a purchase by prefix',
    ],
    [
      capable({
        purchase: { instead: "", defaultPrefix: "1415", monthlyPrice: { amount: 1, currency: "USD" } },
      }),
      'capabilities.purchase.defaultPrefix must be + and digits; it is "1415"; capabilities.purchase.monthlyPrice.amount must be',
    ],
    [capable({ lables: true }), "capabilities.lables is no member: known are countries, types,"],
  ])("is refused with the members that are wrong: %j", async (members, said) => {
    const { message } = await errorOfClass(ConfigurationError, load(members));
    expect(message).toContain("phone:vendorModules (./acme.mjs): exports a definition that is wrong: ");
    expect(message).toContain(said);
  });

  it("may have all members that are not required", async () => {
    const text = `
      class Definition {
        interfaceVersion = 1;
        name = "acme";
        capabilities = ${JSON.stringify({
          ...definition.capabilities,
          countries: null,
          agent: { word: "bot", atPurchase: true, byDefault: true, oneNumber: true, isAddress: true },
          purchase: {
            instead: "",
            defaultPrefix: "+1415",
            monthlyPrice: { amount: "10.00", currency: "USD" },
          },
        })};
        baseUrl = "https://api.acme.example/v3";
        keys = { apiKey: { config: "acmeApiKey", environment: "ACME_API_KEY", secret: true,
          form: { pattern: /^k/, description: "a k" } } };
        options = { safeParse() {} };
        searchFailures() { return []; }
        connect() { return this; }
      }
      export default new Definition();`;
    const [loaded] = await loadVendors(["./acme.mjs"], await folderOf(text));
    expect(loaded?.constructor.name).toBe("Definition");
  });

  it("is named as the caller says", async () => {
    const origin = { named: (specifier: string) => `contract ${specifier}`, folder: "the current folder" };
    const { message } = await errorOfClass(
      ConfigurationError,
      loadVendors(["./missing.mjs"], await folderWith({}), origin),
    );
    expect(message).toMatch(/^contract \.\/missing\.mjs: cannot be loaded/);
    expect(message).toContain("a file from the current folder such as ./acme.mjs");
  });
});
