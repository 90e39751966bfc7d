import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./paths.mjs";
import { step } from "./progress.mjs";
import { excerpt, run } from "./run.mjs";
import { SetupError } from "./setup-error.mjs";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 *
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** npm keeps this copy of the lock file up to date with what is really in node_modules. */
const installedLock = "node_modules/.package-lock.json";

/** Whether node_modules holds what the lock file says, and the lock file what package.json says. */
export function dependenciesAreCurrent() {
  if (!existsSync(path.join(repository, installedLock))) return false;
  const { "": root, ...wanted } = /** @type {LockedPackages} */ (readJson("package-lock.json").packages);
  const installed = /** @type {LockedPackages} */ (readJson(installedLock).packages);
  return (
    declaredAlike(root, readJson("package.json")) &&
    Object.entries(wanted).every(([folder, entry]) => isInstalled(folder, entry, installed[folder])) &&
    Object.keys(installed).every((folder) => folder in wanted)
  );
}

/** @param {import("./progress.mjs").Say} say */
export async function installDependencies(say) {
  await step(say, "Dependencies: npm ci", npmCi);
}

async function npmCi() {
  // Tests and build need the development dependencies, also where NODE_ENV says production.
  const args = ["ci", "--include=dev", "--prefer-offline", "--no-audit", "--no-fund"];
  const result = await run("npm", args, { cwd: repository });
  if (result.ok) return;
  throw new SetupError(
    "dependencies",
    `${result.problem}\n${excerpt(result.output)}`,
    "see that the npm registry can be reached and that package-lock.json fits package.json (npm install), then run it again.",
  );
}

/**
 * Packages for other platforms are optional and not installed here.
 *
 * @param {string} folder
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} installed
 */
function isInstalled(folder, wanted, installed) {
  if (installed === undefined) return wanted.optional === true;
  return (
    installed.version === wanted.version &&
    installed.integrity === wanted.integrity &&
    existsSync(path.join(repository, folder, "package.json"))
  );
}

/**
 * @param {object | undefined} root the lock file's copy of what package.json declares
 * @param {object} manifest
 */
function declaredAlike(root, manifest) {
  const declared = (/** @type {Record<string, unknown>} */ source) =>
    JSON.stringify(
      ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].map((kind) =>
        Object.entries(source[kind] ?? {}).sort(),
      ),
    );
  return declared({ ...root }) === declared({ ...manifest });
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(path.join(repository, file), "utf8"));
}
