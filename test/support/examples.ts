import { readdirSync } from "node:fs";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";
import { repository } from "./repository";

const folderOf = (name: string) => path.join(repository, "examples", name);

/** The names of all examples. */
export const exampleNames = readdirSync(path.join(repository, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Examples whose language is another than TypeScript, which have the plugin. */
export const pluginExamples = ["python", "yaml"] as const;

/** The examples in TypeScript. */
export const typescriptExamples = exampleNames.filter(
  (name) => !pluginExamples.some((plugin) => plugin === name),
);

/** The files of an example, by their paths in it, without what somebody has installed there. */
export async function exampleFiles(name: string): Promise<Record<string, string>> {
  const folder = folderOf(name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"));
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (file) => [path.relative(folder, file), await readFile(file, "utf8")] as const),
    ),
  );
}

/** Gives a copy of an example the packages of the packed project as its own, as `npm install` in it would. */
export async function linkPackages(folder: string): Promise<void> {
  await symlink(path.join(inject("projectFolder"), "node_modules"), path.join(folder, "node_modules"));
}

/** What examples need and the packed project lacks. */
const tools = ["@jest/globals", "@pulumi/policy", "jest", "ts-jest", "vitest"];

/** Has a copy of an example find the tools where this checkout has them. */
export async function linkTools(folder: string): Promise<void> {
  const [from, to] = [path.join(repository, "node_modules"), path.join(folder, "node_modules")];
  for (const tool of [...tools, ".bin/jest", ".bin/vitest"]) {
    await mkdir(path.dirname(path.join(to, tool)), { recursive: true });
    await symlink(path.join(from, tool), path.join(to, tool));
  }
}
