import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 250;
const refreshMs = 10_000;
const abandonedMs = 60_000;

/**
 * Does the work while no other process does the work of the same lock file. The lock of a process that died,
 * or stopped refreshing it, is taken over.
 *
 * @template T
 * @param {string} file
 * @param {() => void} onWait called once, when another process holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  await mkdir(path.dirname(file), { recursive: true });
  const owner = `${hostname()} ${process.pid}`;
  let waited = false;
  while (!(await take(file, owner))) {
    if (!waited) onWait();
    waited = true;
    await sleep(pollMs);
  }
  const refresh = setInterval(() => touch(file), refreshMs);
  try {
    return await work();
  } finally {
    clearInterval(refresh);
    if ((await read(file)) === owner) await rm(file, { force: true });
  }
}

/**
 * @param {string} file
 * @param {string} owner
 * @returns {Promise<boolean>} false when another process holds it
 */
async function take(file, owner) {
  try {
    await writeFile(file, owner, { flag: "wx" });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  const holder = await read(file);
  if (holder === undefined || !(await isAbandoned(file, holder))) return false;
  await discard(file, holder);
  return take(file, owner);
}

/**
 * @param {string} file
 * @param {string} holder
 */
async function isAbandoned(file, holder) {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > abandonedMs) return true;
  const [host, pid] = holder.split(" ");
  return host === hostname() && !isRunning(Number(pid));
}

/**
 * Two processes may find the same abandoned lock, and the slower one must not remove the new lock of the
 * faster one: it is moved aside, looked at, and put back if it was not the abandoned one.
 *
 * @param {string} file
 * @param {string} holder
 */
async function discard(file, holder) {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await read(aside)) !== holder) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

/** @param {string} file */
function read(file) {
  return readFile(file, "utf8").catch(() => undefined);
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  utimes(file, now, now).catch(() => {});
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
