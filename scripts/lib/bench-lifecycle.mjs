import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { inParallel, median, seconds, timed, times } from "./bench-timing.mjs";
import { scratch } from "./pulumi-project.mjs";

/**
 * @typedef {import("./sandbox.mjs").Sandbox} Sandbox
 * @typedef {import("./bench-timing.mjs").Measure} Measure
 * @typedef {Awaited<ReturnType<typeof openLifecycle>>} Lifecycle
 */

const numbers = 50;
/** How many operations the engine runs at once unless it is told otherwise. */
const engineParallel = 16;
const repeats = 3;

/**
 * The handlers that the provider's stored text calls, on one sandbox.
 *
 * @param {Sandbox} sandbox
 */
export async function openLifecycle(sandbox) {
  const runtime = await import("pulumi-phone/runtime");
  await mkdir(scratch, { recursive: true });
  const homes = await mkdtemp(path.join(scratch, "bench-homes-"));
  process.once("exit", () => rmSync(homes, { recursive: true, force: true }));
  const wishes = Array.from({ length: numbers }, (_, index) => ({
    vendor: "plivo",
    country: "US",
    search: [{ areaCode: "415" }],
    agent: sandbox.plivo.agents[0],
    claim: `urn:pulumi:bench::bench::pulumi-nodejs:dynamic/phone:PhoneNumber::line-${index}`,
  }));

  /** What one plugin process has: a configuration object, on which everything its resources share hangs. */
  function openProcess() {
    const config = {
      get: (/** @type {string} */ key) => (key === "phone:sandbox" ? sandbox.url : undefined),
    };
    return {
      /** @param {Record<string, unknown>} wish */
      async check(wish) {
        const { inputs, failures } = await runtime.check(config, {}, wish);
        if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
        return inputs;
      },
      /** @param {Record<string, unknown>} inputs */
      create: (inputs) => runtime.create(config, inputs),
      /** @param {{ id: string, outs: Record<string, unknown> }} number */
      read: ({ id, outs }) => runtime.read(config, id, outs),
    };
  }

  /** As on a new machine: the journal knows nothing of what an earlier measurement bought. */
  async function reset() {
    process.env.PULUMI_HOME = await mkdtemp(path.join(homes, "home-"));
    await sandbox.reset();
  }

  return { wishes, openProcess, sandbox, reset };
}

/**
 * Buys all numbers, so many purchases at a time; checks come one after another, as the engine calls them.
 *
 * @param {Lifecycle} lifecycle
 * @param {number} atOnce
 */
async function buyAll({ wishes, openProcess, sandbox, reset }, atOnce) {
  await reset();
  const plugin = openProcess();
  let checked = Promise.resolve();
  /** @type {{ id: string, outs: Record<string, unknown> }[]} */
  let bought = [];
  const ms = await timed(async () => {
    bought = await inParallel(wishes, atOnce, async (wish) => {
      const inputs = checked.then(() => plugin.check(wish));
      checked = inputs.then(() => {});
      return plugin.create(await inputs);
    });
  });
  const { purchases } = await sandbox.state();
  if (purchases !== numbers) throw new Error(`${purchases} numbers were bought, not ${numbers}`);
  return { ms, bought };
}

/**
 * @param {Lifecycle} lifecycle
 * @returns {Promise<Measure[]>}
 */
export async function measureCreate(lifecycle) {
  await buyAll(lifecycle, engineParallel);
  const runs = [];
  for (let run = 0; run < repeats; run++) runs.push((await buyAll(lifecycle, engineParallel)).ms);
  const together = median(runs);
  const { ms: alone } = await buyAll(lifecycle, 1);
  return [
    {
      name: `create: ${numbers} numbers one at a time, against ${engineParallel} at a time`,
      ratio: times(alone / together),
      figures: `${seconds(alone)} to ${seconds(together)}`,
      meaning: `How much faster the engine's way is; ${engineParallel} at best. Below 4 something makes purchases wait for each other.`,
    },
  ];
}

/**
 * @param {Lifecycle} lifecycle
 * @returns {Promise<Measure[]>}
 */
export async function measureRefresh(lifecycle) {
  const { openProcess, sandbox } = lifecycle;
  const { bought } = await buyAll(lifecycle, engineParallel);
  const byList = await repeated(sandbox, async () => {
    const plugin = openProcess();
    await inParallel(bought, engineParallel, plugin.read);
  });

  const { plivo } = await import("../../.cache/build/provider/vendors/plivo/index.js");
  const { createClient } = await import("../../.cache/build/provider/http/client.js");
  const { baseUrl, credentials } = sandbox.plivo;
  const keys = { authId: credentials.plivoAuthId ?? "", authToken: credentials.plivoAuthToken ?? "" };
  const singly = await repeated(sandbox, async () => {
    const account = plivo.connect({ baseUrl, keys }, { createClient });
    await inParallel(bought, engineParallel, ({ id }) =>
      account.get({ e164: /** @type {`+${string}`} */ (id), vendorId: null }),
    );
  });
  return [
    {
      name: `refresh: vendor calls for ${numbers} numbers by single reads, against ours`,
      ratio: times(singly.calls / byList.calls),
      figures: `${singly.calls} to ${byList.calls} calls`,
      meaning: `How many calls the shared list saves; ${Math.round(numbers / Math.ceil(numbers / 20))} at best, with 20 rows a page. At 1 every number is asked for by itself.`,
    },
    {
      name: "refresh: time by single reads, against ours",
      ratio: times(singly.ms / byList.ms),
      figures: `${seconds(singly.ms)} to ${seconds(byList.ms)}`,
      meaning: `Single reads run ${engineParallel} at a time here. Below 1 the list costs more than it saves.`,
    },
  ];
}

/**
 * @param {Sandbox} sandbox
 * @param {() => Promise<void>} work
 */
async function repeated(sandbox, work) {
  await work();
  const runs = [];
  for (let run = 0; run < repeats; run++) {
    await sandbox.forgetCalls();
    runs.push(await timed(work));
  }
  return { ms: median(runs), calls: (await sandbox.calls()).length };
}

/**
 * @param {Lifecycle} lifecycle
 * @returns {Promise<Measure[]>}
 */
export async function measureSearch({ wishes, openProcess, sandbox, reset }) {
  const searches = async (/** @type {() => Promise<unknown>} */ work) => {
    await reset();
    await work();
    return (await sandbox.calls()).filter(({ path }) => path.endsWith("/PhoneNumber/")).length;
  };
  const shared = await searches(async () => {
    const plugin = openProcess();
    for (const wish of wishes) await plugin.check(wish);
  });
  const alone = await searches(() => inParallel(wishes, engineParallel, (wish) => openProcess().check(wish)));
  return [
    {
      name: `check: searches for ${numbers} new numbers each by itself, against ours`,
      ratio: times(alone / shared),
      figures: `${alone} to ${shared} calls`,
      meaning:
        "How many searches sharing saves. At 1 every number searches for itself; more calls than numbers would be worse.",
    },
  ];
}
