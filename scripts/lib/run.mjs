import { spawn } from "node:child_process";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the command and all it started are ended after this time
 */

/**
 * @typedef {object} RunResult
 * @property {boolean} ok
 * @property {string} output standard output and standard error, as they came
 * @property {string} problem why it is not ok, in one line; empty when it is
 */

/**
 * Runs a command to its end. It never throws: a command that cannot be started is a result as well.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd, env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const bounded = timeoutMs !== undefined;
    // A time limit must reach what the command itself started, so such a command leads its own process group.
    const child = spawn(command, args, { cwd, env, detached: bounded, stdio: ["ignore", "pipe", "pipe"] });
    const end = bounded ? endGroupWithUs(child) : undefined;
    let output = "";
    let problem = "";
    const timer = bounded
      ? setTimeout(() => {
          problem = `${command} did not finish within ${Math.round(timeoutMs / 1000)} s`;
          end?.now();
        }, timeoutMs)
      : undefined;
    child.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.on("error", (error) => (problem ||= error.message));
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      end?.forget();
      if (status !== 0) problem ||= `${command} ended with ${signal ?? `status ${status}`}`;
      resolve({ ok: problem === "", output, problem });
    });
  });
}

/**
 * A process group of its own no longer hears Ctrl-C, so it is ended along with this process.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function endGroupWithUs(child) {
  const now = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  const onSignal = () => {
    now();
    process.exit(130);
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  return {
    now,
    forget: () => process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}

/**
 * A long output cut to what a reader takes in: tools name the cause at its beginning or at its end.
 *
 * @param {string} output
 */
export function excerpt(output) {
  const lines = output.trim().split("\n");
  return (lines.length <= 30 ? lines : [...lines.slice(0, 20), "...", ...lines.slice(-10)]).join("\n");
}
