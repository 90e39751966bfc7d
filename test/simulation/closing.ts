import type { Simulation } from "./simulation";
import { type WayOn, waysOn } from "./ways-on";

/** How often what a message printed is done before a stack is left as it is. */
const mostWays = 5;

/**
 * Undisturbed runs of every stack that has anything, on a machine each: what was open gets its chance to end. Where a run stops and
 * prints what to do, that is done, and the stack runs again. At last every state is read once more. False when it ended early, as `look`
 * says that something is broken.
 */
export async function close(simulation: Simulation, look: () => boolean): Promise<boolean> {
  for (let round = 0; round < 2; round++) {
    simulation.clock.advance(2 * 3_600_000);
    for (const [index] of simulation.stacks.entries()) {
      if (await runOnce(simulation, index, look)) return false;
    }
  }
  for (const [index] of simulation.stacks.entries()) {
    let before: readonly string[] = [];
    takeBack(simulation, index);
    for (let times = 0; times < mostWays && (await takeWayOn(simulation, index)); times++) {
      before = errorsOf(simulation, index);
      simulation.clock.advance(15 * 60_000);
      if (await runOnce(simulation, index, look)) return false;
      takeBack(simulation, index);
    }
    const { program } = simulation.stack(index);
    const declared = program.map((each) => `${simulation.stack(index).urnOf(each)} `);
    // Who protects a number and then takes it out of the program is told so for as long as that is so.
    const isMeant = (error: string) =>
      /is protected/.test(error) && !declared.some((urn) => error.startsWith(urn));
    const still = errorsOf(simulation, index).find((error) => before.includes(error) && !isMeant(error));
    if (still !== undefined) simulation.stuck.push(still);
  }
  await simulation.reread();
  return true;
}

async function runOnce(simulation: Simulation, index: number, look: () => boolean): Promise<boolean> {
  const stack = simulation.stack(index);
  const { rows, pending } = stack.checkpoint;
  if (stack.program.length + rows.length + pending.length === 0) return false;
  await simulation.run({ command: "up", stack: index, machine: 0 });
  return look();
}

function errorsOf(simulation: Simulation, index: number): string[] {
  const stack = simulation.stack(index);
  const last = simulation.runs.findLast((run) => run.stack === stack);
  // Two resources may be told the same, one after the other.
  return stack.program.length === 0 ? [] : (last?.failures.map(({ urn, line }) => `${urn} ${line}`) ?? []);
}

/** Takes the word out of a program again: it is said for one run, the one that succeeds with it. */
function takeBack(simulation: Simulation, index: number): void {
  const stack = simulation.stack(index);
  if (simulation.runs.findLast((run) => run.stack === stack)?.exitCode !== 0) return;
  stack.program = stack.program.map((declaration) => {
    const { nothingBought: _, ...args } = declaration.args;
    return { ...declaration, args };
  });
}

/** Does what the last run of a stack has asked for; false when it asked for nothing. */
export async function takeWayOn(simulation: Simulation, index: number): Promise<boolean> {
  const stack = simulation.stack(index);
  const last = simulation.runs.findLast((run) => run.stack === stack);
  let isTaken = false;
  for (const { urn, line } of last?.exitCode === 1 ? last.failures : []) {
    const way = waysOn.find(({ asks }) => asks.test(line));
    if (way === undefined) continue;
    await take(way, { simulation, index, urn: urn ?? "", line });
    simulation.waysTaken.push(way.name);
    isTaken = true;
  }
  return isTaken;
}

async function take(
  { asks, take: act }: WayOn,
  { simulation, index, urn, line }: { simulation: Simulation; index: number; urn: string; line: string },
): Promise<void> {
  const stack = simulation.stack(index);
  const which = stack.program.findIndex((declaration) => stack.urnOf(declaration) === urn);
  const argument = /^error: (?:: )?(\w+):/.exec(line)?.[1] ?? "";
  const word = asks.exec(line)?.[1] ?? "";
  await act({ simulation, stack, index, which, urn, argument, word, line });
}
