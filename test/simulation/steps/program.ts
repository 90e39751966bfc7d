import type { Args } from "../engine/checkpoint";
import type { VendorAccount } from "../world/vendor-account";
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
    /** An entry of `phone:accounts`; all of them are one account. */
    account: chance(random, 12) ? oneOf(random, ["front", "back"] as const) : undefined,
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
        ...(given.account && { account: given.account }),
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
      given.account && `account "${given.account}"`,
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
      options: {
        ...options,
        aliases: [...(options.aliases ?? []), { name, isGrouped: options.isGrouped === true }],
      },
    }));
  },
  tell: ({ stack }) => `a number of ${stackNames[stack]} is renamed, with an alias of its former name`,
});

export const renameWithoutAlias = step({
  name: "rename a resource without an alias",
  weight: 2,
  draw: (random) => ({ stack: drawStack(random), which: random.below(2) }),
  play(simulation, { stack, which }) {
    simulation.edit(simulation.stack(stack), which, ({ args, options }) => {
      const { aliases: _, ...rest } = options;
      return { name: simulation.freshName("other"), args, options: rest };
    });
  },
  tell: ({ stack }) => `a number of ${stackNames[stack]} is renamed, without an alias`,
});

export const newParent = step({
  name: "new parent",
  weight: 4,
  draw: (random) => ({ stack: drawStack(random), which: random.below(2), isAliased: chance(random, 75) }),
  play(simulation, { stack, which, isAliased }) {
    simulation.edit(simulation.stack(stack), which, ({ name, args, options }) => {
      const { aliases = [], isGrouped = false, ...rest } = options;
      const known = isAliased ? [...aliases, { name, isGrouped }] : [];
      return { name, args, options: { ...rest, isGrouped: !isGrouped, aliases: known } };
    });
  },
  tell: ({ stack, isAliased }) =>
    `a number of ${stackNames[stack]} moves into a component, or out of it, ${isAliased ? "with an alias" : "without an alias"}`,
});

/** One edit of the arguments; undefined: that does not apply here. */
type Edit = (args: Args, value: number, account: VendorAccount) => Args | undefined;

const edits = {
  replaceable: (args, value) => ({ ...args, replaceable: value > 0 }),
  type: (args) => ({ ...args, type: "local" }),
  "another type": ({ number: _, adopt: _adopt, ...args }, value) => ({
    country: "US",
    ...args,
    type: value > 0 ? "tollfree" : "local",
    replaceable: true,
  }),
  agent(args, value, { vendor, agents }) {
    return vendor === "ravan" ? undefined : { ...args, agent: agents[value % 2] };
  },
  "no agent": ({ agent: _, ...args }) => args,
  search: (args) => args,
  number(args, value, account) {
    if (account.vendor !== "plivo") return undefined;
    const { country: _, search: _search, adopt: _adopt, ...rest } = args;
    return { ...rest, number: account.forSale()[value] };
  },
  account: (args, value) => ({ ...args, account: value > 0 ? "front" : "back" }),
  // The others have no API to label numbers.
  alias: (args, value, { vendor }) => (vendor === "plivo" ? { ...args, alias: `desk ${value}` } : undefined),
  deletionPolicy: (args, value) => ({
    ...args,
    deletionPolicy: (["release", "detach", "retain"] as const)[value],
  }),
  deletionProtection: (args, value) => ({ ...args, deletionProtection: value > 0 }),
} satisfies Readonly<Record<string, Edit>>;

const editNames = Object.keys(edits) as (keyof typeof edits)[];

export const editArgument = step({
  name: "edit an argument",
  weight: 8,
  draw: (random) => ({
    stack: drawStack(random),
    which: random.below(2),
    what: oneOf(random, editNames),
    value: random.below(3),
  }),
  play(simulation, { stack, which, what, value }) {
    simulation.edit(simulation.stack(stack), which, (declaration) => {
      const edit: Edit = edits[what];
      return { ...declaration, args: edit(declaration.args, value, simulation.account) ?? declaration.args };
    });
  },
  tell: ({ stack, what }) => `${what} of a number in the program of ${stackNames[stack]} is edited`,
});

export const editOptions = step({
  name: "edit options",
  weight: 3,
  draw: (random) => ({
    stack: drawStack(random),
    which: random.below(2),
    what: oneOf(random, ["deleteBeforeReplace", "retainOnDelete"] as const),
    isSet: chance(random, 70),
  }),
  play(simulation, { stack, which, what, isSet }) {
    simulation.edit(simulation.stack(stack), which, ({ options, ...rest }) => ({
      ...rest,
      options: { ...options, [what]: isSet },
    }));
  },
  tell: ({ stack, what, isSet }) => `a number of ${stackNames[stack]} gets ${what}: ${isSet}`,
});

export const secretArgument = step({
  name: "an argument becomes secret",
  weight: 3,
  draw: (random) => ({
    stack: drawStack(random),
    which: random.below(2),
    name: oneOf(random, ["vendor", "account", "country", "number", "adopt", "agent", "replaceable", "type"]),
  }),
  play(simulation, { stack, which, name }) {
    simulation.edit(simulation.stack(stack), which, ({ options, ...rest }) => ({
      ...rest,
      options: { ...options, secretInputs: [...(options.secretInputs ?? []), name] },
    }));
  },
  tell: ({ stack, name }) => `the program of ${stackNames[stack]} marks ${name} of a number as secret`,
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
