import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { repository } from "../support/repository";

export const mainFile = path.join(repository, "dist/cli/main.js");

if (!existsSync(mainFile)) throw new Error("build first: npm run build");

/** Runs the built command to its end. */
export function run(...args: string[]) {
  // vitest asks for colours in everything that its tests start.
  const { FORCE_COLOR: _, ...environment } = process.env;
  const { status, stderr, stdout } = spawnSync(process.execPath, [mainFile, ...args], {
    encoding: "utf8",
    env: { ...environment, NO_COLOR: "1" },
  });
  return { status, stderr, stdout };
}

/** What a command says on standard error that asks a sandbox. */
export const onSandbox = (url: string) => `note: this is on the sandbox at ${url}, not at a real vendor\n`;
