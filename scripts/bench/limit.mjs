import { rmSync } from "node:fs";
import { mkdir, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { scratch } from "../lib/pulumi-project.mjs";
import { openSandbox } from "../lib/sandbox.mjs";
import { inParallel } from "./timing.mjs";

/** @typedef {import("../lib/sandbox.mjs").Sandbox} Sandbox */

/**
 * How well so many creates use the calls that a vendor allows.
 *
 * @typedef {object} LimitUse
 * @property {number} stacks that buy side by side, each as a process of its own would
 * @property {number} creates of all stacks together
 * @property {number} failed creates
 * @property {number} calls that the vendor let in
 * @property {number} refused calls that were answered with 429
 * @property {number} ms from the first call to the last
 * @property {number} share of the calls that the limit allows a second in the long run
 */

/** Plivo's limit, as its stand-in keeps it. */
const limit = { calls: 300, perMs: 5_000 };
const latencyMs = 50;
/** How many creates an engine has under way: four for each core, here of a machine that has four. */
const engineParallel = 16;

const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";

/**
 * What an engine keeps of a stack: its resources, and the creates that are under way.
 *
 * @typedef {{ name: string, rows: object[], begun: Map<string, object> }} Stack
 */

/**
 * The handlers without an engine, which on a small machine is slower than the limit.
 *
 * @param {number} stacks
 * @param {number} creates of each stack
 * @returns {Promise<LimitUse>}
 */
export async function measureLimit(stacks, creates) {
  await mkdir(scratch, { recursive: true });
  const home = await mkdtemp(path.join(scratch, "bench-home-"));
  // One line of a run says that it is on a sandbox, which is for the engine to show.
  const { log } = console;
  console.log = () => {};
  const sandbox = await openSandbox([
    "--latency",
    String(latencyMs),
    "--stock",
    String(4 * stacks * creates),
  ]);
  try {
    await sandbox.reset();
    const all = Array.from({ length: stacks }, (_, index) => ({
      name: `stack-${index}`,
      rows: [],
      begun: new Map(),
    }));
    const failed = await Promise.all(all.map((stack) => buyAll(stack, all, creates, sandbox, home)));
    const calls = await sandbox.calls();
    const { purchases } = await sandbox.state();
    const failures = failed.reduce((sum, each) => sum + each, 0);
    if (purchases + failures !== stacks * creates)
      throw new Error(
        `${purchases} numbers were bought, and ${failures} creates failed, of ${stacks * creates}`,
      );
    return { stacks, creates: stacks * creates, failed: failures, ...useOf(calls) };
  } finally {
    console.log = log;
    await sandbox.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * Buys the numbers of one stack, and tells how many could not be bought.
 *
 * @param {Stack} stack
 * @param {readonly Stack[]} all stacks of the backend
 * @param {number} creates
 * @param {Sandbox} sandbox
 * @param {string} home
 */
async function buyAll(stack, all, creates, sandbox, home) {
  const runtime = await import("../../.cache/build/provider/pulumi/runtime.js");
  const { openContext, useContext } = await import("../../.cache/build/provider/pulumi/open-context.js");
  const config = { get: () => undefined };
  const context = openContext(config, {
    tell: () => {},
    cli: async (args) => backend(all, args),
    environment: { PHONE_SANDBOX: sandbox.url, PULUMI_HOME: path.join(home, stack.name) },
  });
  useContext(config, context);
  const wishes = Array.from({ length: creates }, (_, turn) => ({
    vendor: "plivo",
    country: "US",
    type: "local",
    turn,
    lastTurn: creates - 1,
    claim: `urn:pulumi:${stack.name}::bench::${type}::line-${turn}`,
  }));
  // An engine asks for one check after the other, of all resources, whatever becomes of their creates meanwhile.
  let last = Promise.resolve();
  const checks = wishes.map((wish) => {
    const check = last.then(() => runtime.check(config, {}, wish));
    last = check.then(() => {});
    return check;
  });
  let failed = 0;
  await inParallel(checks, engineParallel, async (check) => {
    const { inputs, failures } = await check;
    if (failures.length > 0) {
      failed += 1;
      return;
    }
    const urn = String(inputs.claim);
    stack.begun.set(urn, { type: "creating", resource: { urn, type, custom: true, inputs } });
    await runtime.create(config, inputs).then(
      ({ id, outs }) => stack.rows.push({ urn, type, id, custom: true, inputs, outputs: outs }),
      () => (failed += 1),
    );
    stack.begun.delete(urn);
  });
  return failed;
}

/**
 * Answers as the Pulumi CLI does to those who ask about stacks.
 *
 * @param {readonly Stack[]} all
 * @param {readonly string[]} args
 */
function backend(all, args) {
  const [, command] = args;
  if (command === "ls")
    return JSON.stringify(all.map(({ name }) => ({ name: `organization/bench/${name}` })));
  if (command !== "export") return "[]";
  const { rows = [], begun = new Map() } =
    all.find(({ name }) => args.some((each) => each.endsWith(`/${name}`))) ?? {};
  return JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: new Date().toISOString() },
      resources: rows,
      pending_operations: [...begun.values()],
    },
  });
}

/** @param {readonly import("../lib/sandbox.mjs").Call[]} calls */
function useOf(calls) {
  const times = calls.map(({ at }) => Date.parse(at));
  const ms = Math.max(...times) - Math.min(...times);
  const refused = calls.filter(({ status }) => status === 429).length;
  const made = calls.length - refused;
  return { calls: made, refused, ms, share: made / ms / (limit.calls / limit.perMs) };
}
