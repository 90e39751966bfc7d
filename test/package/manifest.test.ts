import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository";

const read = (file: string) => readFileSync(path.join(repository, file), "utf8");
const manifest = JSON.parse(read("package.json"));

test("the lock file names no registry host", () => {
  const lock = read("package-lock.json");
  const resolved = Object.values(JSON.parse(lock).packages as Record<string, { resolved?: string }>)
    .map((entry) => entry.resolved)
    .filter((address) => address !== undefined);
  expect(resolved).toEqual([]);
});

test("the lock file has a digest of everything that is installed, and nothing that comes from elsewhere than the registry", () => {
  const lock = JSON.parse(read("package-lock.json")) as {
    lockfileVersion: number;
    packages: Record<string, { integrity?: string; link?: boolean; version?: string; bundled?: boolean }>;
  };
  const { "": _, ...installed } = lock.packages;
  expect(lock.lockfileVersion).toBe(3);
  expect(Object.keys(installed).length).toBeGreaterThan(100);
  for (const [name, entry] of Object.entries(installed)) {
    expect(entry.integrity, name).toMatch(/^sha512-[\w+/]{86}==$/);
    expect(entry.link, name).toBeUndefined();
    // A git address or a file would stand here, too.
    expect(entry.version, name).toMatch(/^\d+\.\d+\.\d+/);
  }
  const asked = ["dependencies", "devDependencies", "peerDependencies"].flatMap((each) =>
    Object.entries(manifest[each] as Record<string, string>),
  );
  for (const [name, range] of asked) expect(range, name).not.toMatch(/[:/]/);
});

test("installing the package runs nothing of ours, and nothing that it brings", () => {
  const scripts = [
    "preinstall",
    "install",
    "postinstall",
    "prepare",
    "preprepare",
    "postprepare",
    "dependencies",
  ];
  expect(Object.keys(manifest.scripts).filter((name) => scripts.includes(name))).toEqual([]);
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { dev?: boolean; peer?: boolean; hasInstallScript?: boolean }>;
  };
  const running = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(running.filter(([, { dev, peer }]) => !dev && !peer).map(([name]) => name)).toEqual([]);
});

test("the lock file is of this version of package.json", () => {
  const [root] = Object.values(JSON.parse(read("package-lock.json")).packages) as Record<string, unknown>[];
  expect(root).toMatchObject({
    version: manifest.version,
    dependencies: manifest.dependencies,
    devDependencies: manifest.devDependencies,
    peerDependencies: manifest.peerDependencies,
  });
});

test("the changelog's newest version is this one, or not yet released", (context) => {
  const versions = [...read("CHANGELOG.md").matchAll(/^## \[?([^\]\s]+)/gm)].map(([, version]) => version);
  if (versions.length === 0) return context.skip("CHANGELOG.md names no version yet");
  expect(["Unreleased", manifest.version]).toContain(versions[0]);
});

test("the CLI that Go builds is of the same release as the SDK", () => {
  const [, module] =
    /github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/.exec(read("scripts/pulumi/cli/go.mod")) ?? [];
  expect(module).toBe(manifest.devDependencies["@pulumi/pulumi"]);
});

test("exactly the promised subpaths can be reached", () => {
  expect(Object.keys(manifest.exports)).toEqual([
    ".",
    "./provider",
    "./runtime",
    "./sandbox",
    "./vendor",
    "./plugin",
    "./package.json",
  ]);
});
