// npm test: setup, every test, and one last line that says how it went. Arguments are passed on to vitest.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { repository } from "./lib/paths.mjs";
import { SetupError } from "./lib/setup-error.mjs";
import { setup } from "./setup.mjs";

const vitest = path.join(repository, "node_modules/vitest/vitest.mjs");
const countReporter = fileURLToPath(new URL("lib/count-reporter.mjs", import.meta.url));

/** @typedef {import("./lib/count-reporter.mjs").TestCounts} TestCounts */

/**
 * @param {string[]} args
 * @returns {Promise<{ status: number | null, counts: TestCounts | undefined }>}
 */
function runVitest(args) {
  return new Promise((resolve, reject) => {
    /** @type {TestCounts | undefined} */
    let counts;
    const child = spawn(
      process.execPath,
      [vitest, "run", "--reporter=verbose", `--reporter=${countReporter}`, ...args],
      { cwd: repository, stdio: ["inherit", "inherit", "inherit", "ipc"] },
    );
    child.on("message", (message) => (counts = /** @type {TestCounts} */ (message)));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, counts }));
  });
}

/**
 * Anything that went wrong without failing a test still shows up as a failure.
 *
 * @param {{ status: number | null, counts: TestCounts | undefined }} run
 * @returns {TestCounts}
 */
function judge({ status, counts }) {
  if (counts === undefined) {
    console.log(`vitest ended with status ${status} before it could report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (status !== 0 && counts.passed + counts.failed > 0)
    return { ...counts, failed: Math.max(counts.failed, 1) };
  return counts;
}

/** @param {TestCounts} counts */
function conclude({ passed, failed, skipped }) {
  const ran = passed + failed;
  if (ran === 0) console.log("No test was run");
  process.exitCode = failed > 0 || ran === 0 ? 1 : 0;
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}

try {
  await setup({ quiet: true });
  conclude(judge(await runVitest(process.argv.slice(2))));
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  conclude({ passed: 0, failed: 1, skipped: 0 });
}
