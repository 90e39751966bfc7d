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
          .filter(({ row }) => row.outputs.status !== "unsettled" && row.initErrors.length === 0);
        if (owners.length > 1) {
          const names = owners.map(({ stack, row }) => `${row.urn} (${stack.backend})`);
          return `${number} is in ${names.join(" and in ")}`;
        }
      }
      return undefined;
    },
  },
  {
    name: "no release of another's number",
    when: "always",
    broken({ movements }) {
      const bad = movements.find(
        ({ kind, otherOwners, wasAsked }) => kind === "released" && (otherOwners.length > 0 || !wasAsked),
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
    broken({ runs }) {
      const last = runs.at(-1);
      if (last === undefined || last.isKilled || last.bought.length === 0) return undefined;
      const claim = last.lines.find((line) => /^error: .*nothing was bought/i.test(line));
      // A run may buy for one resource and say so of another.
      if (last.stack.program.length !== 1) return undefined;
      const isKept = last.bought.some((number) =>
        last.stack.live().some((row) => row.outputs.e164 === number),
      );
      return claim === undefined || isKept
        ? undefined
        : `${last.bought.join(" and ")} was bought, and the run said: ${claim}`;
    },
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
      for (const { number, stack } of bought) {
        if (!owned.has(number) || simulation.isInState(number) || simulation.handmade.has(number)) continue;
        if (simulation.isLetGo(number) || ended.has(number)) continue;
        // A purchase that nothing can show yet is kept under its claim, and said to be open.
        if (stack.live().some((row) => row.outputs.status === "unsettled")) continue;
        const last = simulation.runs.findLast((run) => run.stack === stack);
        // Cald picks the number and shows it to nobody: a run that stops and says so has done what it can.
        if (simulation.vendor === "cald" && last?.exitCode !== 0) continue;
        if (last?.lines.some((line) => line.includes(number))) continue;
        return `${number} was bought for ${stack.fullName} (${stack.backend}), is paid for, and is in no state and in no message`;
      }
      return undefined;
    },
  },
];

function isJson(value: unknown): boolean {
  if (value === null || ["string", "boolean"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value as object).every(isJson);
}
