// Runs once before the tests of the packed package: packs it, and installs it the way a user would.
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { childEnvironment } from "./environment";
import { repository } from "./repository";
import { runOrThrow } from "./run";

declare module "vitest" {
  export interface ProvidedContext {
    /** A Pulumi project folder, with the packed package and the SDK in its node_modules. */
    projectFolder: string;
    /** The tarball that `npm pack` made. */
    tarball: string;
    /** The folder of the Pulumi CLI. */
    pulumiBin: string;
  }
}

export default async function preparePackedProject(project: TestProject): Promise<() => Promise<void>> {
  // Without the package's name: where the path to a project holds it, Pulumi's serializer does not find the package's
  // `exports`, and stores a require of the file instead of the subpath.
  const folder = await mkdtemp(path.join(os.tmpdir(), "packed-project-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const pulumiBin = await setUp();
    const tarball = await pack(folder);
    await install(folder, tarball);
    project.provide("pulumiBin", pulumiBin);
    project.provide("tarball", tarball);
    project.provide("projectFolder", folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}

/** Packing takes what is in dist, so the build has to be current however vitest was started. */
async function setUp(): Promise<string> {
  const { stdout } = await runOrThrow(process.execPath, ["scripts/setup.mjs", "--json"], {
    env: childEnvironment(),
  });
  return (JSON.parse(stdout) as { bin: string }).bin;
}

async function pack(folder: string): Promise<string> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const { stdout } = await runOrThrow("npm", args, { env: childEnvironment() });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack made nothing: ${stdout}`);
  return path.join(folder, packed.filename);
}

async function install(folder: string, tarball: string): Promise<void> {
  const locked = await lockFile();
  const manifest = {
    name: "packed-project",
    version: "1.0.0",
    private: true,
    dependencies: {
      "pulumi-phone": `file:${path.basename(tarball)}`,
      "@pulumi/pulumi": await lockedVersion("@pulumi/pulumi"),
      "@types/node": await lockedVersion("@types/node"),
      typescript: await lockedVersion("typescript"),
    },
  };
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  // Starting from our lock file, npm keeps its versions and drops what the project does not need: the tests see the
  // releases that were chosen here, and nothing is downloaded that `npm ci` has not brought already.
  const { "": _root, ...packages } = locked.packages;
  const lock = { ...locked, name: manifest.name, packages: { "": manifest, ...packages } };
  await writeFile(path.join(folder, "package-lock.json"), JSON.stringify(lock));
  await copyFile(path.join(repository, ".npmrc"), path.join(folder, ".npmrc"));
  const args = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await runOrThrow("npm", args, { cwd: folder, env: childEnvironment() });
}

/** The version of a package that this repository's lock file has. */
export async function lockedVersion(name: string): Promise<string> {
  return (await lockFile()).packages[`node_modules/${name}`]?.version ?? "";
}

interface LockFile {
  readonly packages: Record<string, { readonly version?: string }>;
}

async function lockFile(): Promise<LockFile> {
  return JSON.parse(await readFile(path.join(repository, "package-lock.json"), "utf8")) as LockFile;
}
