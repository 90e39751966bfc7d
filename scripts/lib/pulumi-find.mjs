import { accessSync, constants, realpathSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";
import { isSupportedPulumi } from "./versions.mjs";

/** What the engine starts to run a Node.js program, and to run its dynamic providers. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/**
 * The CLI on PATH, if it can run the programs here; otherwise why it cannot.
 *
 * @returns {Promise<{ bin: string, version: string } | { reason: string }>}
 */
export async function pulumiOnPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const bin = folders.find((folder) => isExecutable(path.join(folder, "pulumi")));
  if (bin === undefined) return { reason: "no pulumi on PATH" };

  const version = await versionOf(path.join(bin, "pulumi"));
  if (version === undefined) return { reason: `${bin}/pulumi does not tell its version` };
  if (!isSupportedPulumi(version)) return { reason: `${bin}/pulumi is ${version}, which is not supported` };

  // On PATH it may be a link into the folder where it was installed; the engine looks there too.
  const beside = path.dirname(realpathSync(path.join(bin, "pulumi")));
  const missing = companions.find(
    (name) => ![...folders, beside].some((folder) => isExecutable(path.join(folder, name))),
  );
  if (missing) return { reason: `${bin}/pulumi has no ${missing}` };
  return { bin, version };
}

/**
 * The CLI in one folder, if it is all there and runs.
 *
 * @param {string} bin
 */
export async function pulumiIn(bin) {
  if (!["pulumi", ...companions].every((name) => isExecutable(path.join(bin, name)))) return undefined;
  const version = await versionOf(path.join(bin, "pulumi"));
  return version !== undefined && isSupportedPulumi(version) ? { bin, version } : undefined;
}

/** @param {string} command */
async function versionOf(command) {
  const result = await run(command, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return /^v?(\d+\.\d+\.\d+\S*)$/m.exec(result.output)?.[1];
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
