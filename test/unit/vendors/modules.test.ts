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
  capabilities: { search: ["areaCode"], types: ["local"] },
  baseUrl: "https://api.acme.example",
  keys: { apiKey: { config: "acmeApiKey", environment: "ACME_API_KEY", secret: true } },
};

/** The folder of a program with a module in it, whose definition has these members instead. */
async function folderWith(members: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "modules-"));
  const text = JSON.stringify({ ...definition, ...members });
  await writeFile(path.join(folder, "acme.mjs"), `export default { ...${text}, connect() {} };`);
  return folder;
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

  it("is refused when it does not export a vendor", async () => {
    const { message } = await errorOfClass(ConfigurationError, load({ capabilities: undefined }));
    expect(message).toContain("does not export a vendor");
  });
});
