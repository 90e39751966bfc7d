import { execFile } from "node:child_process";
import { access, constants, readFile, readlink, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

// The state of ten thousand numbers is 33 MB.
const largestOutput = 512 * 1024 * 1024;

/** Runs the Pulumi CLI, which has to be the one of the engine that this process works for, and returns what it prints. */
export async function pulumi(args: readonly string[], milliseconds = 60_000): Promise<string> {
  const { stdout } = await execute(await findCli(), [...args, "--non-interactive"], {
    maxBuffer: largestOutput,
    timeout: milliseconds,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  }).catch((error: Error & { stderr?: string; killed?: boolean }) => {
    const said = error.stderr?.trim().split("\n").at(-1);
    if (!said || error.killed) throw error;
    throw new Error(`pulumi ${args.join(" ")}: ${said}`, { cause: error });
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

/** The engine started this process, perhaps by way of a shell: where PATH does not have the CLI, it is among the parents. */
async function amongParents(): Promise<string> {
  for (let pid = process.ppid; pid > 1; pid = await parentOf(pid)) {
    const file = await executableOf(pid);
    if (file !== undefined && path.basename(file) === executable) return file;
  }
  throw Object.assign(new Error("no pulumi on PATH, and none among the parent processes"), {
    code: "ENOENT",
  });
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
