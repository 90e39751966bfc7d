import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inject } from "vitest";
import { cachedFolder } from "./cached-folder";
import { childEnvironment } from "./environment";
import { repository } from "./repository";
import { runOrThrow } from "./run";

/** How people install packages. */
export type Manager = "npm" | "pnpm" | "yarn 1" | "yarn 4, node-modules" | "yarn 4, PnP";

export interface InstallationOptions {
  readonly manager: Manager;
  /** A major version of Node.js; by default the one that runs the tests. */
  readonly node?: number | undefined;
  /** A version of the SDK. */
  readonly sdk: string;
}

export interface Installation {
  readonly folder: string;
  /** Variables with which programs find what is installed. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Gives a folder into which that manager has installed the packed package and the SDK, and removes it afterwards. */
export async function withInstallation<T>(
  { manager, node, sdk }: InstallationOptions,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "installation-"));
  try {
    const bin = node === undefined ? [] : [await nodeOf(node)];
    const environment = childEnvironment({}, [...bin, inject("pulumiBin")]);
    await writeFile(
      path.join(folder, "package.json"),
      JSON.stringify({
        name: "installation",
        private: true,
        dependencies: { "pulumi-phone": `file:${inject("tarball")}`, "@pulumi/pulumi": sdk },
      }),
    );
    for (const [file, text] of Object.entries(await settingsOf(manager))) {
      await writeFile(path.join(folder, file), text);
    }
    const [command = "", ...args] = await commandOf(manager);
    // How this machine reaches a registry is for its own variables to say, such as NODE_EXTRA_CA_CERTS.
    const env = { ...(process.env as Record<string, string>), PATH: environment.PATH ?? "" };
    await runOrThrow(command, args, { cwd: folder, env });
    const loader = manager === "yarn 4, PnP" ? { NODE_OPTIONS: `--require ${folder}/.pnp.cjs` } : {};
    return await work({ folder, environment: { PATH: environment.PATH ?? "", ...loader } });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function settingsOf(manager: Manager): Promise<Readonly<Record<string, string>>> {
  if (!manager.startsWith("yarn 4")) return {};
  // npm's own setting: Yarn has another registry by default.
  const { stdout } = await runOrThrow("npm", ["config", "get", "registry"], { env: childEnvironment() });
  const settings = {
    nodeLinker: manager === "yarn 4, PnP" ? "pnp" : "node-modules",
    npmRegistryServer: stdout.trim().replace(/\/$/, ""),
    enableTelemetry: false,
    enableScripts: false,
    // It is no lock file that is tested.
    enableImmutableInstalls: false,
  };
  const text = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  return { ".yarnrc.yml": text.join(""), "yarn.lock": "" };
}

async function commandOf(manager: Manager): Promise<readonly string[]> {
  switch (manager) {
    case "npm":
      return ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"];
    case "pnpm":
      return ["node", await toolOf("pnpm@12", "pnpm/bin/pnpm.mjs"), "install", "--ignore-scripts"];
    case "yarn 1":
      return [
        "node",
        await toolOf("yarn@1", "yarn/bin/yarn.js"),
        "install",
        "--ignore-scripts",
        "--no-lockfile",
      ];
    default:
      return ["node", path.join(repository, "node_modules/@yarnpkg/cli-dist/bin/yarn.js"), "install"];
  }
}

/** The folder of `node`, of that major version. */
export async function nodeOf(major: number): Promise<string> {
  return path.dirname(
    await toolOf(
      `node-${process.platform}-${process.arch}@${major}`,
      `node-${process.platform}-${process.arch}/bin/node`,
    ),
  );
}

/** A file of a package, which is downloaded once. */
async function toolOf(specifier: string, file: string): Promise<string> {
  const folder = await cachedFolder(specifier.replace("@", "-"), async (target) => {
    await writeFile(path.join(target, "package.json"), '{ "private": true }');
    const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", specifier];
    await runOrThrow("npm", args, { cwd: target, env: childEnvironment() });
  });
  return path.join(folder, "node_modules", file);
}
