import { spawn } from "node:child_process";
import { repository } from "./repository";

export interface RunResult {
  /** null when a signal ended it */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** both outputs, as they came */
  readonly all: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called with the process once it is started, for tests that end it on the way. */
  readonly onStart?: (pid: number) => void;
}

/** Runs a command to its end. A command that fails is a result; one that cannot be started is an error. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? repository,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "", all: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
        output.all += text;
      });
    }
    child.on("error", reject);
    child.on("spawn", () => {
      if (child.pid !== undefined) options.onStart?.(child.pid);
    });
    child.on("close", (exitCode) => resolve({ exitCode, ...output }));
  });
}

/** Runs a command that has to succeed. */
export async function runOrThrow(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.exitCode === 0) return result;
  throw new Error(`${command} ${args.join(" ")} ended with status ${result.exitCode}\n${result.all}`);
}
