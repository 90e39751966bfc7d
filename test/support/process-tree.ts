import { readdirSync, readFileSync } from "node:fs";

/**
 * Ends a process that a test started, with everything that it started, at once and without a word, as a power cut does.
 * The engine puts its plugins into process groups of their own, so they are found by their parents.
 */
export function killTree(root: number): void {
  for (const pid of [root, ...descendants(root)]) signal(pid, "SIGKILL");
}

/** Sends a signal to one process that a test started. */
export function signal(pid: number, name: "SIGINT" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
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

/** What a terminal does on Ctrl-C: every process of the one's group is told. The engine keeps its plugins out of it. */
export function pressCtrlC(root: number): void {
  const group = statOf(root)?.group;
  for (const pid of [root, ...descendants(root)]) {
    if (statOf(pid)?.group === group) signal(pid, "SIGINT");
  }
}

function parentOfEach(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) parents.set(Number(name), stat.parent);
  }
  return parents;
}

/** Undefined when there is no such process any more. */
function statOf(pid: number): { parent: number; group: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command, in brackets, may itself hold spaces and brackets.
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}
