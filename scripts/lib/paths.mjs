import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The top folder of the checkout. */
export const repository = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** What scripts leave in the checkout besides node_modules and dist; ignored by git. */
export const scratch = path.join(repository, ".cache");

/**
 * Where setup keeps a Pulumi CLI of one version: `bin/` inside this folder is the complete CLI.
 * The place is fixed, other tools look there too.
 *
 * @param {string} version
 */
export function pulumiFolder(version) {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  return path.join(cache, "pulumi-phone", `pulumi-${version}`);
}
