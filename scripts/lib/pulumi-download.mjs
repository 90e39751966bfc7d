import path from "node:path";
import { fileURLToPath } from "node:url";
import { step } from "./progress.mjs";
import { pulumiIn } from "./pulumi-find.mjs";
import { replaceBin } from "./pulumi-replace.mjs";
import { run } from "./run.mjs";

/** Where PulumiCommand.install gets its installer. */
const site = "https://get.pulumi.com/";
const reachableMs = 5_000;
const downloadMs = 10 * 60_000;
const installer = fileURLToPath(new URL("pulumi-install.mjs", import.meta.url));

/**
 * @param {string} version
 * @param {string} folder
 * @param {import("./progress.mjs").Say} say
 * @returns {Promise<{ ok: boolean, problem: string }>}
 */
export async function downloadPulumi(version, folder, say) {
  try {
    await requireSite();
    await step(say, `Pulumi CLI: downloading ${version}, some 100 MB`, () =>
      replaceBin(folder, (partial) => download(version, partial)),
    );
    return { ok: true, problem: "" };
  } catch (error) {
    return { ok: false, problem: reasonOf(error) };
  }
}

/** The installer itself waits minutes for a site that does not answer. */
async function requireSite() {
  try {
    await fetch(site, { method: "HEAD", signal: AbortSignal.timeout(reachableMs) });
  } catch (error) {
    throw new Error(`${site} cannot be reached: ${reasonOf(error)}`);
  }
}

/**
 * @param {string} version
 * @param {string} root
 */
async function download(version, root) {
  const result = await run(process.execPath, [installer, version, root], { timeoutMs: downloadMs });
  if (!result.ok) throw new Error(lastLine(result.output) ?? result.problem);
  if (!(await pulumiIn(path.join(root, "bin")))) throw new Error("the installed CLI does not run");
}

/** @param {string} output */
function lastLine(output) {
  return output.trim().split("\n").at(-1) || undefined;
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
