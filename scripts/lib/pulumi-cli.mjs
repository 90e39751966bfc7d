import path from "node:path";
import { withLock } from "./lock.mjs";
import { pulumiFolder } from "./paths.mjs";
import { buildPulumi } from "./pulumi-build.mjs";
import { downloadPulumi } from "./pulumi-download.mjs";
import { pulumiIn, pulumiOnPath } from "./pulumi-find.mjs";
import { wantedPulumiVersion } from "./versions.mjs";

/**
 * @typedef {object} PulumiCli
 * @property {string} version
 * @property {string} bin the folder to put first on PATH
 * @property {"PATH" | "cache" | "download" | "Go build"} from
 */

/**
 * A Pulumi CLI, in the order of least effort: one the machine has, one an earlier setup left, a download, a build.
 *
 * @param {import("./progress.mjs").Say} say
 * @returns {Promise<PulumiCli>}
 */
export async function findOrInstallPulumi(say) {
  const onPath = await pulumiOnPath();
  if ("bin" in onPath) return { ...onPath, from: "PATH" };

  const wanted = wantedPulumiVersion();
  const folder = pulumiFolder(wanted);
  const cached = await pulumiIn(path.join(folder, "bin"));
  if (cached) return { ...cached, from: "cache" };

  say(`Pulumi CLI: ${onPath.reason}, and none in ${path.join(folder, "bin")}`);
  const onWait = () => say("Pulumi CLI: another setup is installing it, waiting for that one");
  return withLock(path.join(folder, "setup.lock"), onWait, async () => {
    const installedMeanwhile = await pulumiIn(path.join(folder, "bin"));
    if (installedMeanwhile) return { ...installedMeanwhile, from: "cache" };
    return install(wanted, folder, say);
  });
}

/**
 * @param {string} version
 * @param {string} folder
 * @param {import("./progress.mjs").Say} say
 * @returns {Promise<PulumiCli>}
 */
async function install(version, folder, say) {
  const download = await downloadPulumi(version, folder, say);
  if (download.ok) return { version, bin: path.join(folder, "bin"), from: "download" };
  say(`Pulumi CLI: the download failed (${download.problem}), so it is built with Go`);
  await buildPulumi(version, folder, say);
  return { version, bin: path.join(folder, "bin"), from: "Go build" };
}
