import path from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { run } from "../support/run";

/** A tool of this checkout; its output goes into the failure's message. */
async function passes(tool: string, args: readonly string[]): Promise<void> {
  const result = await run(path.join(repository, "node_modules/.bin", tool), args, {
    env: childEnvironment(),
  });
  expect(result.exitCode, result.all).toBe(0);
}

test("formatting and lint rules hold everywhere", () =>
  passes("biome", ["check", "--error-on-warnings", "."]));

test("everything compiles, tests included", () => passes("tsc", ["-p", "tsconfig.json", "--noEmit"]));

test("the scripts compile as their JSDoc types say", () => passes("tsc", ["-p", "scripts/tsconfig.json"]));
