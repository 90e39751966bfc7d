import type { Stack } from "../engine/checkpoint";
import type { Simulation } from "../simulation";

/** Something that must hold, whatever happens. */
export interface Invariant {
  readonly name: string;
  /** `always`: after each step; `end`: once runs have gone through undisturbed. */
  readonly when: "always" | "end";
  /** Whether what is broken leaves the rest as it was, so that the schedule can go on. */
  readonly isHarmless?: true;
  /** What is wrong, or undefined. */
  broken(simulation: Simulation): string | undefined;
}

export const invariants: readonly Invariant[] = [
  {
    name: "one owner",
    when: "always",
    broken(simulation) {
      for (const number of simulation.account.owned()) {
        const owners = simulation
          .owners(number)
          .filter(({ row }) => row.outputs.status !== "unsettled" && row.initErrors.length === 0)
          .filter(
            ({ row, stack }, _, all) =>
              !simulation.outOfDate.has(row) ||
              // One that the program does not have any more goes by itself, and leaves the number to the other.
              (!simulation.moved.has(row) &&
                stack.program.some((declaration) => stack.urnsOf(declaration).includes(row.urn)) &&
                all.some(
                  (other) => other.row !== row && other.stack === stack && !simulation.moved.has(other.row),
                )),
          );
        // Backends cannot see each other's stacks: the documentation gives each an account of its own, for the case of doubt.
        const backends = new Set(owners.map(({ stack }) => stack.backend));
        if (backends.size === owners.length && [...backends].some((each) => simulation.inDoubt.has(each)))
          continue;
        if ([...backends].some((each) => simulation.blind.has(each))) continue;
        if (backends.size === owners.length && owners.some(({ row }) => row.inputs.adopt !== undefined))
          continue;
        if (owners.length > 1) {
          const names = owners.map(({ stack, row }) => `${row.urn} (${stack.backend})`);
          return `${number} is in ${names.join(" and in ")}`;
        }
      }
      return undefined;
    },
  },
  {
    name: "no second number",
    when: "always",
    broken: ({ boughtTwice: [first] }) => first,
  },
  {
    name: "no release of another's number",
    when: "always",
    broken({ movements, blind }) {
      const bad = movements.find(
        ({ kind, otherOwners, wasAsked, stack }) =>
          kind === "released" && ((otherOwners.length > 0 && !blind.has(stack.backend)) || !wasAsked),
      );
      return (
        bad && `${bad.number} was released by ${bad.command}, and ${bad.otherOwners[0] ?? "nobody"} has it`
      );
    },
  },
  {
    name: "a protected number is not released",
    when: "always",
    broken({ protectedReleases: [first] }) {
      return first && `${first}, which is protected, was given up`;
    },
  },
  {
    name: "a replaced number is not released before the one in its place is known to be bought",
    when: "always",
    broken({ earlyReleases: [first] }) {
      return first && `${first} was given up for one that may not have been bought`;
    },
  },
  {
    name: "nobody else's number is touched",
    when: "always",
    broken({ movements, handmade }) {
      const bad = movements.find(
        ({ kind, number, wasAsked }) => kind === "released" && handmade.has(number) && !wasAsked,
      );
      return bad && `${bad.number}, which a person bought, was released`;
    },
  },
  {
    name: "a preview writes nothing",
    when: "always",
    isHarmless: true,
    broken: ({ previewWrites: [first] }) => first && `a preview wrote ${first}`,
  },
  {
    name: "a plan holds",
    when: "always",
    isHarmless: true,
    broken: ({ brokenPlans: [first] }) => first,
  },
  {
    name: "nothing bought is true",
    when: "always",
    broken(simulation) {
      for (const { stack, isKilled, bought, failures } of simulation.latest) {
        if (isKilled || bought.length === 0) continue;
        const claims = failures.filter(({ line }) => /nothing was bought/i.test(line));
        const lie = claims.find(({ urn }) =>
          stack
            .live()
            .some(
              (row) =>
                row.urn === urn && row.initErrors.length > 0 && bought.includes(String(row.outputs.e164)),
            ),
        );
        if (lie !== undefined)
          return `${lie.urn} has a number that was bought, and the run said: ${lie.line}`;
        // Where nobody has what was bought, it may be that of a failure that claims nothing.
        const lost = simulation.account
          .owned()
          .filter((number) => bought.includes(number) && !simulation.isInState(number))
          .filter((number) => !simulation.isLetGo(number));
        const [claim] = claims;
        if (lost.length === 0 || claim === undefined || claims.length < failures.length) continue;
        return `${lost.join(" and ")} was bought, and the run said: ${claim.line}`;
      }
      return undefined;
    },
  },
  {
    name: "what succeeded is there",
    when: "end",
    broken(simulation) {
      const owned = new Set(simulation.account.owned());
      const ended = simulation.account.lapsing();
      for (const stack of simulation.stacks) {
        const last = simulation.runs.findLast((run) => run.stack === stack);
        if (last?.command !== "up" || last.exitCode !== 0 || last.isPartial) continue;
        for (const declaration of stack.program) {
          const urn = stack.urnOf(declaration);
          const [row, ...others] = stack.live().filter((each) => each.urn === urn);
          if (row === undefined || others.length > 0) {
            return `the run succeeded, and ${urn} (${stack.backend}) is in state ${row === undefined ? "not at all" : "twice"}`;
          }
          const number = String(row.outputs.e164);
          // Without a refresh no run looks for what a person took away.
          if (simulation.vanished.has(number)) continue;
          if (row.outputs.status === "unsettled") return `the run succeeded, and ${urn} is unsettled`;
          // Whoever names a number that was given back gets it for as long as it lasts: not every vendor shows that it ends.
          if (ended.has(number) && declaration.args.adopt !== undefined) continue;
          if (!owned.has(number) || ended.has(number)) {
            return `the run succeeded, and the account does not own ${number} of ${urn} (${stack.backend})`;
          }
        }
      }
      return undefined;
    },
  },
  {
    name: "what is asked for helps",
    when: "end",
    isHarmless: true,
    broken: ({ stuck: [first] }) => first,
  },
  {
    name: "state can be read again",
    when: "end",
    broken: ({ unreadable: [first] }) => first,
  },
  {
    name: "state is JSON",
    when: "end",
    broken({ stacks }) {
      for (const { checkpoint } of stacks) {
        for (const { outputs, urn } of checkpoint.rows) {
          if (!isJson(outputs)) return `the outputs of ${urn} are not JSON`;
        }
      }
      return undefined;
    },
  },
  {
    name: "one number each",
    when: "end",
    broken(simulation) {
      const owned = new Set(simulation.account.owned());
      const ended = simulation.account.lapsing();
      const bought = simulation.movements.filter(({ kind }) => kind === "bought");
      // One that vanished and was bought again is that of whoever bought it last.
      const buyers = new Map(bought.map((movement) => [movement.number, movement]));
      for (const { number, stack } of buyers.values()) {
        if (!owned.has(number) || simulation.isInState(number) || simulation.handmade.has(number)) continue;
        if (simulation.isLetGo(number) || ended.has(number)) continue;
        // What Cald has sold nobody sees once the machine and the engine have forgotten it.
        if (simulation.vendor === "cald" && simulation.inDoubt.has(stack.backend)) continue;
        // A plugin that died in a replacement, with its disk: where nothing new is asked for, the account is not looked through.
        const urns = stack.live().map(({ urn }) => urn);
        if (
          simulation.forgotten.has(number) &&
          stack.program.every((each) => urns.includes(stack.urnOf(each)))
        )
          continue;
        // Bolna's day is believed: where it is another one, it hides a purchase that the machine and the engine have forgotten.
        const isHiddenByDay = simulation.vendor === "bolna" && simulation.account.tellsWrongDates;
        if (isHiddenByDay && simulation.inDoubt.has(stack.backend)) continue;
        // Without a number in the program this package does not run: nothing can tell.
        if (stack.program.length === 0) continue;
        // A purchase that nothing can show yet is kept under its claim, and said to be open.
        if (stack.live().some((row) => row.outputs.status === "unsettled")) continue;
        const last = simulation.runs.findLast((run) => run.stack === stack);
        // Cald picks the number and shows it to nobody: a run that stops and says so has done what it can.
        if (simulation.vendor === "cald" && last?.exitCode !== 0) continue;
        if (last?.lines.some((line) => line.includes(number))) continue;
        // Of one that the program does not ask for any more a run tells once, and goes on.
        if (simulation.runs.some((run) => run.stack === stack && isToldAsStray(run.lines, number))) continue;
        if (isStillPending(simulation, stack, number, last?.lines ?? [])) continue;
        return `${number} was bought for ${stack.fullName} (${stack.backend}), is paid for, and is in no state and in no message`;
      }
      return undefined;
    },
  },
];

function isToldAsStray(lines: readonly string[], number: string): boolean {
  return lines.some(
    (line) =>
      /which no stack has|is called taken, and the account|A run with this resource in the program resumes|another run that was interrupted/.test(
        line,
      ) && line.includes(number),
  );
}

/** Whether the engine keeps the purchase, and has warned of it. */
function isStillPending(
  { vendor }: Simulation,
  { checkpoint }: Stack,
  number: string,
  lines: readonly string[],
): boolean {
  return checkpoint.pending.some(({ urn, inputs }) => {
    const mayBe = vendor === "cald" || JSON.stringify(inputs).includes(number);
    return mayBe && lines.some((line) => line.startsWith("warning:") && line.includes(urn));
  });
}

function isJson(value: unknown): boolean {
  if (value === null || ["string", "boolean"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value as object).every(isJson);
}
