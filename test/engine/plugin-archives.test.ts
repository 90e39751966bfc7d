import { mkdir, mkdtemp, readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import manifest from "../../package.json";
import { makeArchives, serveFolder } from "../support/archives";
import { childEnvironment } from "../support/environment";
import { pluginNumber } from "../support/fronts";
import { nodeOf } from "../support/installations";
import { orSkipped } from "../support/not-on-this-machine";
import { run, runOrThrow } from "../support/run";
import { refused, succeeded, withPhoneStack } from "./support";

const { version } = manifest;
const systems = ["darwin", "linux", "windows"];
const nameOf = (system: string, processor: string) =>
  `pulumi-resource-phone-v${version}-${system}-${processor}.tar.gz`;

let folder = "";
beforeAll(async () => {
  folder = await makeArchives();
});

/** What is in the archive of a system, in a folder of its own. */
async function unpacked(system: string): Promise<string> {
  const target = await mkdtemp(path.join(os.tmpdir(), "plugin-"));
  const args = ["-xzf", path.join(folder, nameOf(system, "amd64")), "-C", target];
  await runOrThrow("tar", args, { env: childEnvironment() });
  return target;
}

const yaml = `
resources:
  line:
    type: ${pluginNumber}
    properties: { vendor: plivo, country: US }
outputs: { line: "\${line.e164}" }`;

test("there is one for each platform: one JavaScript file, a starter, the schema and the licences", async () => {
  expect((await readdir(folder)).toSorted()).toEqual(
    systems.flatMap((system) => ["amd64", "arm64"].map((processor) => nameOf(system, processor))),
  );
  const common = ["LICENCES.txt", "LICENSE", "phone.js"];
  for (const system of systems)
    expect((await readdir(await unpacked(system))).toSorted()).toEqual([
      ...common,
      system === "windows" ? "pulumi-resource-phone.cmd" : "pulumi-resource-phone",
      "schema.json",
    ]);
});

test("what was installed from a server serves a program that names no plugin", async ({ skip }) => {
  const { url, requests } = await serveFolder(folder);
  const work = withPhoneStack({ language: "yaml", program: yaml }, async (phones) => {
    expect(refused(await phones.stack.preview())).toContain("phone");
    const args = ["plugin", "install", "resource", "phone", version, "--server", url];
    succeeded(await phones.project.pulumi(args));
    expect(requests).toHaveLength(1);
    await phones.up();
    expect((await phones.stack.outputs()).line).toBe(phones.only.e164);
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
  await orSkipped(skip, work);
});

test("by itself it is downloaded from where a resource says, and nothing is in the way of an up, a refresh and a destroy", async () => {
  const { url, requests } = await serveFolder(folder);
  const program = `
import { PhoneNumber } from "pulumi-phone/plugin";
export const line = new PhoneNumber("line", { vendor: "plivo", country: "US" }, { pluginDownloadURL: "${url}" }).e164;`;
  const environment = { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "false" };
  await withPhoneStack({ language: "typescript", program, environment }, async (phones) => {
    await phones.up();
    expect((await phones.stack.outputs()).line).toBe(phones.only.e164);
    await phones.refresh();
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
    expect(requests).toHaveLength(1);
  });
});

test("a generated SDK knows the release page, from where it is downloaded by itself", async ({ skip }) => {
  const { url, requests } = await serveFolder(folder);
  const program = `
import pulumi
import pulumi_phone as phone
pulumi.export("line", phone.PhoneNumber("line", vendor="plivo", country="US").e164)`;
  const environment = {
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "false",
    PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES: `^github://api\\.github\\.com/pulumi-phone/pulumi-phone$=${url}`,
  };
  const work = withPhoneStack({ language: "python", program, environment }, async (phones) => {
    await phones.up();
    expect((await phones.stack.outputs()).line).toBe(phones.only.e164);
    expect(requests).toHaveLength(1);
    await phones.destroy();
  });
  await orSkipped(skip, work);
});

test("the starter says that there is no Node.js, or which one is too old", async () => {
  const starter = path.join(await unpacked("linux"), "pulumi-resource-phone");
  const nothing = path.join(folder, "nothing");
  await mkdir(nothing);
  const without = await run("/bin/sh", [starter], { env: { PATH: nothing } });
  expect(without).toMatchObject({ exitCode: 1, stdout: "" });
  expect(without.stderr).toMatch(/runs on Node\.js 20\.19.*there is no node on PATH/);
  const old = await run(starter, [], { env: childEnvironment({}, [await nodeOf(18)]) });
  expect(old).toMatchObject({ exitCode: 1, stdout: "" });
  expect(old.stderr).toMatch(/runs on Node\.js 20\.19, 22\.12 or newer, and this is 18\.\d+\.\d+, \//);
});
