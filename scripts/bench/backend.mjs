import { writeFile } from "node:fs/promises";
import path from "node:path";
import { openProject, scratch } from "../lib/pulumi-project.mjs";
import { median, seconds, timed, times } from "./timing.mjs";

/** @typedef {import("./timing.mjs").Measure} Measure */

const numbers = 10_000;
const repeats = 3;
const mostSeconds = 2;

/**
 * What it costs a run that creates something to ask the backend for interrupted purchases: one export, by the real CLI, of a
 * state with many numbers.
 *
 * @returns {Promise<Measure[]>}
 */
export async function measureBackend() {
  const project = await openProject({ parent: scratch, name: "bench" });
  try {
    const [few, many] = [await measureRead(project, 1), await measureRead(project, numbers)];
    return [
      {
        name: `interrupted purchases: looked for in a state of ${numbers} numbers, against one of 1`,
        ratio: times(many / few),
        figures: `${seconds(many)} to ${seconds(few)}`,
        meaning: `Once per process that creates something, most of it the CLI's export. More than ${mostSeconds} s between the two is too slow.`,
      },
    ];
  } finally {
    project.close();
  }
}

/**
 * @param {import("../lib/pulumi-project.mjs").PulumiProject} project
 * @param {number} count
 */
async function measureRead({ folder, pulumi }, count) {
  const { openBackend } = await import("../../.cache/build/provider/host/backend.js");
  const stack = `of-${count}`;
  const file = path.join(folder, `${stack}.json`);
  await writeFile(file, JSON.stringify(stateOf(stack, count)));
  await pulumi(["stack", "init", stack]);
  await pulumi(["stack", "import", "--stack", stack, "--file", file]);
  const read = async () => {
    const backend = openBackend({
      stack: () => undefined,
      found: () => {},
      organization: () => "organization",
      clock: async () => new Date(),
      cli: pulumi,
    });
    const record = await backend.stackOf(claimOf(stack, count));
    if (record.numbers.length !== count)
      throw new Error(`${record.numbers.length} numbers were found, not ${count}`);
  };
  const runs = [];
  for (let run = 0; run < repeats; run++) runs.push(await timed(read));
  return median(runs);
}

/**
 * @param {string} stack
 * @param {number} index
 */
function claimOf(stack, index) {
  return `urn:pulumi:${stack}::bench::pulumi-nodejs:dynamic/phone:PhoneNumber::line-${index}`;
}

/**
 * A state with so many numbers, as large as those that are written. Without an interrupted purchase: an import drops it.
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
