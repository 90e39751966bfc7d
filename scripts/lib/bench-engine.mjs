import { median, seconds, timed } from "./bench-timing.mjs";
import { openProject, scratch } from "./pulumi-project.mjs";

/**
 * @typedef {import("./sandbox.mjs").Sandbox} Sandbox
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
 * @param {Sandbox} sandbox
 * @param {number} deadline no command runs beyond this time
 * @returns {Promise<Measure[]>}
 */
export async function measureEngine(sandbox, deadline) {
  const environment = { PHONE_SANDBOX: sandbox.url };
  const project = await openProject({ parent: scratch, name: "bench", program, environment, deadline });
  try {
    await sandbox.reset();
    const bare = await measureUp(project, 0);
    const one = await measureUp(project, 1);
    const all = await measureUp(project, numbers);
    const { purchases } = await sandbox.state();
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
    project.close();
  }
}

/**
 * Milliseconds of a new stack's `pulumi up` with so many numbers. Where nothing is bought it is run thrice, after a first
 * time that fills the caches of the project.
 *
 * @param {import("./pulumi-project.mjs").PulumiProject} project
 * @param {number} count
 */
async function measureUp({ pulumi }, count) {
  await pulumi(["stack", "init", `of-${count}`]);
  await pulumi(["config", "set", "count", String(count)]);
  const up = () => timed(() => pulumi(["up", "--yes"]));
  if (count > 0) return up();
  await up();
  return median([await up(), await up(), await up()]);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
