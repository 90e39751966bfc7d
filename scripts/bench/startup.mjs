import execa from "execa";
import { openProject, scratch } from "../lib/pulumi-project.mjs";
import { openSandbox } from "../lib/sandbox.mjs";
import { contestants, installPackage } from "./contestants.mjs";
import { numbersForSale } from "./numbers-for-sale.mjs";
import { median, timed } from "./timing.mjs";

/**
 * @typedef {object} Startup
 * @property {number} programMs `require("pulumi-phone")` in a program, beyond the SDK
 * @property {number} programFiles that it loads
 * @property {number} providerMs `require("pulumi-phone/runtime")` in the provider's process, beyond the SDK
 * @property {number} providerFiles that it loads
 * @property {number} firstCheckMs a preview of one number, beyond that of the floor
 */

/** @param {string} subpath */
const load = (subpath) => `require("@pulumi/pulumi");
const before = Object.keys(require.cache).length;
const started = performance.now();
require(${JSON.stringify(subpath)});
console.log(JSON.stringify({ ms: performance.now() - started, files: Object.keys(require.cache).length - before }));
`;

/** @param {number} rounds @returns {Promise<Startup>} */
export async function measureStartup(rounds) {
  const project = await openProject({ parent: scratch, name: "bench-load" });
  try {
    await installPackage(project.project);
    const program = await loaded(project.project, "pulumi-phone", rounds);
    const provider = await loaded(project.project, "pulumi-phone/runtime", rounds);
    return {
      programMs: program.ms,
      programFiles: program.files,
      providerMs: provider.ms,
      providerFiles: provider.files,
      firstCheckMs: await measureFirstCheck(rounds),
    };
  } finally {
    project.close();
  }
}

/** @param {string} folder @param {string} subpath @param {number} rounds */
async function loaded(folder, subpath, rounds) {
  /** @type {{ ms: number, files: number }[]} */
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await execa(process.execPath, ["-e", load(subpath)], { cwd: folder });
    runs.push(JSON.parse(stdout));
  }
  return { ms: median(runs.map(({ ms }) => ms)), files: median(runs.map(({ files }) => files)) };
}

/** @param {number} rounds */
async function measureFirstCheck(rounds) {
  const sandbox = await openSandbox();
  const [number] = await numbersForSale(sandbox, 1);
  const environment = {
    PHONE_SANDBOX: sandbox.url,
    BENCH_NUMBERS: JSON.stringify([number]),
  };
  const projects = [];
  try {
    for (const { name, program, install } of contestants.filter((each) => each.name !== "naive")) {
      const project = await openProject({ parent: scratch, name: `bench-${name}`, program, environment });
      projects.push({ project, runs: /** @type {number[]} */ ([]) });
      await install(project.project);
      await project.pulumi(["stack", "init", "bench"]);
    }
    for (let round = 0; round < rounds; round++)
      for (const { project, runs } of projects) runs.push(await timed(() => project.pulumi(["preview"])));
    const [floor = 0, ours = 0] = projects.map(({ runs }) => median(runs));
    return ours - floor;
  } finally {
    for (const { project } of projects) project.close();
    await sandbox.close();
  }
}
