import { randomBytes } from "node:crypto";
import { type Command, InvalidArgumentError } from "commander";
import { type Sandbox, startSandbox } from "../sandbox";
import { isThisMachine } from "../sandbox/http/gate";
import { sandboxDefaults, sandboxLimits } from "../sandbox/sandbox-options";
import { loadStandIns } from "./load-stand-ins";

interface SandboxCommandOptions {
  readonly host: string;
  readonly port: number;
  readonly latency: number;
  readonly stock: number;
  readonly seed?: string;
  readonly rateLimit: boolean;
  readonly standIn: readonly string[];
}

export function addSandboxCommand(program: Command): void {
  program
    .command("sandbox")
    .description("Run stand-ins for the vendors on this machine: nothing bought there costs anything.")
    .option(
      "--host <address>",
      "address to listen on; another one than this machine's own lets others call, with a token",
      sandboxDefaults.host,
    )
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
      `other credentials, agents and numbers; the same ones for the same text (default: "${sandboxDefaults.seed}", a new one with --host)`,
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
  const isAlone = isThisMachine(options.host);
  // Not an option: whoever sees the processes of this machine would see it.
  const given = process.env.PHONE_SANDBOX_TOKEN || undefined;
  const token = given ?? (isAlone ? undefined : randomBytes(24).toString("base64url"));
  const sandbox = await startSandbox({ ...options, token, standIns }).catch((error: unknown) => {
    const code = codeOf(error);
    if (code === "EADDRINUSE") throw new Error(`--port ${options.port} is in use already`);
    if (code !== undefined) throw new Error(`--host ${options.host} cannot be listened on: ${code}`);
    throw error;
  });
  const url = new URL(sandbox.url);
  // Pulumi sends no keys over plain http to any other machine, whatever that is.
  const isReachable = isThisMachine(url.hostname);
  const used = isReachable ? sandbox.url : `http://127.0.0.1:${url.port}`;
  process.stdout.write(introduction(sandbox, used, token));
  if (!isAlone) process.stdout.write(warning(options.host, isReachable ? undefined : url));
  await interrupted();
  await sandbox.close();
}

function introduction({ url, control }: Sandbox, used: string, token: string | undefined): string {
  const header = token === undefined ? "" : `-H "authorization: Bearer $PHONE_SANDBOX_TOKEN" `;
  return [
    `Sandbox at ${url} for ${Object.keys(control.vendors()).join(", ")}`,
    "",
    "Use it in another terminal:",
    ...(token === undefined ? [] : [`  export PHONE_SANDBOX_TOKEN=${token}`]),
    `  PHONE_SANDBOX=${used} pulumi up`,
    "Look at it:",
    `  ${url}/${token === undefined ? "" : `?token=${token}`}  in a browser: numbers, money, calls as they come, and switches`,
    `  curl ${header}${url}/_sandbox          keys, agents and subaccounts`,
    `  curl ${header}${url}/_sandbox/state    what is owned`,
    `  curl ${header}${url}/_sandbox/calls    what was asked`,
    "",
    "Ctrl-C stops it; it forgets everything.",
    "",
  ].join("\n");
}

function warning(host: string, forwarded: URL | undefined): string {
  return [
    `It listens on ${host}: whoever reaches this port can call the stand-ins with their keys, and the page and the control calls with`,
    "the token. Nothing of it is encrypted, so pulumi takes it from this machine only, from a forwarded port, or by https.",
    ...(forwarded === undefined
      ? []
      : [
          "Where pulumi is run, forward it first:",
          `  ssh -N -L ${forwarded.port}:${forwarded.host} ${forwarded.hostname.replace(/[[\]]/g, "")}`,
        ]),
    "",
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
