import { execFile } from "node:child_process";
import { access, constants, readFile, readlink, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "./child-environment";
import { quotable } from "./without-secrets";

const execute = promisify(execFile);

// The state of ten thousand numbers is 33 MB.
const largestOutput = 512 * 1024 * 1024;

/** Runs the Pulumi CLI, which has to be the one of the engine that this process works for, and returns what it prints. */
export async function pulumi(args: readonly string[], milliseconds = 60_000): Promise<string> {
  const { stdout } = await execute(await findCli(), [...args, "--non-interactive"], {
    maxBuffer: largestOutput,
    timeout: milliseconds,
    cwd: await engineFolder(),
    env: { ...childEnvironment(process.env), PULUMI_SKIP_UPDATE_CHECK: "true" },
  }).catch(({ message, stderr, ...ended }: Error & { stderr?: string; killed?: boolean }) => {
    const said = stderr?.trim().split("\n").at(-1);
    // What it ended with has all that the CLI has said.
    if (!said || ended.killed) throw Object.assign(new Error(quotable(message, process.env)), ended);
    throw new Error(`pulumi ${args.join(" ")}: ${quotable(said, process.env)}`);
  });
  return stdout;
}

let found: Promise<string> | undefined;

function findCli(): Promise<string> {
  found ??= onPath().then((onIt) => onIt ?? amongParents());
  return found;
}

const executable = process.platform === "win32" ? "pulumi.exe" : "pulumi";

async function onPath(): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, executable);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

/** A folder can be executed, too, as far as its permissions tell. */
async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function amongParents(): Promise<string> {
  engine ??= engineAmongParents();
  const file = (await engine)?.file;
  if (file !== undefined) return file;
  throw Object.assign(new Error("no pulumi on PATH, and none among the parent processes"), {
    code: "ENOENT",
  });
}

/**
 * The folder in which the engine was started, where it can be told: a relative backend is one of that folder, and this process runs in the
 * program's, which `main` may have put elsewhere.
 */
export async function engineFolder(): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  engine ??= engineAmongParents();
  const pid = (await engine)?.pid;
  return pid === undefined ? undefined : readlink(`/proc/${pid}/cwd`).catch(() => undefined);
}

let engine: ReturnType<typeof engineAmongParents> | undefined;

/** The engine started this process, perhaps by way of a shell. */
async function engineAmongParents(): Promise<{ readonly pid: number; readonly file: string } | undefined> {
  for (let pid = process.ppid; pid > 1; pid = await parentOf(pid)) {
    const file = await executableOf(pid);
    if (file !== undefined && path.basename(file) === executable) return { pid, file };
  }
  return undefined;
}

async function executableOf(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") return readlink(`/proc/${pid}/exe`).catch(() => undefined);
  return (await ps(pid, "comm"))?.trim();
}

async function parentOf(pid: number): Promise<number> {
  if (process.platform !== "linux") return Number((await ps(pid, "ppid")) ?? 0);
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
}

async function ps(pid: number, column: string): Promise<string | undefined> {
  return execute("ps", ["-o", `${column}=`, "-p", String(pid)]).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}
