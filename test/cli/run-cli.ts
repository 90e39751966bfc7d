import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import type { Sandbox } from "../../sandbox";
import { defined } from "../support/expect";
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

const bolnaKey = "bn-0123456789";

/** Two accounts: Plivo's, which the sandbox answers for, and one at Bolna that this URL answers for. Also the keys of both. */
export function plivoAndBolnaAt(url: string, sandbox: Sandbox) {
  const { baseUrl, credentials } = defined(sandbox.control.vendors().plivo);
  const env = {
    PLIVO_BASE_URL: baseUrl,
    PLIVO_AUTH_ID: defined(credentials.plivoAuthId),
    PLIVO_AUTH_TOKEN: defined(credentials.plivoAuthToken),
    BOLNA_API_KEY: bolnaKey,
    BOLNA_BASE_URL: url,
  };
  return { env, keys: [...Object.values(credentials), bolnaKey] };
}
