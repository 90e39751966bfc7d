import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadStandIns } from "../../cli/load-stand-ins";
import { type Sandbox, startSandbox } from "../../sandbox/index";
import { defined } from "../support/expect";
import { repository } from "../support/repository";
import { Example } from "./examples/example";
import { refused, withPhoneStack } from "./support";

const folder = path.join(repository, "examples/meridian");
const example = (file: string) => readFile(path.join(folder, file), "utf8");

/** Sells for Meridian, the made-up vendor of the example. */
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ standIns: await loadStandIns(["./meridian-stand-in.mjs"], folder) });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const meridian = () => defined(sandbox.control.vendors().meridian);
const state = () => defined(sandbox.control.state().meridian);
const agents = () => state().owned.map(({ agent }) => agent);

/** What the README has run before; test/cli and the packed project have each of it. */
const begin = [
  "npm install pulumi-phone @pulumi/pulumi typescript@6 zod @types/node@20",
  "npm install --save-dev vitest@4",
  "npx pulumi-phone contract ./meridian.mjs --stand-in ./meridian-stand-in.mjs",
  "npx pulumi-phone sandbox --stand-in ./meridian-stand-in.mjs --port 4999",
  'export PULUMI_BACKEND_URL="file://$PWD" PULUMI_CONFIG_PASSPHRASE=sandbox PHONE_SANDBOX=http://127.0.0.1:4999',
  "pulumi stack init dev",
];

test("a vendor that a program adds in one file is bought of, changed, refreshed and released, as the README says", async () => {
  const environment = { MERIDIAN_BASE_URL: meridian().baseUrl };
  const readme = await Example.open("meridian", { access: "none", environment }, begin);
  const { phones, program } = readme;
  try {
    expect(refused(await phones.stack.preview())).toContain('vendor: "meridian" is not a known vendor');
    await readme.follow("pulumi config set --path 'phone:vendorModules[0]' ./meridian.mjs");
    const apiKey = defined(meridian().credentials.meridianApiKey);
    await phones.stack.setConfig("phone:meridianApiKey", apiKey, { secret: true });
    await readme.follow("pulumi preview");
    expect(state().purchases).toBe(0);

    await readme.follow("pulumi up");
    expect(agents()).toEqual(["assistant-1"]);
    // The stand-in refuses every other key.
    expect(sandbox.control.calls("meridian").filter(({ status }) => status === 401)).toEqual([]);
    await readme.follow("pulumi preview --expect-no-changes");
    await phones.refresh(["--expect-no-changes"]);
    await phones.project.writeProgram(program.replace("assistant-1", "assistant-2"));
    await phones.up();
    expect(agents()).toEqual(["assistant-2"]);
    expect(state().purchases).toBe(1);
    await readme.follow("pulumi destroy");
    expect(state()).toMatchObject({ purchases: 1, releases: 1 });
    expect(state().owned).toHaveLength(0);
    readme.finish();
  } finally {
    await phones.close();
  }
});

test("what an added vendor cannot do is refused like everybody's, and a module that adds none is named", async () => {
  const files = { "meridian.mjs": await example("meridian.mjs"), "nothing.mjs": "export default {};" };
  const environment = { MERIDIAN_BASE_URL: meridian().baseUrl, MERIDIAN_API_KEY: "k" };
  await withPhoneStack({ access: "none", files, environment }, async (phones) => {
    await phones.declare({ main: { vendor: "meridian", country: "DE", alias: "x", vendorOptions: {} } });
    await phones.stack.setConfig("phone:vendorModules[0]", "./meridian.mjs", { path: true });
    const printed = refused(await phones.stack.preview());
    expect(printed).toContain(
      "alias: meridian has no API to label numbers: leave alias out and write it on the wall",
    );
    expect(printed).toContain("country: meridian sells numbers of US, not of DE");
    expect(printed).toContain("vendorOptions: meridian has none");
    for (const [module, fault] of [
      ["./nothing.mjs", "does not export a vendor"],
      ["./missing.mjs", "cannot be loaded"],
    ] as const) {
      await phones.stack.setConfig("phone:vendorModules[0]", module, { path: true });
      expect(refused(await phones.stack.preview())).toContain(`phone:vendorModules (${module}): ${fault}`);
    }
  });
  expect(state().purchases).toBe(0);
});
