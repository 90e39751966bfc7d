import { chance, drawStack, oneOf, stackNames, step } from "./step";

export const declare = step({
  name: "declare",
  weight: 16,
  draw: (random) => ({
    stack: drawStack(random),
    name: oneOf(random, ["main", "main", "sales"]),
    replaceable: chance(random, 40),
    agent: chance(random, 25),
    secretVendor: chance(random, 8),
    secretOutput: chance(random, 12),
    retain: chance(random, 12),
    deleteFirst: chance(random, 10),
    protect: chance(random, 10),
    secretProtection: chance(random, 50),
    /** The n-th number that is for sale, by name; -1: whichever is found. */
    exact: chance(random, 20) ? random.below(3) : -1,
  }),
  play(simulation, given) {
    const stack = simulation.stack(given.stack);
    const takesNumber = !["sondos", "cald", "bolna"].includes(simulation.vendor);
    const exact = given.exact < 0 || !takesNumber ? undefined : simulation.account.forSale()[given.exact];
    const agent = given.agent && simulation.vendor !== "ravan" ? simulation.account.agents[0] : undefined;
    const secretInputs = [
      ...(given.secretVendor ? ["vendor"] : []),
      ...(given.protect && given.secretProtection ? ["deletionProtection"] : []),
    ];
    simulation.declare(
      stack,
      given.name,
      {
        ...(exact === undefined ? { country: "US" } : { number: exact }),
        ...(given.replaceable && { replaceable: true }),
        ...(agent !== undefined && { agent }),
        ...(given.protect && { deletionProtection: true }),
      },
      {
        ...(secretInputs.length > 0 && { secretInputs }),
        ...(given.secretOutput && { additionalSecretOutputs: ["e164"] }),
        ...(given.retain && { retainOnDelete: true }),
        ...(given.deleteFirst && { deleteBeforeReplace: true }),
      },
    );
  },
  tell: (given) => {
    const extras = [
      given.exact >= 0 && "an exact number",
      given.replaceable && "replaceable",
      given.agent && "an agent",
      given.secretVendor && "a secret vendor",
      given.secretOutput && 'additionalSecretOutputs: ["e164"]',
      given.retain && "retainOnDelete",
      given.deleteFirst && "deleteBeforeReplace",
      given.protect && `${given.secretProtection ? "secret " : ""}deletionProtection`,
    ].filter(Boolean);
    return `the program of ${stackNames[given.stack]} declares ${given.name}${extras.length > 0 ? ` with ${extras.join(", ")}` : ""}`;
  },
});

export const remove = step({
  name: "remove",
  weight: 5,
  draw: (random) => ({ stack: drawStack(random), which: random.below(2) }),
  play(simulation, { stack, which }) {
    simulation.edit(simulation.stack(stack), which, () => undefined);
  },
  tell: ({ stack }) => `a number is removed from the program of ${stackNames[stack]}`,
});

export const renameResource = step({
  name: "rename a resource",
  weight: 6,
  draw: (random) => ({ stack: drawStack(random), which: random.below(2) }),
  play(simulation, { stack, which }) {
    simulation.edit(simulation.stack(stack), which, ({ name, args, options }) => ({
      name: simulation.freshName("renamed"),
      args,
      options: { ...options, aliases: [...(options.aliases ?? []), name] },
    }));
  },
  tell: ({ stack }) => `a number of ${stackNames[stack]} is renamed, with an alias of its former name`,
});

export const renameStack = step({
  name: "rename a stack",
  weight: 5,
  draw: (random) => ({ stack: drawStack(random) }),
  play(simulation, { stack }) {
    simulation.stack(stack).rename(simulation.freshName("stack"));
  },
  tell: ({ stack }) => `pulumi stack rename of ${stackNames[stack]}`,
});

export const editArgument = step({
  name: "edit an argument",
  weight: 5,
  draw: (random) => ({
    stack: drawStack(random),
    which: random.below(2),
    what: oneOf(random, ["replaceable", "agent", "type", "search", "number"] as const),
    value: random.below(3),
  }),
  play(simulation, { stack, which, what, value }) {
    simulation.edit(simulation.stack(stack), which, (declaration) => {
      const { args } = declaration;
      if (what === "replaceable") return { ...declaration, args: { ...args, replaceable: value > 0 } };
      if (what === "type") return { ...declaration, args: { ...args, type: "local" } };
      if (what === "agent" && simulation.vendor !== "ravan") {
        return { ...declaration, args: { ...args, agent: simulation.account.agents[value % 2] } };
      }
      if (what === "number" && simulation.vendor === "plivo") {
        const { country: _, search: _search, adopt: _adopt, ...rest } = args;
        return { ...declaration, args: { ...rest, number: simulation.account.forSale()[value] } };
      }
      return declaration;
    });
  },
  tell: ({ stack, what }) => `${what} of a number in the program of ${stackNames[stack]} is edited`,
});

export const adopt = step({
  name: "adopt",
  weight: 6,
  draw: (random) => ({ stack: drawStack(random), which: random.below(4), name: "taken" }),
  play(simulation, { stack, which, name }) {
    // No backend knows another's stacks: to adopt what one of those has is a mistake that only a person can see.
    const { backend } = simulation.stack(stack);
    const isKnown = (number: string) =>
      simulation.concerned(number).every((other) => other.backend === backend);
    const owned = simulation.account.owned().filter(isKnown);
    const number = owned[which % Math.max(1, owned.length)];
    if (number !== undefined) simulation.declare(simulation.stack(stack), name, { adopt: number });
  },
  tell: ({ stack }) =>
    `the program of ${stackNames[stack]} declares a number that adopts one the account owns`,
});
