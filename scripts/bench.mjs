// npm run bench: what both fronts of this package cost, beside the floor (a provider that makes the one call that cannot be left out) and
// a naive one, by the real engine on a file backend, against the sandbox's Plivo. Ratios mean the same on every machine; nothing is asserted about
// times. All of it takes hours; these take minutes: npm run bench -- --numbers 10,100 --rounds 3 --only up,destroy
import { readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { measureBackend } from "./bench/backend.mjs";
import { measureConnections } from "./bench/connections.mjs";
import { documentOf } from "./bench/document.mjs";
import { measureLimit } from "./bench/limit.mjs";
import { measureLives } from "./bench/lives.mjs";
import { readOptions } from "./bench/options.mjs";
import { report } from "./bench/report.mjs";
import { phases } from "./bench/stack-life.mjs";
import { measureStartup } from "./bench/startup.mjs";
import { providePulumi } from "./lib/pulumi.mjs";

/**
 * What is written by `--json`. A part that was not measured is not there.
 *
 * @typedef {object} Result
 * @property {{ cores: number, memoryGiB: number, node: string, pulumi: string }} machine
 * @property {readonly import("./bench/lives.mjs").Lives[]} lives
 * @property {import("./bench/startup.mjs").Startup} [startup]
 * @property {import("./bench/limit.mjs").LimitUse} [limit] one stack
 * @property {import("./bench/limit.mjs").LimitUse} [stacks] four of them
 * @property {readonly import("./bench/timing.mjs").Measure[]} further
 */

const page = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

/** @param {string} line */
const tell = (line) => console.error(line);

/**
 * @param {import("./bench/options.mjs").Options} options
 * @returns {Promise<Result>}
 */
async function measureAll({ numbers, latencies, rounds, only }) {
  const { version } = await providePulumi();
  const memoryGiB = Math.round(os.totalmem() / 2 ** 30);
  const machine = {
    cores: os.availableParallelism(),
    memoryGiB,
    node: process.versions.node,
    pulumi: version,
  };
  const measured = phases.filter((phase) => only.includes(phase));
  const lives = [];
  for (const count of measured.length > 0 ? numbers : [])
    for (const latencyMs of latencies)
      lives.push(await measureLives({ numbers: count, latencyMs, rounds, phases: measured }, tell));
  return {
    machine,
    lives,
    ...(only.includes("startup") && { startup: await measureStartup(rounds) }),
    ...(only.includes("limit") && { limit: await measureLimit(1, 1_000) }),
    ...(only.includes("stacks") && { stacks: await measureLimit(4, 250) }),
    further: [
      ...(only.includes("connections") ? await measureConnections() : []),
      ...(only.includes("backend") ? await measureBackend() : []),
    ],
  };
}

// What is started here is ended when this process ends, whichever way. Not by a listener that is gone once it was called: execa's would
// then take itself for the only one, and end the process at once.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => setImmediate(() => process.exit(130)));
}
try {
  const options = readOptions(process.argv.slice(2));
  /** @type {Result} */
  const result =
    options.from === undefined ? await measureAll(options) : JSON.parse(await readFile(options.from, "utf8"));
  if (options.write) await writeFile(page, documentOf(result));
  console.log(options.json ? JSON.stringify(result, null, 2) : report(result));
} catch (error) {
  console.error(`Bench: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
