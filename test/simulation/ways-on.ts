import { argumentNames } from "../../provider/domain/argument-schema";
import type { Args, Declaration, Stack } from "./engine/checkpoint";
import { fronts } from "./engine/fronts";
import type { PastRun, Simulation } from "./simulation";

/** The resource that a message is about, and what the message says. */
export interface Asked {
  readonly simulation: Simulation;
  readonly stack: Stack;
  readonly index: number;
  /** Which declaration of the program; -1: none. */
  readonly which: number;
  readonly urn: string;
  /** The argument that the message begins with. */
  readonly argument: string;
  /** What the pattern's group has. */
  readonly word: string;
  /** The whole message. */
  readonly line: string;
}

/** What a message tells its reader to do, and a person who does it. The first that a message asks for is taken. */
export interface WayOn {
  readonly name: string;
  readonly asks: RegExp;
  take(asked: Asked): Promise<void> | void;
}

export const waysOn: readonly WayOn[] = [
  {
    name: "look whether it was bought, then adopt or say that nothing was bought",
    asks: /nothingBought: "([^"]+)"/,
    take(asked) {
      const { simulation, stack, word, line, urn } = asked;
      // The own row may have it, and not know that it does.
      const isElsewhere = (number: string) =>
        simulation.stacks
          .flatMap(({ checkpoint }) => checkpoint.rows)
          .filter(({ outputs }) => outputs.e164 === number)
          .some((row) => row.urn !== urn || row.outputs.status !== "unsettled");
      const taken = stack.program.map(({ args }) => args.adopt);
      const named: readonly string[] = line.match(/\+\d{7,}/g) ?? [];
      const isCald = simulation.vendor === "cald";
      const isUnnamed = isCald || line.includes("[redacted]");
      const nameOf = (number: string) => (isCald ? String(simulation.account.seen(number)?.id) : number);
      const bought = simulation.account
        .owned()
        .filter((number) => !isElsewhere(number) && !simulation.isLetGo(number))
        .filter((number) => wasBoughtFor(asked, number))
        .filter((number) => isUnnamed || named.includes(number));
      const left = bought.find((number) => !taken.includes(nameOf(number)));
      if (left === undefined) {
        // What another resource of the program adopts is left to that one, whatever becomes of it.
        for (const number of bought) simulation.letGo.add(number);
        edit(asked, (args) => ({ ...args, nothingBought: word }));
      } else
        edit(asked, ({ search: _search, number: _number, type: _type, ...args }) => ({
          ...args,
          adopt: nameOf(left),
        }));
    },
  },
  {
    name: "settle what another stack was buying",
    asks: /the stack (\S+) (?:was buying it, too|(?:was buying|is adopting) it\. Run pulumi up there)/,
    async take({ simulation, word }) {
      const index = simulation.stacks.findIndex(({ fullName }) => fullName === word);
      // It may have another name than when that was said.
      if (index === -1) return;
      await simulation.run({ command: "up", stack: index, machine: 0 });
      await simulation.run({ command: "refresh", stack: index, machine: 0, options: { clearPending: true } });
    },
  },
  {
    name: "settle what another resource was buying, or have the engine forget it",
    asks: /Where (\S+) is gone for good, run pulumi refresh --clear-pending-creates/,
    async take(asked) {
      const { simulation, stack, index, which, word, line } = asked;
      const order = { stack: index, machine: 0 };
      const declaration = stack.program[which];
      const isNew = line.includes("Take this resource out of the program");
      // The same is said of all that adopt the number, one run after the other.
      const named: readonly string[] = line.match(/\+\d{7,}/g) ?? [];
      const isNowhere = (each: Declaration) =>
        !stack.live().some(({ urn }) => stack.urnsOf(each).includes(urn));
      const takenOut = stack.program.filter(
        (each) => each === declaration || (named.includes(String(each.args.adopt)) && isNowhere(each)),
      );
      if (!isNew) edit(asked, ({ adopt: _, nothingBought: _word, ...args }) => ({ country: "US", ...args }));
      else stack.program = stack.program.filter((each) => !takenOut.includes(each));
      let [past] = await simulation.run({ ...order, command: "up" });
      // Of another resource the same may be said then, and is done.
      for (let other = toTakeOut(asked, past); other !== undefined; other = toTakeOut(asked, past)) {
        const left = other;
        takenOut.push(left);
        stack.program = stack.program.filter((each) => each !== left);
        [past] = await simulation.run({ ...order, command: "up" });
      }
      if (past?.failures.length === 0 && !stack.program.some(({ name }) => name === word))
        await simulation.run({ ...order, command: "refresh", options: { clearPending: true } });
      if (isNew)
        for (const { name, args, options } of takenOut) simulation.declare(stack, name, args, options);
      else if (declaration !== undefined)
        simulation.declare(stack, declaration.name, declaration.args, declaration.options);
    },
  },
  {
    name: "run without adopt",
    asks: /Run pulumi up without adopt/,
    take: (asked) => edit(asked, ({ adopt: _, ...args }) => ({ country: "US", ...args })),
  },
  {
    name: "take the row of an earlier purchase out of the state",
    asks: /(\+\d+) (?:is another purchase than this resource has made|cannot be given back yet).*do so with adopt/,
    take({ stack, word }) {
      stack.checkpoint.rows = stack.checkpoint.rows.filter(({ outputs }) => outputs.e164 !== word);
    },
  },
  {
    name: "take the protection off, without replacing it",
    asks: /deletionProtection: false first, without replacing it/,
    take(asked) {
      untaint(asked);
      setBack(asked, argumentNames, rowOf(asked)?.inputs);
      edit(asked, (args) => ({ ...args, deletionProtection: false }));
    },
  },
  {
    name: "run without replacing it",
    asks: /without replacing it.*pulumi state untaint/,
    take: untaint,
  },
  {
    name: "take the protection off",
    asks: /deletionProtection: false first/,
    take(asked) {
      const { argument } = asked;
      // What is to be another number is set back for that, with whatever had to go beside it.
      const was = rowOf(asked)?.inputs;
      setBack(asked, argument in (was ?? {}) ? [argument] : argumentNames, was);
      edit(asked, (args) => ({ ...args, deletionProtection: false }));
    },
  },
  {
    name: "set it back",
    asks: /Run pulumi up with the arguments of that run|(?:Set|Leave) \w+ (?:back|out again).* and run pulumi up/,
    take(asked) {
      const { argument } = asked;
      setBack(asked, argument in (inputsBefore(asked) ?? {}) ? [argument] : argumentNames);
    },
  },
  {
    name: "refresh",
    asks: /Run pulumi refresh(?! --clear)/,
    async take({ simulation, index }) {
      await simulation.run({ command: "refresh", stack: index, machine: 0 });
    },
  },
  {
    name: "adopt instead of number",
    asks: /(\+\d+) is in this account already.*Give adopt instead of number/,
    take(asked) {
      const { simulation, stack, word } = asked;
      // That a stack in another backend has it, a person has to know, and asks for another one.
      const isElsewhere = simulation.concerned(word).some(({ backend }) => backend !== stack.backend);
      edit(asked, ({ number: _, ...args }) => ({
        ...args,
        ...(isElsewhere ? { country: "US" } : { adopt: word }),
      }));
    },
  },
  {
    name: "keep the number that was taken over",
    asks: /adopt has taken over (\+\d+)/,
    take: (asked) =>
      edit(asked, ({ search: _search, number: _number, type: _type, ...args }) => ({
        ...args,
        adopt: asked.word,
      })),
  },
  {
    name: "let it be replaced",
    asks: /set replaceable: true/i,
    take: (asked) => edit(asked, (args) => ({ ...args, replaceable: true })),
  },
  {
    name: "leave it out",
    asks: /leave (alias|country|type) out/i,
    take: (asked) => edit(asked, ({ [asked.word]: _, ...args }) => args),
  },
  {
    name: "leave one of two out",
    asks: /has no effect beside .*Leave one of them out/,
    take: (asked) => edit(asked, ({ [asked.argument]: _, ...args }) => args),
  },
  {
    name: "ask for another number",
    asks: /(?:is not for sale|is taken by another resource of this run)\. Ask for another number|it has to name another number|the account owns no .*Give a number of this account/,
    take: (asked) => edit(asked, ({ number: _, adopt: _adopt, ...args }) => ({ country: "US", ...args })),
  },
  {
    name: "give the alias of the other front",
    asks: /is this resource's number under another type.*Add aliases: \["([^"]+)"\]/,
    take({ simulation, stack, which, word: urn }) {
      const name = urn.split("::").at(-1) ?? "";
      const alias = Object.values(fronts)
        .flatMap(({ type }) => [true, false].map((isGrouped) => ({ name, isGrouped, type })))
        .find((each) => stack.urn(each.name, each.isGrouped, each.type) === urn);
      if (which < 0 || alias === undefined) return;
      simulation.edit(stack, which, ({ options, ...declaration }) => ({
        ...declaration,
        options: { ...options, aliases: [...(options.aliases ?? []), alias] },
      }));
    },
  },
  {
    name: "leave the number to the resource that has it",
    asks: /is \S+'s in this stack.*Otherwise ask for another number/,
    take: (asked) => edit(asked, ({ number: _, ...args }) => ({ country: "US", ...args })),
  },
  {
    name: "name it by the vendor's id",
    asks: /(\+\d+)?.*Give the vendor's id in adopt, and the agent/,
    take(asked) {
      const { account } = asked.simulation;
      edit(asked, ({ adopt, ...args }) => {
        const id = account.seen(String(adopt))?.id;
        const agent = args.agent ?? account.agents[0];
        return id === undefined ? { country: "US", ...args, agent } : { ...args, adopt: String(id), agent };
      });
    },
  },
  {
    name: "leave it to whoever has it",
    asks: /Take it out of there first/,
    take: ({ simulation, stack, which }) => {
      if (which >= 0) simulation.edit(stack, which, () => undefined);
    },
  },
  {
    name: "give it back by hand",
    asks: /(\+\d+) (?:cannot be given back yet|was not released: the account still has it).*pulumi state delete/,
    take(asked) {
      const { simulation, stack, word } = asked;
      const isOurs = simulation.owners(word).every((owner) => owner.stack === stack);
      if (isOurs && wasBoughtFor(asked, word)) simulation.account.releaseByHand(word);
      stack.checkpoint.rows = stack.checkpoint.rows.filter(({ outputs }) => outputs.e164 !== word);
    },
  },
  {
    name: "look in the dashboard, and give back what is there",
    asks: /a number may have been bought at .*remove this by pulumi state delete/,
    take(asked) {
      const { simulation, stack, urn } = asked;
      const isNobodys = (number: string) => !simulation.isInState(number) && wasBoughtFor(asked, number);
      const found = simulation.account.owned().filter(isNobodys);
      for (const number of found) simulation.account.releaseByHand(number);
      stack.checkpoint.rows = stack.checkpoint.rows.filter(
        (row) => row.urn !== urn || row.outputs.status !== "unsettled",
      );
    },
  },
  {
    name: "look whether it is still there, and take it out of the state",
    asks: /(\+\d+).*(?:take it out of the state by pulumi state delete|remove the number from the state)/,
    take(asked) {
      const { simulation, stack, which, word, line } = asked;
      const isOurs = simulation.owners(word).every((owner) => owner.stack === stack);
      if (isOurs && simulation.account.owned().includes(word) && wasBoughtFor(asked, word)) return;
      stack.checkpoint.rows = stack.checkpoint.rows.filter(({ outputs }) => outputs.e164 !== word);
      if (line.includes("and the resource from the program"))
        stack.program = stack.program.filter((each) => each !== stack.program[which]);
    },
  },
  {
    name: "leave the agent to the number that has it",
    asks: /already assigned to another inbound assistant/,
    take: (asked) => edit(asked, ({ agent: _, ...args }) => args),
  },
  {
    name: "ask for less",
    asks: /can have one number only|sells local, not/,
    take: (asked) => edit(asked, ({ [asked.argument]: _, ...args }) => args),
  },
  { name: "run again", asks: /[Rr]un (?:pulumi up )?again|in ten minutes/, take: () => {} },
];

function edit({ simulation, stack, which }: Asked, change: (args: Args) => Args): void {
  if (which < 0) return;
  simulation.edit(stack, which, (declaration) => ({ ...declaration, args: change(declaration.args) }));
}

/** The resource of the program that a run has refused as another one, which may be gone, was buying its number. */
function toTakeOut({ stack }: Asked, past: PastRun | undefined): Declaration | undefined {
  const refused = past?.failures.find(({ line }) =>
    /Take this resource out of the program.*is gone for good/.test(line),
  );
  return stack.program.find((each) => stack.urnOf(each) === refused?.urn);
}

/** What the engine has of the resource's inputs. */
function inputsBefore(asked: Asked): Args | undefined {
  const urns = urnsOf(asked);
  const { checkpoint } = asked.stack;
  const rows = [...checkpoint.pending, ...asked.stack.live()];
  return rows.find(({ urn }) => urns.includes(urn))?.inputs;
}

/** Gives the arguments the values that the engine has of them. */
function setBack(asked: Asked, names: readonly string[], was = inputsBefore(asked)): void {
  if (was === undefined) return;
  const isNamed = ([name]: [string, unknown]) => names.includes(name);
  edit(asked, (args) => ({
    ...Object.fromEntries(Object.entries(args).filter((entry) => !isNamed(entry))),
    ...Object.fromEntries(Object.entries(was).filter(isNamed)),
  }));
}

function rowOf(asked: Asked) {
  const urns = urnsOf(asked);
  return asked.stack.live().find(({ urn }) => urns.includes(urn));
}

function untaint(asked: Asked): void {
  const urns = urnsOf(asked);
  for (const row of asked.stack.live()) if (urns.includes(row.urn)) row.isTainted = false;
}

/** The URN of the resource, and those it had before. */
function urnsOf({ stack, urn, which }: Asked): readonly string[] {
  const declaration = stack.program[which];
  return declaration === undefined ? [urn] : stack.urnsOf(declaration);
}

function wasBoughtFor({ simulation, stack }: Asked, number: string): boolean {
  return simulation.movements.some(
    (each) =>
      each.number === number &&
      each.kind === "bought" &&
      // A row that was moved to another stack is looked for there, too.
      (each.stack === stack || each.stack.backend === stack.backend),
  );
}
