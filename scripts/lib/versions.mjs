import { readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./paths.mjs";

/** The oldest Pulumi CLI that fits the peer range of package.json; the next major is the first too new. */
const oldestPulumi = "3.216.0";
const firstUnsupportedPulumi = "4.0.0";

/** The CLI that setup installs is the release of the SDK that package.json pins. */
export function wantedPulumiVersion() {
  const manifest = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  return String(manifest.devDependencies["@pulumi/pulumi"]);
}

/** @param {string} version */
export function isSupportedPulumi(version) {
  return isAtLeast(version, oldestPulumi) && !isAtLeast(version, firstUnsupportedPulumi);
}

/**
 * Whether a version is not older than another; pre-release parts do not count.
 *
 * @param {string} version
 * @param {string} floor
 */
export function isAtLeast(version, floor) {
  const [left, right] = [numbersOf(version), numbersOf(floor)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param {string} version */
function numbersOf(version) {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
