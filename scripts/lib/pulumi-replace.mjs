import { mkdirSync, mkdtempSync, readdirSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";

const partialPrefix = "partial-";

/**
 * Lets the work fill the `bin` folder of a temporary folder, then puts that `bin` in place in one step, so that
 * a run that is cut never leaves half a CLI. Only the holder of the setup lock may call it.
 *
 * @template T
 * @param {string} folder
 * @param {(partial: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function replaceBin(folder, work) {
  await removePartials(folder);
  const partial = mkdtempSync(path.join(folder, partialPrefix));
  try {
    mkdirSync(path.join(partial, "bin"));
    const result = await work(partial);
    await rm(path.join(folder, "bin"), { recursive: true, force: true });
    await rename(path.join(partial, "bin"), path.join(folder, "bin"));
    return result;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function removePartials(folder) {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(partialPrefix)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
}
