import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import execa from "execa";
import { defined } from "./expect";

const downloadMs = 5 * 60_000;

/** Downloads a Debian package into a folder, and what of the packages that it needs is not on this machine. */
export async function downloadPackages(name: string, folder: string): Promise<void> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "apt-"));
  try {
    // Lists of its own: those of the machine belong to root, and may be old, or not there.
    for (const each of ["lists/partial", "cache/archives/partial"]) {
      await mkdir(path.join(scratch, each), { recursive: true });
    }
    const own = [`Dir::State::Lists=${scratch}/lists`, `Dir::Cache=${scratch}/cache`, "APT::Sandbox::User="];
    const apt = (args: readonly string[]) =>
      execa("apt-get", [...own.flatMap((each) => ["-o", each]), ...args], {
        cwd: folder,
        timeout: downloadMs,
      });
    await apt(["update"]);
    const { stdout } = await apt(["install", "--simulate", "--no-install-recommends", name]);
    await apt(["download", ...[...stdout.matchAll(/^Inst (\S+)/gm)].map(([, each]) => defined(each))]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Unpacks downloaded packages into a folder: that takes no rights, and leaves the machine as it is. */
export async function unpackPackages(packages: string, root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const file of await readdir(packages)) await execa("dpkg", ["-x", path.join(packages, file), root]);
}

/** The folders with the libraries that were unpacked, those of one package's own included. */
export async function libraryFolders(root: string): Promise<readonly string[]> {
  const parents = ["lib", "usr/lib"].map((parent) => path.join(root, parent));
  const folders = (await Promise.all(parents.map(subfolders)))
    .flat()
    .filter((folder) => folder.endsWith("-linux-gnu"));
  return [...folders, ...(await Promise.all(folders.map(subfolders))).flat()];
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
}
