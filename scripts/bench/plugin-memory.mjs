import { readdirSync, readFileSync } from "node:fs";

const intervalMs = 100;

/**
 * Watches the memory of the process that serves the numbers of a stack, as Linux tells of it; elsewhere it sees nothing.
 *
 * @param {string} folder is named by the process' environment
 */
export function watchPlugin(folder) {
  /** @type {Set<string>} */
  const others = new Set();
  /** @type {string | undefined} */
  let plugin;
  let peakKiB = 0;
  const timer = setInterval(() => {
    plugin ??= processes().find((pid) => !others.has(pid) && isPlugin(pid, folder, others));
    if (plugin !== undefined) peakKiB = Math.max(peakKiB, peakOf(plugin));
  }, intervalMs);
  return {
    /** Ends the watch, and tells the highest peak in KiB. */
    stop() {
      clearInterval(timer);
      return peakKiB;
    },
  };
}

function processes() {
  return attempt(() => readdirSync("/proc").filter((name) => /^\d+$/.test(name))) ?? [];
}

/** @param {string} pid @param {string} folder @param {Set<string>} others */
function isPlugin(pid, folder, others) {
  const command = attempt(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "";
  // A process starts as a copy of its parent: what is no program of Node.js may still become one.
  if (!/^[^\0]*node\0/.test(command)) return false;
  const isOne =
    /^[^\0]*\0[^\0]*(dynamic-provider|plugin\/phone\.js)/.test(command) &&
    attempt(() => readFileSync(`/proc/${pid}/environ`, "utf8"))?.includes(folder) === true;
  if (!isOne) others.add(pid);
  return isOne;
}

/** @param {string} pid */
function peakOf(pid) {
  const status = attempt(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

/**
 * Processes end while one reads about them.
 *
 * @template T
 * @param {() => T} read
 */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
