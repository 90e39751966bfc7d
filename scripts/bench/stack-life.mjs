import { openProject, scratch } from "../lib/pulumi-project.mjs";
import { cpuOf } from "./cpu-time.mjs";
import { numbersForSale } from "./numbers-for-sale.mjs";
import { watchPlugin } from "./plugin-memory.mjs";
import { timed } from "./timing.mjs";

/** @typedef {import("../lib/sandbox.mjs").Sandbox} Sandbox */
/** @typedef {"up" | "again" | "refresh" | "destroy"} Phase */

/**
 * What one command has cost.
 *
 * @typedef {object} Cost
 * @property {number} ms
 * @property {number} cpuMs processor time of the engine, the program and the provider together; NaN where it cannot be seen
 * @property {number} calls of the vendor
 * @property {number} refused calls that were answered with 429
 * @property {number} peakKiB of the memory of the provider's process; 0 where it cannot be seen
 */

/**
 * What a number takes in the state: what is its provider's, and with the text of a dynamic provider beside it.
 *
 * @typedef {{ own: number, withText: number }} Bytes
 */

/** @typedef {{ phases: Partial<Record<Phase, Cost>>, bytes: Bytes }} Life */

/** @type {Record<Phase, readonly string[]>} */
const commands = {
  up: ["up", "--yes", "--skip-preview"],
  again: ["up", "--yes", "--skip-preview", "--expect-no-changes"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/** All of a life, in its order. */
export const phases = /** @type {Phase[]} */ (Object.keys(commands));

/**
 * Lives the life of a new stack of so many numbers, by the real engine and a file backend.
 *
 * @param {import("./contestants.mjs").Contestant} contestant
 * @param {Sandbox} sandbox
 * @param {number} count
 * @param {readonly Phase[]} measured the other phases are lived as well, up to the last of these
 * @returns {Promise<Life>}
 */
export async function liveOnce({ name, program, install }, sandbox, count, measured = phases) {
  await sandbox.reset();
  const environment = {
    PHONE_SANDBOX: sandbox.url,
    BENCH_ACCOUNT: sandbox.plivo.account,
    BENCH_AUTHORIZATION: sandbox.plivo.authorization,
    BENCH_NUMBERS: JSON.stringify(await numbersForSale(sandbox, count)),
  };
  const project = await openProject({ parent: scratch, name: `bench-${name}`, program, environment });
  try {
    await install(project.project);
    await project.pulumi(["stack", "init", "bench"]);
    /** @type {Life} */
    const life = { phases: {}, bytes: { own: 0, withText: 0 } };
    const last = phases.findLastIndex((phase) => measured.includes(phase));
    for (const phase of phases.slice(0, last + 1)) {
      // The limit of Plivo holds for the commands, not for what came before them.
      await sandbox.forgetCalls();
      const watch = watchPlugin(project.folder);
      let cpuMs = Number.NaN;
      const ms = await timed(async () => {
        cpuMs = await cpuOf(project, commands[phase]);
      });
      const peakKiB = watch.stop();
      const calls = await sandbox.calls();
      const refused = calls.filter(({ status }) => status === 429).length;
      if (measured.includes(phase)) life.phases[phase] = { ms, cpuMs, calls: calls.length, refused, peakKiB };
      if (phase === "up") {
        await requireBought(sandbox, name, count);
        life.bytes = bytesANumber(await project.pulumi(["stack", "export"]));
      }
    }
    return life;
  } finally {
    project.close();
  }
}

/** @param {Sandbox} sandbox @param {string} name @param {number} count */
async function requireBought(sandbox, name, count) {
  const { purchases } = await sandbox.state();
  if (purchases !== count) throw new Error(`${name}: ${purchases} numbers were bought, not ${count}`);
}

/**
 * @param {string} exported
 * @returns {Bytes}
 */
function bytesANumber(exported) {
  /** @type {{ deployment: { resources: { id?: string, parent?: string, inputs?: object, outputs?: object }[] } }} */
  const { deployment } = JSON.parse(exported);
  const numbers = deployment.resources.filter(({ id, parent }) => id !== undefined && parent !== undefined);
  /** @param {(properties?: object) => number} lengthOf */
  const mean = (lengthOf) =>
    numbers.reduce((sum, { inputs, outputs }) => sum + lengthOf(inputs) + lengthOf(outputs), 0) /
    numbers.length;
  return {
    own: mean((properties) => bytesOf({ ...properties, __provider: undefined })),
    withText: mean(bytesOf),
  };
}

/** @param {object} [properties] */
function bytesOf(properties = {}) {
  return Buffer.byteLength(JSON.stringify(properties));
}
