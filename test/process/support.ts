import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { claimOf } from "../support/claim";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import type { Front } from "../support/fronts";
import { Plugin, type PluginOptions, type Properties } from "../support/plugin";
import { runOrThrow } from "../support/run";
import type { Bench } from "../support/sandbox";

/** What Pulumi stores for the installed package, to the letter. It is in every state: it must never change. */
export const installedText = `exports.handler = __f0;
const provider = require("pulumi-phone/provider");

function __f0() {
  return (function() {
    with({ this: undefined, arguments: undefined }) {

return () => provider;

    }
  }).apply(undefined, undefined).apply(this, arguments);
}
`;

/** What starts the process that serves a front: for the package's class, the text of its dynamic provider. */
export function servedBy(front: Front): PluginOptions {
  return front === "plugin" ? {} : { provider: installedText };
}

/** One process of a front for the tests around it, configured with the sandbox and whatever else is given. */
export function usePlugin(
  bench: Bench,
  front: Front,
  config: Readonly<Record<string, string>> = {},
): () => Plugin {
  let plugin: Plugin | undefined;
  const home = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  beforeAll(async () => {
    plugin = await Plugin.start({ ...servedBy(front), environment: { PULUMI_HOME: home } });
    await plugin.configure({ "phone:sandbox": bench.sandbox.url, ...config });
  });
  // Each test is a machine of its own: what another one wrote down of its purchases is not there.
  beforeEach(() => rmSync(path.join(home, "phone-intents"), { recursive: true, force: true }));
  afterAll(() => plugin?.stop());
  return () => defined(plugin);
}

/** The inputs of a new number, as the resource class registers them. */
export function asked(args: Properties = {}, name = "line", front: Front = "dynamic"): Properties {
  return { vendor: "plivo", country: "US", ...args, claim: claimOf(name, "dev", front) };
}

/** Checks as the engine does before a create, and gives the inputs to create with. */
export async function checked(plugin: Plugin, args?: Properties, name?: string): Promise<Properties> {
  const { inputs, failures } = await plugin.check(asked(args, name, plugin.front));
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return inputs;
}

/** Buys a number. */
export async function bought(
  plugin: Plugin,
  args?: Properties,
  name?: string,
): Promise<{ id: string; properties: Properties }> {
  return plugin.create(await checked(plugin, args, name));
}

const registering = `
import { runtime } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";
await runtime.setMocks({
  newResource({ inputs }) {
    process.stdout.write(inputs.__provider);
    return { id: "none", state: inputs };
  },
  call: ({ inputs }) => inputs,
});
new PhoneNumber("line", { vendor: "plivo", country: "US" });
`;

/** The text that a program in this folder hands to the engine with a number. */
export function registeredText(folder = inject("projectFolder")): Promise<string> {
  return evaluated(registering, folder);
}

const serializing = `
import { createRequire } from "node:module";
import provider from "pulumi-phone/provider";
const { serializeFunction } = createRequire(process.cwd() + "/")("@pulumi/pulumi/runtime/closure/serializeClosure");
process.stdout.write((await serializeFunction(() => provider, { allowSecrets: true })).text);
`;

/** What Pulumi stores for the provider module when an ES module imports it. */
export function textForModules(folder = inject("projectFolder")): Promise<string> {
  return evaluated(serializing, folder);
}

async function evaluated(module: string, folder: string): Promise<string> {
  const args = ["--input-type=module", "--eval", module];
  return (await runOrThrow(process.execPath, args, { cwd: folder, env: childEnvironment() })).stdout;
}
