import { describe, expect, test } from "vitest";
import type { Stack } from "../simulation/engine/checkpoint";
import type { Command } from "../simulation/engine/run";
import { noTrouble, Simulation } from "../simulation/simulation";
import type { VirtualClock } from "../simulation/world/virtual-clock";
import { type Args, type PhoneStack, withPhoneStack } from "./support";

/** One thing that a script does, in the simulator and on the real engine. */
type Act =
  | { readonly declare: Readonly<Record<string, Args>> }
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
    };

/** What can be seen after a run. */
interface Seen {
  readonly succeeded: boolean;
  readonly purchases: number;
  readonly releases: number;
  readonly state: readonly string[];
  readonly pending: number;
}

const us = { vendor: "plivo", country: "US" };
const main = { main: us };
const up: Act = { run: "up" };
const preview: Act = { run: "preview" };
const refresh: Act = { run: "refresh" };
const destroy: Act = { run: "destroy" };
const replaceMain: Act = { run: "up", replace: "main" };

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
  "protected: destroy is refused": [{ declare: { main: { ...us, deletionProtection: true } } }, up, destroy],
};

async function simulated(acts: readonly Act[]): Promise<Seen[]> {
  const simulation = new Simulation("plivo", "parity");
  const stack = simulation.stack(0);
  const clock: VirtualClock = simulation.clock;
  const seen: Seen[] = [];
  await clock.inPlace(
    () => 0.5,
    async () => {
      let trouble = noTrouble();
      for (const act of acts) {
        if ("declare" in act) {
          stack.program = Object.entries(act.declare).map(([name, args]) => ({ name, args, options: {} }));
        } else if ("fault" in act) {
          const [operation, fault, times = 1] = act.fault;
          trouble.vendor.push({ operation, fault, times });
        } else {
          const options = {
            refresh: act.flags?.includes("--refresh") === true,
            ...(act.replace !== undefined && { replace: [act.replace] }),
          };
          const [past] = await simulation.run({ command: act.run, stack: 0, machine: 0, options, trouble });
          trouble = noTrouble();
          const { purchases = 0, releases = 0 } = simulation.account.control.state().plivo ?? {};
          seen.push({ succeeded: past?.exitCode === 0, purchases, releases, ...stateOf(stack) });
        }
      }
    },
  );
  return seen;
}

function stateOf({ checkpoint: { rows, pending } }: Stack): Pick<Seen, "state" | "pending"> {
  const state = rows.map(({ urn, outputs, initErrors }) => line(urn, outputs.status, initErrors.length > 0));
  return { state: state.sort(), pending: pending.length };
}

function line(urn: string, status: unknown, isUnfinished: boolean): string {
  return `${urn.split("::").at(-1)} ${String(status)}${isUnfinished ? " with errors" : ""}`;
}

async function real(phones: PhoneStack, acts: readonly Act[]): Promise<Seen[]> {
  const seen: Seen[] = [];
  await phones.stack.setConfig("phone:settleSeconds", "1");
  for (const act of acts) {
    if ("declare" in act) await phones.declare(act.declare);
    else if ("fault" in act) {
      const [operation, fault, times = 1] = act.fault;
      phones.sandbox.control.postFault({ vendor: "plivo", operation, fault: fault as "429", times });
    } else {
      const flags = [...(act.flags ?? []), ...(act.replace ? ["--replace", urnOf(act.replace)] : [])];
      const { exitCode } = await phones.stack[act.run](flags);
      phones.sandbox.control.clearFaults();
      const { deployment } = await phones.stack.export();
      const numbers = (deployment.resources ?? []).filter(({ type }) => type.endsWith(":PhoneNumber"));
      const state = numbers.map(({ urn, outputs, initErrors = [] }) =>
        line(urn, outputs?.status, initErrors.length > 0),
      );
      const { purchases, releases } = phones.state;
      const pending = deployment.pending_operations?.length ?? 0;
      seen.push({ succeeded: exitCode === 0, purchases, releases, state: state.sort(), pending });
    }
  }
  return seen;
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
