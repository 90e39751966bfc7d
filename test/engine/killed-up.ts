import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { VendorName } from "../../provider/vendors";
import { defined } from "../support/expect";
import { commandLine, descendants, killTree, signal } from "../support/process-tree";
import type { RunResult } from "../support/run";
import { type PhoneStack, providerProcess, succeeded } from "./support";

/** What of a run is killed: the CLI with all it started, the process of the provider, or that of the program. */
export const victims = ["tree", "plugin", "program"] as const;
export type Victim = (typeof victims)[number];

/** When it is killed: once the vendor has sold so many numbers to this run, and so much later. */
export interface Moment {
  readonly purchases: number;
  readonly delayMs: number;
}

export interface KilledUp {
  readonly result: RunResult;
  /** False when the run was over before its moment came. */
  readonly isKilled: boolean;
  /** How many calls that change something the vendor had not answered by then. */
  readonly inFlight: number;
}

/** An up that is killed by SIGKILL at that moment; the lock that it may leave is taken away. */
export async function killedUp(
  phones: PhoneStack,
  vendor: VendorName,
  victim: Victim,
  moment: Moment,
): Promise<KilledUp> {
  const hunt = { isOver: false, isKilled: false, inFlight: 0 };
  let hunting: Promise<void> | undefined;
  const result = await phones.stack.up([], {
    onStart: (pid) => {
      hunting = killAt(moment, () => kill(pid, victim), phones, vendor, hunt);
    },
  });
  hunt.isOver = true;
  await hunting;
  await unlock(phones);
  return { result, ...hunt };
}

/**
 * The engine writes the state of a file backend at once, but not the attributes beside it: killed while it writes these, it leaves them
 * empty, and reads the stack no more (docs/recovery.md). The state itself is whole; its backup is older than the last purchase.
 */
async function unlock({ stack, project }: PhoneStack): Promise<void> {
  const cancelled = await stack.cancel();
  if (!cancelled.all.includes("failed to load checkpoint")) {
    succeeded(cancelled);
    return;
  }
  const stacks = path.join(fileURLToPath(project.backendUrl), ".pulumi/stacks", project.name);
  const attributes = path.join(stacks, `${stack.name}.json.attrs`);
  expect((await stat(attributes)).size, cancelled.all).toBe(0);
  await rm(attributes);
  succeeded(await stack.cancel());
}

async function killAt(
  { purchases, delayMs }: Moment,
  strike: () => boolean,
  { control }: PhoneStack,
  vendor: VendorName,
  hunt: { isOver: boolean; isKilled: boolean; inFlight: number },
): Promise<void> {
  const sold = () => defined(control.state()[vendor]).purchases;
  const due = sold() + purchases;
  while (!hunt.isOver && sold() < due) await sleep(5);
  await sleep(delayMs);
  // The processes of provider and program are there only some time after the run has begun.
  for (; !hunt.isOver && !hunt.isKilled; await sleep(5)) {
    const writes = control.calls(vendor).filter(({ method }) => method !== "GET");
    hunt.inFlight = writes.filter(({ status }) => status === null).length;
    hunt.isKilled = strike();
  }
}

const processes = { plugin: providerProcess, program: /\/cmd\/run\/index\.js/ } as const;

/** False when there is no such process (yet). */
function kill(pid: number, victim: Victim): boolean {
  if (victim === "tree") {
    killTree(pid);
    return true;
  }
  const found = descendants(pid).filter((each) => processes[victim].test(commandLine(each)));
  for (const each of found) signal(each, "SIGKILL");
  return found.length > 0;
}
