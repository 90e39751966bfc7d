import { appendFile, copyFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { killedUp } from "./killed-up";
import { programOf, withPhoneStack } from "./support";

vi.setConfig({ testTimeout: 240_000 });

test.each(["dynamic", "plugin"] as const)(
  "a relative backend is that of the folder in which Pulumi was started, also where the program is in another one: %s",
  async (front) => {
    const program = programOf({ line: { vendor: "plivo", country: "US" } }, front);
    await withPhoneStack({ front, environment: { PULUMI_BACKEND_URL: "file://." } }, async (phones) => {
      const { workDir } = phones.project;
      await phones.project.writeProgram(program);
      await mkdir(path.join(workDir, "source"));
      await copyFile(path.join(workDir, "index.js"), path.join(workDir, "source", "index.js"));
      await appendFile(path.join(workDir, "Pulumi.yaml"), "\nmain: source/\n");
      phones.fault("buy", "timeout-after", { delayMs: 600_000 });
      await killedUp(phones, "plivo", "tree", { purchases: 1, delayMs: 0 });
      const [bought] = phones.owned;
      await phones.up();
      expect(Object.values(await phones.numbersInState()).map(({ id }) => id)).toEqual([bought]);
      await phones.destroy();
      expect(phones.state).toMatchObject({ purchases: 1, releases: 1 });
    });
  },
);
