// npm run bench: speed as ratios of two ways within one run, so that they mean the same on every machine. Against a sandbox that
// holds every answer back as a network would; nothing is asserted about absolute times. Takes about a minute.
import { measureBackend } from "./lib/bench-backend.mjs";
import { measureConnections } from "./lib/bench-connections.mjs";
import { measureEngine } from "./lib/bench-engine.mjs";
import { measureCreate, measureRefresh, measureSearch, openLifecycle } from "./lib/bench-lifecycle.mjs";
import { openSandbox } from "./lib/sandbox.mjs";

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
 * @param {import("./lib/sandbox.mjs").Sandbox} sandbox
 * @param {number} deadline
 */
async function measureAll(sandbox, deadline) {
  const lifecycle = await openLifecycle(sandbox);
  return [
    ...(await measureCreate(lifecycle)),
    ...(await measureRefresh(lifecycle)),
    ...(await measureSearch(lifecycle)),
    ...(await measureConnections(sandbox, latencyMs)),
    ...(await measureBackend(deadline)),
    ...(await measureEngine(sandbox, deadline)),
  ];
}

/** @param {Measure[]} measures */
function report(measures) {
  console.log(`Sandbox with ${latencyMs} ms of latency:\n`);
  console.table(Object.fromEntries(measures.map(({ name, ratio, figures }) => [name, { ratio, figures }])));
  console.log("\nWhat they mean:");
  for (const { name, meaning } of measures) console.log(`- ${name}: ${meaning}`);
}

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
// Its rate limit is off: several runs follow each other faster than one program would.
const sandbox = await openSandbox(["--latency", String(latencyMs), "--stock", "2000", "--no-rate-limit"]);
try {
  report(await quietly(() => measureAll(sandbox, deadline)));
} finally {
  clearTimeout(timer);
  await sandbox.close();
}
