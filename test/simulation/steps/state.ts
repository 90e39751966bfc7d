import type { Args, Checkpoint } from "../engine/checkpoint";
import { fronts } from "../engine/fronts";
import { chance, drawStack, oneOf, stackNames, step } from "./step";

export const renameStack = step({
  name: "rename a stack",
  weight: 5,
  draw: (random) => ({ stack: drawStack(random) }),
  play(simulation, { stack }) {
    simulation.stack(stack).rename(simulation.freshName("stack"));
  },
  tell: ({ stack }) => `pulumi stack rename of ${stackNames[stack]}`,
});

export const taint = step({
  name: "taint",
  weight: 2,
  draw: (random) => ({ stack: drawStack(random), which: random.below(2) }),
  play(simulation, { stack, which }) {
    const live = simulation.stack(stack).live();
    const row = live[which % Math.max(1, live.length)];
    if (row !== undefined) row.isTainted = true;
  },
  tell: ({ stack }) => `pulumi state taint of a number of ${stackNames[stack]}`,
});

export const moveToAnotherStack = step({
  name: "state move",
  weight: 3,
  draw: (random) => ({
    stack: oneOf(random, [0, 0, 1, 4]),
    to: oneOf(random, [0, 1, 4]),
    which: random.below(2),
  }),
  play(simulation, { stack, to, which }) {
    const [from, into] = [simulation.stack(stack), simulation.stack(to)];
    const declaration = from.program[which % Math.max(1, from.program.length)];
    const isSettled = [from, into].every(({ checkpoint }) => checkpoint.pending.length === 0);
    if (from === into || from.front !== into.front || declaration === undefined || !isSettled) return;
    const rows = from.checkpoint.rows.filter(({ urn }) => urn === from.urnOf(declaration));
    const isDeclared = into.program.some(({ name }) => name === declaration.name);
    const [row] = rows;
    if (row === undefined || rows.length > 1 || isDeclared || !from.move(row, into)) return;
    simulation.movedInto(into, row);
    from.program = from.program.filter((each) => each !== declaration);
    const { aliases: _, ...options } = declaration.options;
    simulation.add(into, { ...declaration, options });
  },
  tell: ({ stack, to }) =>
    `pulumi state move of a number from ${stackNames[stack]} to ${stackNames[to]}, and its declaration with it`,
});

export const deleteFromState = step({
  name: "state delete",
  weight: 3,
  draw: (random) => ({
    stack: drawStack(random),
    which: random.below(2),
    /** Whether the declaration goes as well; otherwise the next run creates the resource anew. */
    isRemoved: chance(random, 50),
  }),
  play(simulation, { stack: index, which, isRemoved }) {
    const stack = simulation.stack(index);
    const live = stack.live();
    const row = live[which % Math.max(1, live.length)];
    // Two rows of one URN the CLI asks about.
    if (row === undefined || stack.checkpoint.rows.filter(({ urn }) => urn === row.urn).length > 1) return;
    stack.checkpoint.rows = stack.checkpoint.rows.filter((each) => each !== row);
    simulation.letGoOf(stack, row);
    if (isRemoved) stack.program = stack.program.filter((each) => stack.urnOf(each) !== row.urn);
  },
  tell: ({ stack, isRemoved }) =>
    `pulumi state delete of a number of ${stackNames[stack]}, ${isRemoved ? "and its declaration is removed" : "which the program still declares"}`,
});

export const restore = step({
  name: "restore",
  weight: 3,
  draw: (random) => ({ stack: drawStack(random), back: random.below(4) }),
  play(simulation, { stack: index, back }) {
    const stack = simulation.stack(index);
    const kept = stack.history.at(-1 - back);
    if (kept === undefined || kept.name !== stack.name) return;
    const checkpoint = JSON.parse(kept.json) as Checkpoint;
    // What has become another stack's since, a restored row would claim a second time: that a person has to see.
    const isAnothers = checkpoint.rows.some(({ outputs }) =>
      simulation.concerned(String(outputs.e164)).some((other) => other !== stack),
    );
    if (!isAnothers) simulation.restore(stack, checkpoint);
  },
  tell: ({ stack, back }) =>
    `pulumi stack import in ${stackNames[stack]} of what was exported ${back === 0 ? "after the last run" : `${back} runs before the last`}`,
});

// What version 0.1.0 wrote; what a later one adds is not there after its state was imported.
const first = new Set([
  ...[
    "vendor",
    "account",
    "country",
    "type",
    "search",
    "number",
    "adopt",
    "agent",
    "renewal",
    "subaccount",
    "alias",
  ],
  ...[
    "maxMonthlyPrice",
    "deletionPolicy",
    "deletionProtection",
    "replaceable",
    "vendorOptions",
    "__provider",
  ],
  ...["claim", "candidates", "quote", "pinnedAt", "interrupted", "adopted", "organization", "turn"],
  ...[
    "e164",
    "status",
    "statusReason",
    "vendorId",
    "monthlyPrice",
    "setupPrice",
    "renewsAt",
    "boundAgent",
    "heldBy",
  ],
  ...["label", "capabilities", "numberRegion", "purchasedAt", "matched", "vendorAccount", "unseenSince"],
]);

export const importFirstVersion = step({
  name: "state of 0.1.0",
  weight: 2,
  draw: (random) => ({ stack: drawStack(random) }),
  play(simulation, { stack }) {
    const only = (properties: Args) =>
      Object.fromEntries(Object.entries(properties).filter(([name]) => first.has(name)));
    for (const row of simulation.stack(stack).live()) {
      row.inputs = only(row.inputs);
      row.outputs = { ...only(row.outputs), stateVersion: 1 };
    }
  },
  tell: ({ stack }) => `the state of ${stackNames[stack]} is as version 0.1.0 has written it`,
});

export const moveToOtherFront = step({
  name: "move to the other front",
  // Drawn only where a hunt is of both: a step more in the list would change what every seed draws.
  weight: 0,
  draw: (random) => ({ stack: drawStack(random) }),
  play(simulation, { stack: index }) {
    const stack = simulation.stack(index);
    const { type } = fronts[stack.front];
    stack.program = stack.program.map(({ name, args, options }) => {
      const own = { name, isGrouped: options.isGrouped === true };
      const aliases = [...(options.aliases ?? []), own].map((each) => ({ type, ...each }));
      return { name, args, options: { ...options, aliases } };
    });
    stack.front = stack.front === "dynamic" ? "plugin" : "dynamic";
  },
  tell: ({ stack }) => `the program of ${stackNames[stack]} goes over to the other front, with aliases`,
});
