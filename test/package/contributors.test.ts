import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { defined } from "../support/expect";
import { repository } from "../support/repository";
import { runOrThrow } from "../support/run";

// The commands that CONTRIBUTING.md and docs/simulation.md name, and that npm test does not run by itself, each as short as it can be made.

/** The arguments of a script of package.json that is run by Node.js. */
function script(name: string, ...args: string[]): [string, string[]] {
  const { scripts } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const [node = "", ...words] = defined(scripts[name]).split(" ");
  expect(node).toBe("node");
  return [process.execPath, [...words, ...args]];
}

test("npm run bench measures the package beside the other two, and tells it as ratios or as JSON", async () => {
  const args = ["--numbers", "1", "--latencies", "0", "--rounds", "1", "--only", "up,startup", "--json"];
  const { stdout } = await runOrThrow(...script("bench", ...args), { env: childEnvironment() });
  const { lives, startup } = JSON.parse(stdout) as {
    lives: { of: Record<"floor" | "naive" | "ours", { phases: { up: { calls: number } } }> }[];
    startup: object;
  };
  const { floor, naive, ours } = defined(lives[0]).of;
  expect(floor.phases.up.calls).toBe(1);
  expect(naive.phases.up.calls).toBeGreaterThan(1);
  expect(ours.phases.up.calls).toBeGreaterThan(1);
  expect(startup).toMatchObject({ programFiles: expect.any(Number), providerFiles: expect.any(Number) });
});

test("npm run simulate plays one schedule of a seed, and tells what its runs printed", async () => {
  const { all } = await runOrThrow(...script("simulate", "--seed", "7/1853"), { env: childEnvironment() });
  expect(all).toMatch(/^pulumi up in organization\/\w+\/\w+ .*: exit \d+, bought /m);
});

/** What it throws. */
function attempt(work: () => unknown): string {
  try {
    work();
    return "nothing";
  } catch (error) {
    return String(error);
  }
}

test("npm run fuzz goes on until Ctrl-C", async () => {
  const [command, args] = script("fuzz", "--target", "journal");
  const child = spawn(command, args, { cwd: repository, env: childEnvironment(), detached: true });
  const ended = once(child, "exit");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  await expect
    .poll(() => said, { timeout: 150_000 })
    .toMatch(/cases, \d+ a second, 0 findings\n.*cases, \d+ a second/);
  // As a terminal sends it: to all of the group.
  process.kill(-defined(child.pid), "SIGINT");
  await ended;
  // Nor does anything of the group go on.
  await expect
    .poll(() => attempt(() => process.kill(-defined(child.pid), 0)), { timeout: 30_000 })
    .toContain("ESRCH");
});
