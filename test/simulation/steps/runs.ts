import { takeWayOn } from "../closing";
import { chance, drawStack, oneOf, stackNames, step } from "./step";

const where = (stack: number, machine: number) => `${stackNames[stack]}, on machine ${machine + 1}`;

export const up = step({
  name: "up",
  weight: 34,
  runs: true,
  draw: (random) => ({
    stack: drawStack(random),
    machine: oneOf(random, [0, 0, 0, 1]),
    refresh: chance(random, 15),
    replace: chance(random, 8),
    target: chance(random, 8),
    continueOnError: chance(random, 20),
  }),
  async play(simulation, { stack, machine, refresh, replace, target, continueOnError }, trouble) {
    const name = simulation.stack(stack).program[0]?.name;
    const options = {
      refresh,
      continueOnError,
      ...(replace && name !== undefined && { replace: [name] }),
      ...(target && name !== undefined && { targets: [name] }),
    };
    await simulation.run({ command: "up", stack, machine, options, trouble });
  },
  tell: ({ stack, machine, refresh, replace, target, continueOnError }) =>
    `pulumi up${continueOnError ? " --continue-on-error" : ""}${refresh ? " --refresh" : ""}${replace ? " --replace <the first number>" : ""}${target ? " --target <the first number>" : ""} in ${where(stack, machine)}`,
});

export const preview = step({
  name: "preview",
  weight: 4,
  runs: true,
  draw: (random) => ({ stack: drawStack(random), machine: random.below(2), refresh: chance(random, 40) }),
  async play(simulation, { stack, machine, refresh }, trouble) {
    await simulation.run({ command: "preview", stack, machine, options: { refresh }, trouble });
  },
  tell: ({ stack, machine, refresh }) =>
    `pulumi preview${refresh ? " --refresh" : ""} in ${where(stack, machine)}`,
});

export const refresh = step({
  name: "refresh",
  weight: 5,
  runs: true,
  draw: (random) => ({ stack: drawStack(random), machine: random.below(2), clear: chance(random, 25) }),
  async play(simulation, { stack, machine, clear }, trouble) {
    await simulation.run({ command: "refresh", stack, machine, options: { clearPending: clear }, trouble });
  },
  tell: ({ stack, machine, clear }) =>
    `pulumi refresh${clear ? " --clear-pending-creates" : ""} in ${where(stack, machine)}`,
});

export const destroy = step({
  name: "destroy",
  weight: 4,
  runs: true,
  draw: (random) => ({ stack: drawStack(random), machine: random.below(2) }),
  async play(simulation, { stack, machine }, trouble) {
    await simulation.run({ command: "destroy", stack, machine, trouble });
  },
  tell: ({ stack, machine }) => `pulumi destroy in ${where(stack, machine)}`,
});

export const wrongKeys = step({
  name: "a run with the keys of another account",
  weight: 3,
  runs: true,
  draw: (random) => ({
    stack: drawStack(random),
    machine: oneOf(random, [0, 0, 0, 1]),
    command: oneOf(random, ["up", "up", "up", "refresh", "destroy"] as const),
  }),
  async play(simulation, { stack, machine, command }, trouble) {
    await simulation.run({ command, stack, machine, isElsewhere: true, trouble });
  },
  tell: ({ stack, machine, command }) =>
    `pulumi ${command} in ${where(stack, machine)}, with the keys of another account; what that has bought is given back, and taken out of the state`,
});

export const doAsTold = step({
  name: "do as told",
  weight: 4,
  runs: true,
  draw: (random) => ({ stack: drawStack(random), machine: random.below(2) }),
  async play(simulation, { stack, machine }, trouble) {
    // What was written for one run is not always taken out after it.
    if (await takeWayOn(simulation, stack)) await simulation.run({ command: "up", stack, machine, trouble });
  },
  tell: ({ stack, machine }) =>
    `what the last run has printed is done, then pulumi up in ${where(stack, machine)}`,
});

export const twoAtOnce = step({
  name: "two ups at once",
  weight: 7,
  runs: true,
  draw: (random) => {
    const first = random.below(5);
    return { first, second: (first + 1 + random.below(4)) % 5, machine: random.below(2) };
  },
  async play(simulation, { first, second, machine }, trouble) {
    await simulation.run(
      { command: "up", stack: first, machine, trouble },
      { command: "up", stack: second, machine: machine + 1 },
    );
  },
  tell: ({ first, second }) =>
    `pulumi up in ${stackNames[first]} and in ${stackNames[second]} at the same time`,
});

export const planned = step({
  name: "up by plan",
  weight: 4,
  draw: (random) => ({ stack: drawStack(random), machine: random.below(2) }),
  async play(simulation, { stack, machine }) {
    const [preview] = await simulation.run({ command: "preview", stack, machine });
    if (preview === undefined || preview.exitCode !== 0) return;
    simulation.clock.advance(60_000);
    const [result] = await simulation.run({
      command: "up",
      stack,
      machine,
      options: { plan: preview.plan },
    });
    const violation = result?.lines.find((line) => line.includes("violates plan"));
    // The first write of the run makes what an earlier one was doing look new: it may be resumed where the preview took it for over.
    const isInterrupted = simulation.stack(stack).checkpoint.pending.some(({ type }) => type === "creating");
    if (violation !== undefined && !isInterrupted) simulation.brokenPlans.push(violation);
  },
  tell: ({ stack }) =>
    `pulumi preview --save-plan in ${stackNames[stack]}, and a minute later pulumi up --plan`,
});
