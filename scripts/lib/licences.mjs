import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The licences of the packages that a bundle was made of, as they want to be passed on with it.
 *
 * @param {string} repository
 * @param {string[]} inputs the bundle's modules, relative to the repository
 */
export function licencesOf(repository, inputs) {
  const packages = inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set(packages)]
    .toSorted()
    .map((folder) => licenceOf(path.join(repository, folder)))
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const files = existsSync(folder)
    ? readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file))
    : [];
  const texts = files.toSorted().map((file) => readFileSync(path.join(folder, file), "utf8").trim());
  return `${[`${name} ${version} (${license})`, ...texts].join("\n\n")}\n`;
}
