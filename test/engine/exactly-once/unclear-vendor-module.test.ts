import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { loadStandIns } from "../../../cli/load-stand-ins";
import { startSandbox } from "../../../sandbox";
import { defined } from "../../support/expect";
import { repository } from "../../support/repository";
import { programOf, withPhoneStack } from "../support";

const folder = path.join(repository, "examples/meridian");

/** Meridian's module, but it never understands what a purchase is answered, and says so as the interface asks for. */
const unclear = `
import { UnclearError } from "pulumi-phone/vendor";
import meridian from "./meridian.mjs";
export default {
  ...meridian,
  connect(settings, tools) {
    const vendor = meridian.connect(settings, tools);
    const buy = vendor.buy.bind(vendor);
    vendor.buy = async (order) => {
      await buy(order);
      throw new UnclearError("the answer cannot be read");
    };
    return vendor;
  },
};
`;

test("an added vendor that throws UnclearError from buy may have bought: the number is found, and no other is bought", async () => {
  const sandbox = await startSandbox({ standIns: await loadStandIns(["./meridian-stand-in.mjs"], folder) });
  try {
    const { baseUrl, credentials } = defined(sandbox.control.vendors().meridian);
    const state = () => defined(sandbox.control.state().meridian);
    const options = {
      access: "none",
      program: programOf({ line: { vendor: "meridian", country: "US" } }),
      files: {
        "meridian.mjs": await readFile(path.join(folder, "meridian.mjs"), "utf8"),
        "unclear.mjs": unclear,
      },
      environment: { MERIDIAN_BASE_URL: baseUrl, MERIDIAN_API_KEY: defined(credentials.meridianApiKey) },
    } as const;
    await withPhoneStack(options, async (phones) => {
      await phones.stack.setConfig("phone:vendorModules[0]", "./unclear.mjs", { path: true });
      await phones.up();
      expect(state()).toMatchObject({ purchases: 1, owned: [{}] });
      const { id, outputs } = await phones.inState("line");
      expect(id).toBe(state().owned[0]?.e164);
      expect(outputs?.status).toBe("active");
      await phones.up(["--expect-no-changes"]);
      await phones.destroy();
      expect(state()).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    });
  } finally {
    await sandbox.close();
  }
});
