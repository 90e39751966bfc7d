// Brings a fresh clone to the point where tests and demo run. It depends on nothing but Node and npm,
// and does only what is missing.
import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, buildIsCurrent } from "./lib/build.mjs";
import { dependenciesAreCurrent, installDependencies } from "./lib/dependencies.mjs";
import { withLock } from "./lib/lock.mjs";
import { scratch } from "./lib/paths.mjs";
import { findOrInstallPulumi } from "./lib/pulumi-cli.mjs";
import { SetupError } from "./lib/setup-error.mjs";
import { isAtLeast } from "./lib/versions.mjs";

const oldestNode = "20.19.0";

/**
 * @typedef {object} Setup
 * @property {string} pulumiBin the folder of the Pulumi CLI, to be put first on PATH
 * @property {string} pulumiVersion
 * @property {"PATH" | "cache" | "download" | "Go build"} pulumiFrom which way the CLI was got
 */

/**
 * @param {object} [options]
 * @param {boolean} [options.quiet] say nothing unless there is something to do
 * @param {import("./lib/progress.mjs").Say} [options.say]
 * @returns {Promise<Setup>}
 */
export async function setup({ quiet = false, say = console.log } = {}) {
  if (!isAtLeast(process.versions.node, oldestNode)) {
    throw new SetupError(
      "Node.js",
      `this is Node.js ${process.versions.node}`,
      `use ${oldestNode} or newer.`,
    );
  }
  await prepareCheckout(say);
  const pulumi = await findOrInstallPulumi(say);
  if (!quiet) say(`Ready. Pulumi CLI ${pulumi.version}, from ${pulumi.from}: ${pulumi.bin}`);
  return { pulumiBin: pulumi.bin, pulumiVersion: pulumi.version, pulumiFrom: pulumi.from };
}

/** @param {import("./lib/progress.mjs").Say} say */
async function prepareCheckout(say) {
  if (dependenciesAreCurrent() && buildIsCurrent()) return;
  const onWait = () => say("Another setup is at work in this checkout, waiting for it");
  await withLock(path.join(scratch, "setup.lock"), onWait, async () => {
    if (!dependenciesAreCurrent()) await installDependencies(say);
    if (!buildIsCurrent()) await build(say);
  });
}

const startedFile = process.argv[1];
if (startedFile !== undefined && realpathSync(startedFile) === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { quiet: { type: "boolean" }, json: { type: "boolean" } } });
  try {
    // With --json standard output is for the result alone.
    const result = await setup({
      quiet: values.quiet === true || values.json === true,
      say: values.json ? console.error : console.log,
    });
    if (values.json) console.log(JSON.stringify(result));
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
