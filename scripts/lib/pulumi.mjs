import { accessSync, constants, readFileSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import execa from "execa";
import semver from "semver";

/**
 * @typedef {object} PulumiCli
 * @property {string} version
 * @property {string} bin the folder to put first on PATH
 * @property {"PATH" | "cache" | "download" | "Go build"} from which way it was got
 */

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
/** What runs here is what the package's peer range says. */
const supported = String(manifest.peerDependencies["@pulumi/pulumi"]);
/** What is installed is the release of the SDK that package.json pins. */
const wanted = String(manifest.devDependencies["@pulumi/pulumi"]);

/** What the engine starts to run a Node.js program, and to run its dynamic providers. */
const companions = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
/** The place is fixed, other tools look there too: `bin` in it is the complete CLI. */
const folder = path.join(cache, "pulumi-phone", `pulumi-${wanted}`);
const cachedBin = path.join(folder, "bin");

/** Where PulumiCommand.install gets its installer. */
const site = "https://get.pulumi.com/";
const reachableMs = 5_000;
const downloadMs = 10 * 60_000;

const oldestGo = "1.25.0";
const goModules = fileURLToPath(new URL("../pulumi", import.meta.url));
const byHand = `or put a Pulumi CLI ${supported} on PATH (https://www.pulumi.com/docs/install/).`;

/** Finds the SDK from the Pulumi project, which is where the engine starts it. */
const dynamicProvider = `#!/bin/sh
entry=$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider', { paths: [process.cwd()] })") || exit 1
exec node "$entry" "$@"
`;

/**
 * A Pulumi CLI, in the order of least effort: one the machine has, one an earlier setup left, a download, a build.
 *
 * @returns {Promise<PulumiCli>}
 */
export async function providePulumi() {
  const onPath = await pulumiOnPath();
  if ("bin" in onPath) return { ...onPath, from: "PATH" };
  const cached = await pulumiIn(cachedBin);
  if (cached) return { ...cached, from: "cache" };

  console.error(`Pulumi CLI: ${onPath.reason}, and none in ${cachedBin}`);
  try {
    await requireSite();
    console.error(`Pulumi CLI: downloading ${wanted}, some 100 MB ...`);
    await replaceBin(download);
    return { version: wanted, bin: cachedBin, from: "download" };
  } catch (error) {
    console.error(`Pulumi CLI: the download failed (${reasonOf(error)}), so it is built with Go`);
  }
  await requireGo();
  console.error(`Pulumi CLI: building ${wanted} with Go, about 3 minutes the first time ...`);
  await replaceBin(build);
  return { version: wanted, bin: cachedBin, from: "Go build" };
}

/**
 * The CLI on PATH, if it can run the programs here; otherwise why it cannot.
 *
 * @returns {Promise<{ bin: string, version: string } | { reason: string }>}
 */
async function pulumiOnPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((entry) => path.isAbsolute(entry));
  const bin = folders.find((entry) => isExecutable(path.join(entry, "pulumi")));
  if (bin === undefined) return { reason: "no pulumi on PATH" };

  const version = await versionOf(bin);
  if (version === undefined) return { reason: `${bin}/pulumi does not tell its version` };
  if (!isSupported(version)) return { reason: `${bin}/pulumi is ${version}, which is not supported` };

  // On PATH it may be a link into the folder where it was installed; the engine looks there too.
  const beside = path.dirname(realpathSync(path.join(bin, "pulumi")));
  const missing = companions.find(
    (name) => ![...folders, beside].some((entry) => isExecutable(path.join(entry, name))),
  );
  return missing ? { reason: `${bin}/pulumi has no ${missing}` } : { bin, version };
}

/**
 * The CLI in one folder, if it is all there and runs.
 *
 * @param {string} bin
 */
async function pulumiIn(bin) {
  if (!["pulumi", ...companions].every((name) => isExecutable(path.join(bin, name)))) return undefined;
  const version = await versionOf(bin);
  return version !== undefined && isSupported(version) ? { bin, version } : undefined;
}

/** @param {string} bin */
async function versionOf(bin) {
  const env = { PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout } = await execa(path.join(bin, "pulumi"), ["version"], { env, reject: false });
  return semver.valid(stdout?.trim()) ?? undefined;
}

/** @param {string} version */
function isSupported(version) {
  return semver.satisfies(version, supported, { includePrerelease: true });
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

/**
 * Lets the work fill the `bin` of a folder of its own, and puts that in place in one step: a run that is killed leaves no half CLI.
 * Two setups at once do the work twice; either's CLI is as good as the other's.
 *
 * @param {(partial: string) => Promise<void>} fill
 */
async function replaceBin(fill) {
  await mkdir(folder, { recursive: true });
  const partial = await mkdtemp(path.join(folder, "partial-"));
  try {
    const bin = path.join(partial, "bin");
    await mkdir(bin);
    await fill(partial);
    if ((await pulumiIn(bin))?.version !== wanted) throw new Error("what was installed does not run here");
    if (await pulumiIn(cachedBin)) return;
    await rm(cachedBin, { recursive: true, force: true });
    await rename(bin, cachedBin).catch(async (error) => {
      if (!(await pulumiIn(cachedBin))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The installer itself waits minutes for a site that does not answer. */
async function requireSite() {
  await fetch(site, { method: "HEAD", signal: AbortSignal.timeout(reachableMs) }).catch((error) => {
    throw new Error(`${site} cannot be reached: ${reasonOf(error)}`);
  });
}

/** @param {string} root */
async function download(root) {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/cmd.js");
  const installed = PulumiCommand.install({ version: new semver.SemVer(wanted), root }).then(() => {});
  const limit = AbortSignal.timeout(downloadMs);
  const late = new Promise((_, reject) => limit.addEventListener("abort", () => reject(limit.reason)));
  await Promise.race([installed, late]);
}

async function requireGo() {
  const { stdout } = await execa("go", ["env", "GOVERSION"], { reject: false });
  const version = semver.coerce(stdout);
  if (version !== null && semver.gte(version, oldestGo)) return;
  const problem = version === null ? "Go is not installed" : `Go ${version} is too old to build Pulumi`;
  throw new Error(`${problem}. Install Go ${oldestGo} or newer and run it again; ${byHand}`);
}

/**
 * Builds the release from its published Go modules, for machines that reach package registries only.
 *
 * @param {string} root
 */
async function build(root) {
  const bin = path.join(root, "bin");
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${wanted}`;
  const cli = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
  const languageHost = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
  await goBuild("cli", cli, path.join(bin, "pulumi"), `-s -w ${version}`);
  await goBuild("language-nodejs", languageHost, path.join(bin, "pulumi-language-nodejs"), "-s -w");
  await writeFile(path.join(bin, "pulumi-resource-pulumi-nodejs"), dynamicProvider, { mode: 0o755 });
  await execa(path.join(bin, "pulumi-language-nodejs"), ["-help"]);
}

/**
 * @param {string} module the folder whose go.mod and go.sum pin every version
 * @param {string} source
 * @param {string} target
 * @param {string} linkerFlags
 */
async function goBuild(module, source, target, linkerFlags) {
  // go.mod and go.sum are complete, so a build never edits them and asks no checksum database.
  const env = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" };
  const args = ["build", "-trimpath", "-ldflags", linkerFlags, "-o", target, source];
  await execa("go", args, { cwd: path.join(goModules, module), env, stdio: ["ignore", 2, 2] }).catch(() => {
    throw new Error(
      `go build failed; see above. It needs the Go module proxy and some 3 GB of disk; ${byHand}`,
    );
  });
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
