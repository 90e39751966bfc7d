import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends a process that a test started, with everything that it started, at once and without a word, as a power cut does.
 * The engine puts its plugins into process groups of their own, so they are found by their parents.
 */
export function killTree(root: number): void {
  for (const pid of [root, ...descendants(root)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
}

/** The processes below one, parents first. */
export function descendants(root: number): number[] {
  const parents = parentOfEach();
  const found = [root];
  for (const parent of found) {
    for (const [pid, itsParent] of parents) if (itsParent === parent) found.push(pid);
  }
  return found.slice(1);
}

/** The command line of a process; empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

function parentOfEach(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // The command, in brackets, may itself hold spaces and brackets.
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended while we looked.
    }
  }
  return parents;
}
