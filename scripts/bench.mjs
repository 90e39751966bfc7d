// npm run bench: speed as ratios of two ways within one run, so that they mean the same on every machine. Against a sandbox that
// holds every answer back as a network would; nothing is asserted about absolute times. Takes about a minute.
import { measureBackend } from "./lib/bench-backend.mjs";
import { measureConnections } from "./lib/bench-connections.mjs";
import { measureEngine } from "./lib/bench-engine.mjs";
import { measureCreate, measureRefresh, measureSearch, openLifecycle } from "./lib/bench-lifecycle.mjs";
import { openSandbox } from "./lib/bench-sandbox.mjs";
import { SetupError } from "./lib/setup-error.mjs";
import { setup } from "./setup.mjs";

/** @typedef {import("./lib/bench-timing.mjs").Measure} Measure */

const latencyMs = 40;
const longestMs = 120_000;

/**
 * The handlers print a line per number, which is for the engine to show.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
async function quietly(work) {
  const { log } = console;
  console.log = () => {};
  try {
    return await work();
  } finally {
    console.log = log;
  }
}

/**
 * @param {import("./lib/bench-sandbox.mjs").BenchSandbox} sandbox
 * @param {string} pulumiBin
 * @param {number} deadline
 */
async function measureAll(sandbox, pulumiBin, deadline) {
  const lifecycle = await openLifecycle(sandbox);
  return [
    ...(await measureCreate(lifecycle)),
    ...(await measureRefresh(lifecycle)),
    ...(await measureSearch(lifecycle)),
    ...(await measureConnections(sandbox, latencyMs)),
    ...(await measureBackend(pulumiBin, deadline)),
    ...(await measureEngine(sandbox, pulumiBin, deadline)),
  ];
}

/** @param {Measure[]} measures */
function report(measures) {
  console.log(`Sandbox with ${latencyMs} ms of latency:\n`);
  console.table(Object.fromEntries(measures.map(({ name, ratio, figures }) => [name, { ratio, figures }])));
  console.log("\nWhat they mean:");
  for (const { name, meaning } of measures) console.log(`- ${name}: ${meaning}`);
}

/** @param {string} pulumiBin */
async function bench(pulumiBin) {
  // What is started here is ended when this process ends, whichever way.
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => setImmediate(() => process.exit(130)));
  }
  const timer = setTimeout(() => {
    console.error(`The bench was not done in ${longestMs / 1000} s.`);
    process.exit(1);
  }, longestMs);
  // Commands of the CLI end a little earlier, so that they are gone by then.
  const deadline = Date.now() + longestMs - 2_000;
  const sandbox = await openSandbox(latencyMs);
  try {
    report(await quietly(() => measureAll(sandbox, pulumiBin, deadline)));
  } finally {
    clearTimeout(timer);
    await sandbox.close();
  }
}

try {
  const { pulumiBin } = await setup({ quiet: true });
  await bench(pulumiBin);
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
