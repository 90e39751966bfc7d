import { type Command, InvalidArgumentError } from "commander";
import { type Sandbox, startSandbox } from "../sandbox";
import { sandboxDefaults, sandboxLimits } from "../sandbox/sandbox-options";
import { loadStandIns } from "./load-stand-ins";

interface SandboxCommandOptions {
  readonly port: number;
  readonly latency: number;
  readonly stock: number;
  readonly seed: string;
  readonly rateLimit: boolean;
  readonly standIn: readonly string[];
}

export function addSandboxCommand(program: Command): void {
  program
    .command("sandbox")
    .description("Run stand-ins for the vendors on this machine: nothing bought there costs anything.")
    .option(
      "--port <number>",
      "port to listen on; 0 takes a free one",
      wholeNumber(sandboxLimits.port),
      sandboxDefaults.port,
    )
    .option(
      "--latency <ms>",
      "hold every answer back",
      wholeNumber(sandboxLimits.latency),
      sandboxDefaults.latency,
    )
    .option(
      "--stock <count>",
      "free US numbers per vendor",
      wholeNumber(sandboxLimits.stock),
      sandboxDefaults.stock,
    )
    .option(
      "--seed <text>",
      "other credentials, agents and numbers; the same ones for the same text",
      sandboxDefaults.seed,
    )
    .option(
      "--stand-in <module>",
      "add a stand-in of your own: a package, or a file such as ./acme-stand-in.mjs; repeatable",
      (module: string, others: readonly string[]) => [...others, module],
      [],
    )
    .option("--no-rate-limit", "do not enforce the vendors' rate limits")
    .action(runSandbox);
}

async function runSandbox({ standIn, ...options }: SandboxCommandOptions): Promise<void> {
  const standIns = await loadStandIns(standIn, process.cwd());
  const sandbox = await startSandbox({ ...options, standIns }).catch((error: unknown) => {
    throw isAddressInUse(error) ? new Error(`--port ${options.port} is in use already`) : error;
  });
  process.stdout.write(introduction(sandbox));
  await interrupted();
  await sandbox.close();
}

function introduction({ url, control }: Sandbox): string {
  return [
    `Sandbox at ${url} for ${Object.keys(control.vendors()).join(", ")}`,
    "",
    "Use it in another terminal:",
    `  PHONE_SANDBOX=${url} pulumi up`,
    "Look at it:",
    `  ${url}/  in a browser: numbers, money, calls as they come, and switches`,
    `  curl ${url}/_sandbox          keys, agents and subaccounts`,
    `  curl ${url}/_sandbox/state    what is owned`,
    `  curl ${url}/_sandbox/calls    what was asked`,
    "",
    "Ctrl-C stops it; it forgets everything.",
    "",
  ].join("\n");
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function wholeNumber(largest: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= largest))
      throw new InvalidArgumentError(`It must be a whole number from 0 to ${largest}.`);
    return value;
  };
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
