import { spawn } from "node:child_process";
import { childEnvironment } from "./child-environment";

/** How many milliseconds a key is waited for: long enough for a person to unlock a vault by a finger or a password. */
export const patience = 60_000;

/** The most bytes of a key, far more than one has: what is longer is the wrong command, or file. */
export const longestKey = 64 * 1024;

/** The parts of a command: blanks separate them, quotes of either kind keep blanks; nothing else has a meaning. Undefined where a quote has no end. */
export function partsOf(command: string): readonly string[] | undefined {
  const parts = command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  // What is left over is a quote that nothing closes.
  if (/["']/.test(command.replace(/"[^"]*"|'[^']*'/g, ""))) return undefined;
  return parts.map((part) => part.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/**
 * Runs a command that prints a key, without a shell, and gives what it printed. Throws an Error that says why there is nothing: it
 * shows neither the command nor its output, as a key may be in both. What it says on standard error is seen by nobody.
 */
export function runKeyCommand(
  command: string,
  folder: string,
  milliseconds: number = patience,
): Promise<string> {
  const parts = partsOf(command);
  if (parts === undefined) return Promise.reject(new Error("has a quote without its other half"));
  const [program = "", ...args] = parts;
  return new Promise((resolve, reject) => {
    const child = started(program, args, folder);
    if (child === undefined) {
      reject(new Error("names no program that can be run"));
      return;
    }
    const output: Buffer[] = [];
    let length = 0;
    // What it started itself may live on and hold the pipe: it is not waited for.
    const end = (settle: () => void) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      child.stdout.destroy();
      settle();
    };
    const fail = (reason: string) => end(() => reject(new Error(reason)));
    const timer = setTimeout(() => fail(`has not ended within ${milliseconds / 1000} s`), milliseconds);
    child.stdout.on("data", (part: Buffer) => {
      output.push(part);
      length += part.length;
      if (length > longestKey) fail("prints more than a key");
    });
    child.on("error", ({ code }: NodeJS.ErrnoException) =>
      fail(code === "ENOENT" ? "names a program that is not there" : `cannot be run: ${code}`),
    );
    child.on("close", (exitCode, signal) => {
      if (exitCode === 0) end(() => resolve(Buffer.concat(output).toString("utf8")));
      else fail(signal === null ? `has failed with exit code ${exitCode}` : `was ended by ${signal}`);
    });
  });
}

// Refused before anything runs, by an error that quotes the command: an empty name, or a NUL.
function started(program: string, args: readonly string[], folder: string) {
  try {
    return spawn(program, args, {
      cwd: folder,
      env: childEnvironment(process.env),
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
  } catch {
    return undefined;
  }
}
