import type { RunCli } from "../../../provider/host/backend";
import { pageOf } from "../../support/backend";
import type { Processes } from "../world/process";
import type { VirtualClock } from "../world/virtual-clock";
import type { Stack } from "./checkpoint";

/** What is wrong with the CLI, for the next so many calls of one command. */
export interface CliFault {
  readonly command: "export" | "ls" | "history" | "any";
  readonly how: "eof" | "missing" | "slow" | "warning" | "only-own";
  times: number;
  /** Whether it is over once the engine has written that it begins with something. */
  readonly isOverOnceBegun?: boolean;
}

/** The Pulumi CLI of one run: it sees the stacks of the run's backend. */
export function openCli(
  clock: VirtualClock,
  processes: Processes,
  own: Stack,
  stacks: readonly Stack[],
  faults: CliFault[],
): RunCli {
  return async (args) => {
    const command = args[1] ?? "";
    const fault = faults
      .filter(({ times, isOverOnceBegun }) => times > 0 && !(isOverOnceBegun && processes.hasBegun))
      .find((each) => ["any", command].includes(each.command));
    if (fault !== undefined) fault.times -= 1;
    await clock.sleep(fault?.how === "slow" ? 8_000 : 120);
    await processes.alive();
    if (fault?.how === "missing") throw new Error("spawn pulumi ENOENT");
    if (fault?.how === "eof") throw new Error(`pulumi ${args.join(" ")}: error: EOF`);
    const text = await processes.at("read", () =>
      answer(command, args, own, stacks, fault?.how === "only-own"),
    );
    return fault?.how === "warning" ? `warning: a new version of Pulumi is available\n${text}` : text;
  };
}

function answer(
  command: string,
  args: readonly string[],
  own: Stack,
  stacks: readonly Stack[],
  onlyOwn: boolean,
): string {
  const seen = stacks.filter((stack) => stack.backend === own.backend && (!onlyOwn || stack === own));
  if (command === "ls") return JSON.stringify(seen.map((stack) => ({ name: stack.fullName })));
  if (command === "history") return JSON.stringify(pageOf(own.pastUpdates, args));
  const stack = seen.find(({ fullName }) => fullName === args[3]);
  if (stack === undefined) throw new Error(`error: no stack named '${args[3]}' found`);
  return stack.export();
}
