import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { median, seconds, timed, times } from "./bench-timing.mjs";
import { scratch } from "./paths.mjs";

/** @typedef {import("./bench-timing.mjs").Measure} Measure */

const numbers = 10_000;
const repeats = 3;
const mostSeconds = 2;
const execute = promisify(execFile);

/**
 * What it costs a run that creates something to ask the backend for purchases that were cut off: one export, by the real CLI,
 * of a state with many numbers.
 *
 * @param {string} pulumiBin folder of the Pulumi CLI
 * @param {number} deadline no command runs beyond this time
 * @returns {Promise<Measure[]>}
 */
export async function measureBackend(pulumiBin, deadline) {
  const { openBackend } = await import("../../dist/provider/host/backend.js");
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(path.join(scratch, "bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  try {
    const pulumi = await openProject(folder, pulumiBin, deadline);
    /** @param {number} count */
    const read = async (count) => {
      const stack = `of-${count}`;
      await pulumi(["stack", "init", stack]);
      const file = path.join(folder, `${stack}.json`);
      await writeFile(file, JSON.stringify(stateOf(stack, count)));
      await pulumi(["stack", "import", "--stack", stack, "--file", file]);
      const runs = [];
      for (let run = 0; run < repeats; run++) runs.push(await timed(() => readOnce(stack, count)));
      return median(runs);
    };
    /**
     * @param {string} stack
     * @param {number} count
     */
    const readOnce = async (stack, count) => {
      const backend = openBackend({
        organization: () => "organization",
        clock: async () => new Date(),
        tellOnce: (/** @type {string} */ line) => {
          throw new Error(line);
        },
        cli: pulumi,
      });
      const record = await backend.stackOf(claimOf(stack, count));
      if (record.numbers.length !== count)
        throw new Error(`${record.numbers.length} numbers were found, not ${count}`);
    };
    const [few, many] = [await read(1), await read(numbers)];
    return [
      {
        name: `purchases that were cut off: looked for in a state of ${numbers} numbers, against one of 1`,
        ratio: times(many / few),
        figures: `${seconds(many)} to ${seconds(few)}`,
        meaning: `Once per process that creates something, most of it the CLI's export. More than ${mostSeconds} s between the two is too slow.`,
      },
    ];
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/**
 * @param {string} folder
 * @param {string} pulumiBin
 * @param {number} deadline
 */
async function openProject(folder, pulumiBin, deadline) {
  const state = path.join(folder, "state");
  await mkdir(state);
  await writeFile(path.join(folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
  const env = {
    ...process.env,
    PATH: `${pulumiBin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  return async (/** @type {readonly string[]} */ args) => {
    const { stdout } = await execute(path.join(pulumiBin, "pulumi"), [...args, "--non-interactive"], {
      cwd: folder,
      env,
      maxBuffer: 512 * 1024 * 1024,
      timeout: Math.max(1, deadline - Date.now()),
    });
    return stdout;
  };
}

/**
 * @param {string} stack
 * @param {number} index
 */
function claimOf(stack, index) {
  return `urn:pulumi:${stack}::bench::pulumi-nodejs:dynamic/phone:PhoneNumber::line-${index}`;
}

/**
 * A state with so many numbers, as large as those that are written. Without a purchase that was cut off: an import drops it.
 *
 * @param {string} stack
 * @param {number} count
 */
function stateOf(stack, count) {
  const type = "pulumi-nodejs:dynamic/phone:PhoneNumber";
  const root = `urn:pulumi:${stack}::bench::pulumi:pulumi:Stack::bench-${stack}`;
  const time = new Date().toISOString();
  const resource = (/** @type {number} */ index) => {
    const e164 = `+1415${String(2_000_000 + index)}`;
    const price = { amount: "0.80", currency: "USD" };
    const inputs = {
      __provider: `const provider = require("pulumi-phone/provider");\n${"exports.handler = provider;\n".repeat(8)}`,
      vendor: "plivo",
      country: "US",
      search: [{ areaCode: "415" }],
      agent: "1101234567890123456",
      claim: claimOf(stack, index),
      candidates: [e164, e164, e164, e164],
      quote: { matched: 0, monthlyPrice: price, setupPrice: null, restriction: null, terms: null },
      pinnedAt: time,
    };
    const outputs = {
      ...inputs,
      e164,
      vendorId: e164.slice(1),
      status: "active",
      monthlyPrice: price,
      renewsAt: "2026-12-01",
      boundAgent: inputs.agent,
      capabilities: ["voice", "sms"],
      numberRegion: "California",
      purchasedAt: "2026-01-01",
      vendorAccount: "MA0123456789ABCDEFGH",
      matched: 0,
      stateVersion: 1,
    };
    return { urn: inputs.claim, custom: true, id: e164, type, inputs, outputs, parent: root };
  };
  return {
    version: 3,
    deployment: {
      manifest: { time, magic: "", version: "" },
      resources: [
        { urn: root, custom: false, type: "pulumi:pulumi:Stack" },
        ...Array.from({ length: count }, (_, index) => resource(index)),
      ],
    },
  };
}
