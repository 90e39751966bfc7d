import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Checkpoint, Stack } from "../simulation/engine/checkpoint";
import type { Command } from "../simulation/engine/run";
import { noTrouble, Simulation } from "../simulation/simulation";
import type { VirtualClock } from "../simulation/world/virtual-clock";
import { EngineStack } from "../support/engine-stack";
import { descendants, killTree, signal } from "../support/process-tree";
import type { RunResult } from "../support/run";
import { type Args, type PhoneStack, succeeded, withPhoneStack } from "./support";

type StackName = "dev" | "prod";

/** Options of a resource, as far as scripts use them. */
interface Options {
  /** Whether a component is its parent. */
  readonly isGrouped?: boolean;
  readonly aliases?: readonly { readonly name: string; readonly isGrouped: boolean }[];
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
}

/** One thing that a script does, in the simulator and on the real engine; on dev, if nothing else is said. */
type Act =
  | {
      readonly declare: Readonly<Record<string, Args>>;
      readonly options?: Readonly<Record<string, Options>>;
      readonly stack?: StackName;
    }
  | {
      readonly fault: readonly [
        operation: "buy" | "update" | "release" | "list" | "get",
        fault: string,
        times?: number,
      ];
    }
  | {
      readonly run: Command;
      readonly flags?: readonly ("--refresh" | "--clear-pending-creates")[];
      readonly replace?: string;
      readonly target?: string;
      readonly stack?: StackName;
      /** What is killed while the vendor, which has sold the number, has not answered yet. */
      readonly killed?: "machine" | "engine";
    }
  | { readonly taint: string }
  | { readonly renameStack: string }
  /** `pulumi state move` from dev to prod. */
  | { readonly move: string }
  | { readonly checkpoint: "export" | "import" };

/** What can be seen after a run. */
interface Seen {
  readonly succeeded: boolean;
  readonly purchases: number;
  readonly releases: number;
  readonly state: readonly string[];
  readonly pending: number;
  /** What the run wrote to the vendor. */
  readonly writes: readonly string[];
}

/** How long the vendor takes to answer a purchase in which somebody is killed. */
const heldMs = 3_000;

const us = { vendor: "plivo", country: "US" };
const main = { main: us };
const up: Act = { run: "up" };
const preview: Act = { run: "preview" };
const refresh: Act = { run: "refresh" };
const destroy: Act = { run: "destroy" };
const replaceMain: Act = { run: "up", replace: "main" };
const both = { ...main, sales: us };
const grouped = { isGrouped: true };

const scripts: Readonly<Record<string, readonly Act[]>> = {
  "up, up, destroy": [{ declare: main }, up, up, destroy],
  "preview buys nothing": [{ declare: main }, preview, up, preview],
  "refresh keeps what is there": [{ declare: main }, up, refresh, up],
  "up --refresh": [{ declare: main }, up, { run: "up", flags: ["--refresh"] }],
  "a number is removed": [{ declare: { ...main, sales: us } }, up, { declare: main }, up],
  "a number is added": [{ declare: main }, up, { declare: { ...main, sales: us } }, up],
  "an argument is refused": [
    { declare: { main: { ...us, country: "Atlantis" } } },
    up,
    { declare: main },
    up,
  ],
  "no funds": [{ declare: main }, { fault: ["buy", "no-funds"] }, up, up],
  "taken: the next one": [{ declare: main }, { fault: ["buy", "taken"] }, up],
  "an answer is lost": [{ declare: main }, { fault: ["buy", "reset-after"] }, up, up],
  "an answer is lost and nothing bought": [{ declare: main }, { fault: ["buy", "reset-before"] }, up, up],
  "unsettled: in state with an error, then settled": [
    { declare: main },
    { fault: ["buy", "500-before", 2] },
    up,
    up,
  ],
  "a release fails and is made later": [
    { declare: main },
    up,
    { fault: ["release", "500-before", 9] },
    destroy,
    destroy,
  ],
  "another country without leave is refused": [
    { declare: main },
    up,
    { declare: { main: { ...us, type: "tollfree" } } },
    up,
  ],
  "replaced: the new one first, then the old one goes": [{ declare: main }, up, replaceMain, up],
  "replaceable and another type": [
    { declare: { main: { ...us, type: "local", replaceable: true } } },
    up,
    { declare: { main: { ...us, type: "tollfree", replaceable: true } } },
    up,
    up,
  ],
  "--target: the others are left alone": [
    { declare: both },
    { run: "up", target: "main" },
    up,
    { declare: {} },
    { run: "destroy", target: "sales" },
    up,
  ],
  "--target: what is removed stays until it is meant": [
    { declare: both },
    up,
    { declare: { third: us } },
    { run: "up", target: "third" },
    up,
  ],
  "taint: replaced by the next up": [{ declare: main }, up, { taint: "main" }, preview, up, up],
  "taint and deleteBeforeReplace": [
    { declare: main, options: { main: { deleteBeforeReplace: true } } },
    up,
    { taint: "main" },
    up,
    up,
  ],
  "stack rename: nothing changes": [{ declare: main }, up, { renameStack: "renamed" }, up, refresh, destroy],
  "renamed with an alias: nothing changes": [
    { declare: main },
    up,
    { declare: { other: us }, options: { other: { aliases: [{ name: "main", isGrouped: false }] } } },
    up,
    { declare: { other: us } },
    up,
    destroy,
  ],
  "renamed without an alias: another number": [{ declare: main }, up, { declare: { other: us } }, up],
  "a new parent with an alias: nothing changes": [
    { declare: main },
    up,
    {
      declare: main,
      options: { main: { ...grouped, aliases: [{ name: "main", isGrouped: false }] } },
    },
    up,
    destroy,
  ],
  "a new parent without an alias: another number": [
    { declare: main },
    up,
    { declare: main, options: { main: grouped } },
    up,
  ],
  "state move: the number goes with it": [
    { declare: both },
    up,
    { declare: { third: us }, stack: "prod" },
    { run: "up", stack: "prod" },
    { move: "main" },
    { declare: { sales: us } },
    up,
    { declare: { main: us, third: us }, stack: "prod" },
    { run: "up", stack: "prod" },
    destroy,
    { run: "destroy", stack: "prod" },
  ],
  "an older checkpoint: what is not in it is forgotten": [
    { declare: main },
    up,
    { checkpoint: "export" },
    { declare: both },
    up,
    { checkpoint: "import" },
    { declare: main },
    up,
    destroy,
  ],
  "an older checkpoint: what was released since is still in it": [
    { declare: both },
    up,
    { checkpoint: "export" },
    { declare: main },
    up,
    { checkpoint: "import" },
    refresh,
    up,
  ],
  "retainOnDelete: removed and not released": [
    { declare: main, options: { main: { retainOnDelete: true } } },
    up,
    { declare: {} },
    up,
  ],
  "killed in a purchase": [{ declare: main }, { run: "up", killed: "machine" }, up, up],
  "killed in a replacement": [
    { declare: main },
    up,
    { run: "up", replace: "main", killed: "machine" },
    preview,
    up,
  ],
  "the engine alone is killed in a purchase: the plugin ends it": [
    { declare: main },
    { run: "up", killed: "engine" },
    up,
    up,
  ],
  "protected: destroy is refused": [{ declare: { main: { ...us, deletionProtection: true } } }, up, destroy],
};

async function simulated(acts: readonly Act[]): Promise<Seen[]> {
  const simulation = new Simulation("plivo", "parity");
  const stackOf = (name: StackName = "dev") => simulation.stack(indexOf(name));
  const dev = stackOf();
  const writes = new Writes(() => simulation.vendorWrites);
  const clock: VirtualClock = simulation.clock;
  const seen: Seen[] = [];
  let kept = "";
  await clock.inPlace(
    () => 0.5,
    async () => {
      let trouble = noTrouble();
      for (const act of acts) {
        if ("declare" in act) {
          stackOf(act.stack).program = Object.entries(act.declare).map(([name, args]) => ({
            name,
            args,
            options: act.options?.[name] ?? {},
          }));
        } else if ("fault" in act) {
          const [operation, fault, times = 1] = act.fault;
          trouble.vendor.push({ operation, fault, times });
        } else if ("taint" in act) {
          for (const row of dev.live()) if (row.urn === dev.urn(act.taint)) row.isTainted = true;
        } else if ("renameStack" in act) {
          dev.rename(act.renameStack);
        } else if ("move" in act) {
          for (const row of dev.live()) if (row.urn === dev.urn(act.move)) dev.move(row, stackOf("prod"));
        } else if ("checkpoint" in act) {
          if (act.checkpoint === "export") kept = JSON.stringify(dev.checkpoint);
          else simulation.restore(dev, JSON.parse(kept) as Checkpoint);
        } else {
          const options = {
            refresh: act.flags?.includes("--refresh") === true,
            ...(act.replace !== undefined && { replace: [act.replace] }),
            ...(act.target !== undefined && { targets: [act.target] }),
          };
          // The record in the journal takes two writes.
          if (act.killed) {
            trouble.death = { victim: act.killed, of: "write", nth: 2, when: "after" };
            trouble.vendor.push({ operation: "buy", fault: "timeout-after", delayMs: heldMs });
          }
          const order = { command: act.run, stack: indexOf(act.stack), machine: 0, options, trouble };
          const [past] = await simulation.run(order);
          trouble = noTrouble();
          const { purchases = 0, releases = 0 } = simulation.account.control.state().plivo ?? {};
          const state = stateOf(stackOf(act.stack));
          seen.push({
            succeeded: past?.exitCode === 0,
            purchases,
            releases,
            ...state,
            writes: writes.next(),
          });
        }
      }
    },
  );
  return seen;
}

function indexOf(stack: StackName = "dev"): number {
  return stack === "dev" ? 0 : 1;
}

/** The writes to the vendor since they were asked for last, sorted, as updates may be made side by side. */
class Writes {
  private done = 0;

  /** All of them so far: method, path and status. */
  constructor(private readonly all: () => readonly string[]) {}

  next(): string[] {
    const all = this.all();
    const writes = all.slice(this.done);
    this.done = all.length;
    return writes
      .map((call) => call.replace(/Account\/[^/]+/, "Account").replace(/\d{8,}/, "<number>"))
      .sort();
  }
}

function stateOf({ checkpoint: { rows, pending } }: Stack): Pick<Seen, "state" | "pending"> {
  const state = rows.map(({ urn, outputs, initErrors }) => line(urn, outputs.status, initErrors.length > 0));
  return { state: state.sort(), pending: pending.length };
}

function line(urn: string, status: unknown, isUnfinished: boolean): string {
  const [stack, , , name] = urn.split("::");
  const parent = urn.includes("$") ? " in a component" : "";
  return `${stack?.split(":").at(-1)} ${name}${parent} ${String(status)}${isUnfinished ? " with errors" : ""}`;
}

async function real(phones: PhoneStack, acts: readonly Act[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  const stacks = new Map<StackName, EngineStack>([["dev", phones.stack]]);
  const programs = new Map<StackName, string>();
  const writes = new Writes(() =>
    phones.sandbox.control
      .calls("plivo")
      .filter(({ method }) => method !== "GET")
      .map(({ method, path, status }) => `${method} ${path} ${status}`),
  );
  const file = path.join(phones.project.workDir, "kept.json");
  const stackOf = async (name: StackName = "dev") => {
    const stack = stacks.get(name) ?? (await phones.project.createStack(name));
    if (!stacks.has(name)) await stack.setConfig("phone:settleSeconds", "1");
    stacks.set(name, stack);
    return stack;
  };
  const urn = async (name: string) => {
    const { deployment } = await (await stackOf()).export();
    return (deployment.resources ?? []).find((each) => each.urn.endsWith(`::${name}`))?.urn ?? urnOf(name);
  };
  await phones.stack.setConfig("phone:settleSeconds", "1");
  for (const act of acts) {
    if ("declare" in act) programs.set(act.stack ?? "dev", programOf(act.declare, act.options));
    else if ("fault" in act) {
      const [operation, fault, times = 1] = act.fault;
      phones.sandbox.control.postFault({ vendor: "plivo", operation, fault: fault as "429", times });
    } else if ("taint" in act) {
      succeeded(await phones.stack.pulumi(["state", "taint", await urn(act.taint), "--yes"]));
    } else if ("renameStack" in act) {
      succeeded(await phones.stack.pulumi(["stack", "rename", act.renameStack]));
      stacks.set("dev", new EngineStack(phones.project, act.renameStack));
    } else if ("move" in act) {
      const between = ["--source", "dev", "--dest", "prod", "--yes"];
      succeeded(await phones.project.pulumi(["state", "move", ...between, await urn(act.move)]));
    } else if ("checkpoint" in act) {
      succeeded(await phones.stack.pulumi(["stack", act.checkpoint, "--file", file]));
    } else {
      const stack = await stackOf(act.stack);
      await phones.project.writeProgram(programs.get(act.stack ?? "dev") ?? "");
      const flags = [
        ...(act.flags ?? []),
        ...(act.replace ? ["--replace", await urn(act.replace)] : []),
        ...(act.target ? ["--target", await urn(act.target)] : []),
      ];
      const { exitCode } = await (act.killed ? killedUp(phones, act.killed, flags) : stack[act.run](flags));
      phones.sandbox.control.clearFaults();
      const { deployment } = await stack.export();
      const numbers = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":PhoneNumber"));
      const state = numbers.map((each) =>
        line(each.urn, each.outputs?.status, (each.initErrors ?? []).length > 0),
      );
      const { purchases, releases } = phones.state;
      const pending = deployment.pending_operations?.length ?? 0;
      const has = { purchases, releases, state: state.sort(), pending, writes: writes.next() };
      seen.push({ succeeded: exitCode === 0, ...has });
    }
  }
  return seen;
}

async function killedUp(
  phones: PhoneStack,
  victim: "machine" | "engine",
  flags: readonly string[],
): Promise<RunResult> {
  const writes = phones.writes.length;
  phones.fault("buy", "timeout-after", { delayMs: heldMs });
  const calls = () => phones.sandbox.control.calls("plivo").length;
  let started: readonly number[] = [];
  let callsThen = 0;
  let killing: Promise<void> | undefined;
  const result = await phones.stack.up(flags, {
    onStart: (pid) => {
      killing = (async () => {
        await expect.poll(() => phones.writes.length, { timeout: 60_000 }).toBe(writes + 1);
        started = descendants(pid);
        callsThen = calls();
        if (victim === "machine") killTree(pid);
        else process.kill(pid, "SIGKILL");
      })();
    },
  });
  await killing;
  if (victim === "engine") {
    await setTimeout(2 * heldMs);
    // It looks for what it has bought.
    expect(calls(), "calls of the plugin without its engine").toBeGreaterThan(callsThen);
    for (const pid of started) signal(pid, "SIGKILL");
  }
  succeeded(await phones.stack.cancel());
  return result;
}

function programOf(
  numbers: Readonly<Record<string, Args>>,
  options: Readonly<Record<string, Options>> = {},
): string {
  const parentOf = (isGrouped: boolean) => (isGrouped ? "group" : "pulumi.rootStackResource");
  const declarations = Object.entries(numbers).map(([name, args]) => {
    const { isGrouped = false, aliases = [], ...rest } = options[name] ?? {};
    const known = aliases.map(
      (alias) => `{ name: ${JSON.stringify(alias.name)}, parent: ${parentOf(alias.isGrouped)} }`,
    );
    const parts = [JSON.stringify(rest).slice(1, -1), `aliases: [${known.join(", ")}]`];
    if (isGrouped) parts.push("parent: group");
    return `new PhoneNumber(${JSON.stringify(name)}, ${JSON.stringify(args)}, { ${parts.filter(Boolean).join(", ")} });`;
  });
  return [
    'const pulumi = require("@pulumi/pulumi");',
    'const { PhoneNumber } = require("pulumi-phone");',
    'const group = new pulumi.ComponentResource("app:index:Group", "group");',
    ...declarations,
  ].join("\n");
}

function urnOf(name: string): string {
  return `urn:pulumi:dev::harness::pulumi-nodejs:dynamic/phone:PhoneNumber::${name}`;
}

describe("the simulator's engine does what the real one does", () => {
  test.each(Object.entries(scripts))("%s", async (_, acts) => {
    await withPhoneStack({}, async (phones) => {
      expect(await simulated(acts)).toEqual(await real(phones, acts));
    });
  });
});
