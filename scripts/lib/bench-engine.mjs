import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { median, seconds } from "./bench-timing.mjs";
import { scratch } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {import("./bench-sandbox.mjs").BenchSandbox} BenchSandbox
 * @typedef {import("./bench-timing.mjs").Measure} Measure
 */

const numbers = 30;

/** How many numbers it declares is configuration, so that every run loads the same program. */
const program = `const { Config } = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
const count = new Config().requireNumber("count");
for (let index = 0; index < count; index++) {
  new PhoneNumber("line-" + index, { vendor: "plivo", country: "US", search: [{ areaCode: "415" }] });
}
`;

/**
 * The real CLI and engine, in a folder inside the repository: there the program finds the package by its own name.
 *
 * @param {BenchSandbox} sandbox
 * @param {string} pulumiBin folder of the Pulumi CLI
 * @param {number} deadline no command runs beyond this time
 * @returns {Promise<Measure[]>}
 */
export async function measureEngine(sandbox, pulumiBin, deadline) {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(path.join(scratch, "bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once("exit", remove);
  try {
    const pulumi = await openProject(folder, sandbox.url, pulumiBin, deadline);
    await sandbox.reset();
    const [bare, one, all] = [await pulumi.up(0), await pulumi.up(1), await pulumi.up(numbers)];
    const purchases = await sandbox.purchases();
    if (purchases !== 1 + numbers) throw new Error(`${purchases} numbers were bought, not ${1 + numbers}`);
    const further = (all - one) / (numbers - 1);
    return [
      {
        name: "pulumi up: the first number, against an up without numbers",
        ratio: percent((one - bare) / bare),
        figures: `${seconds(one - bare)} to ${seconds(bare)}`,
        meaning:
          "What the start of the plugin, a search and a purchase add to a run. Above 200 % something slow is loaded.",
      },
      {
        name: `pulumi up: each further of ${numbers} numbers, against an up without numbers`,
        ratio: percent(further / bare),
        figures: `${seconds(further)} to ${seconds(bare)} (${numbers}: ${seconds(all)})`,
        meaning:
          "Its share of calls, and of the state that is written. Above 10 % numbers wait for each other.",
      },
    ];
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/**
 * @param {string} folder
 * @param {string} sandboxUrl
 * @param {string} pulumiBin
 * @param {number} deadline
 */
async function openProject(folder, sandboxUrl, pulumiBin, deadline) {
  const project = path.join(folder, "project");
  const state = path.join(folder, "state");
  await Promise.all([mkdir(project), mkdir(state)]);
  await writeFile(path.join(project, "Pulumi.yaml"), "name: bench\nruntime: nodejs\nmain: index.js\n");
  await writeFile(path.join(project, "index.js"), program);
  const env = {
    ...process.env,
    PATH: `${pulumiBin}${path.delimiter}${process.env.PATH}`,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PHONE_SANDBOX: sandboxUrl,
  };

  /** @param {string[]} args */
  async function pulumi(...args) {
    const started = Date.now();
    const result = await run(
      path.join(pulumiBin, "pulumi"),
      [...args, "--non-interactive", "--color=never"],
      { cwd: project, env, timeoutMs: Math.max(1, deadline - started) },
    );
    if (!result.ok) throw new Error(`pulumi ${args.join(" ")} failed: ${result.problem}\n${result.output}`);
    return Date.now() - started;
  }

  return {
    /**
     * Milliseconds of a new stack's `pulumi up` with so many numbers. Where nothing is bought it is run thrice, after
     * a first time that fills the caches of the project.
     *
     * @param {number} count
     */
    async up(count) {
      await pulumi("stack", "init", `of-${count}`);
      await pulumi("config", "set", "count", String(count));
      if (count > 0) return pulumi("up", "--yes");
      await pulumi("up", "--yes");
      return median([await pulumi("up", "--yes"), await pulumi("up", "--yes"), await pulumi("up", "--yes")]);
    },
  };
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
