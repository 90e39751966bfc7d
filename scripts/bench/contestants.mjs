import { appendFile, cp, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const providers = fileURLToPath(new URL("providers", import.meta.url));

/**
 * A provider that is measured beside others.
 *
 * @typedef {object} Contestant
 * @property {"floor" | "naive" | "ours" | "plugin"} name
 * @property {string} program a program that declares the numbers of BENCH_NUMBERS, a list in JSON
 * @property {(project: string) => Promise<void>} install puts the provider into the folder of a project, as a user has it
 */

/** Each is a module of its own, of which Pulumi stores a `require`: so the state of all three has the least text of code there can be. */
const dynamic = (
  /** @type {string} */ name,
  /** @type {string} */ inputs,
) => `const { dynamic } = require("@pulumi/pulumi");
const provider = require("bench-${name}");
class Number extends dynamic.Resource {
  constructor(name, inputs) {
    super(provider, name, inputs);
  }
}
for (const [index, number] of JSON.parse(process.env.BENCH_NUMBERS).entries()) new Number("line-" + index, ${inputs});
`;

const ofPackage = (/** @type {string} */ module) => `const { PhoneNumber } = require("${module}");
for (const index of JSON.parse(process.env.BENCH_NUMBERS).keys()) {
  new PhoneNumber("line-" + index, { vendor: "plivo", country: "US", type: "local" });
}
`;

/** In the order in which they take turns. @type {readonly Contestant[]} */
export const contestants = [
  {
    name: "floor",
    program: dynamic("floor", "{ number }"),
    install: (project) => installOwn(project, "floor"),
  },
  {
    name: "naive",
    program: dynamic("naive", "{ index }"),
    install: (project) => installOwn(project, "naive"),
  },
  { name: "ours", program: ofPackage("pulumi-phone"), install: installPackage },
  { name: "plugin", program: ofPackage("pulumi-phone/plugin"), install: installPlugin },
];

/** @param {string} project @param {string} name */
async function installOwn(project, name) {
  const folder = await openModule(project, `bench-${name}`);
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ main: `${name}.js` }));
  for (const file of [`${name}.js`, "plivo.js"])
    await cp(path.join(providers, file), path.join(folder, file));
}

/**
 * Installs a copy of what is published. A link would not do: Pulumi stores other text for a package that is linked.
 *
 * @param {string} project
 */
export async function installPackage(project) {
  const folder = await openModule(project, "pulumi-phone");
  for (const entry of ["package.json", "dist", "plugin"])
    await cp(path.join(repository, entry), path.join(folder, entry), { recursive: true });
}

/** @param {string} project */
async function installPlugin(project) {
  await installPackage(project);
  const entry = "plugins:\n  providers:\n    - name: phone\n      path: node_modules/pulumi-phone/plugin\n";
  await appendFile(path.join(project, "Pulumi.yaml"), entry);
}

/** @param {string} project @param {string} name */
async function openModule(project, name) {
  // Below the checkout a folder without a manifest belongs to the package, which finds itself by its own name.
  await writeFile(path.join(project, "package.json"), JSON.stringify({ name: "bench", private: true }));
  const folder = path.join(project, "node_modules", name);
  await mkdir(folder, { recursive: true });
  return folder;
}
