import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { childEnvironment } from "../../support/environment";
import { repository } from "../../support/repository";
import { run } from "../../support/run";
import { drawSchedule, play } from "../schedule";
import { type Mutation, mutations } from "./mutations";

const { PHONE_MUTATIONS } = process.env;
const seed = "mutations";
const schedules = 10_000;

/** How often the text of a mutation's place is in a text. */
function places({ find }: Pick<Mutation, "find">, text: string): number {
  return text.split(find).length - 1;
}

/** What the simulator has seen of a mutation. */
interface Met {
  readonly index: number;
  readonly invariant: string;
  readonly what: string;
}

/** Plays schedules with the mistake in the code, until one breaks something; undefined when none does. */
async function meet(mutation: Mutation, from: number): Promise<Met | undefined> {
  const given = {
    SIMULATE_MUTATION: JSON.stringify(mutation),
    SIMULATE_SEED: seed,
    SIMULATE_FROM: String(from),
    ...(mutation.fronts && { SIMULATE_FRONTS: mutation.fronts }),
  };
  const { all, exitCode } = await run(
    process.execPath,
    [path.join(repository, "node_modules/vitest/vitest.mjs"), "run", "--project", "simulation"],
    { env: childEnvironment({ ...given, SIMULATE_SCHEDULES: String(schedules) }) },
  );
  expect(exitCode, all).toBe(0);
  const line = /^met (.*)$/m.exec(all)?.[1];
  return line === undefined ? undefined : (JSON.parse(line) as Met);
}

/** The first schedule that breaks something with the mistake in the code, and nothing without it. */
async function firstMet(mutation: Mutation): Promise<Met | undefined> {
  for (let from = 0; ; ) {
    const met = await meet(mutation, from);
    if (met === undefined) return undefined;
    const { violations } = await play(drawSchedule(`${seed}/${met.index}`, mutation.fronts));
    if (violations.length === 0) return met;
    from = met.index + 1;
  }
}

describe("the mutations", () => {
  it.each(mutations)("$name is of a text that is there exactly once", (mutation) => {
    expect(places(mutation, readFileSync(path.join(repository, mutation.file), "utf8"))).toBe(1);
  });

  it("are 25 or more, with different names, and each kind of hole is among them", () => {
    expect(mutations.length).toBeGreaterThanOrEqual(25);
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
    expect(new Set(mutations.map(({ kind }) => kind))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, "model"]));
  });

  it("are those of the table in docs/simulation.md", () => {
    const page = readFileSync(path.join(repository, "docs/simulation.md"), "utf8");
    const table = page.split("## Mutations")[1]?.split("\n## ")[0] ?? "";
    const rows = [...table.matchAll(/^\| `([\w-]+)` \| (\w+) \|/gm)];
    const of = (name: string, kind: unknown) => `${name} ${kind}`;
    expect(rows.map(([, name = "", kind]) => of(name, kind)).toSorted()).toEqual(
      mutations.map(({ name, kind }) => of(name, kind)).toSorted(),
    );
  });
});

// A name, or several with commas, asks for those alone.
it.runIf(PHONE_MUTATIONS)(
  "are each found by the simulator within 10,000 schedules (PHONE_MUTATIONS=1 asks for it)",
  { timeout: 0 },
  async () => {
    const names = PHONE_MUTATIONS?.split(",") ?? [];
    const asked = mutations.filter(({ name }) => names.includes("1") || names.includes(name));
    expect(asked).not.toEqual([]);
    const missed: string[] = [];
    for (const mutation of asked) {
      const met = await firstMet(mutation);
      const result = met === undefined ? "-" : `${met.index + 1} | ${met.invariant}: ${met.what}`;
      process.stderr.write(`| \`${mutation.name}\` | ${mutation.kind} | ${result} |\n`);
      if (met === undefined) missed.push(mutation.name);
    }
    expect(missed).toEqual([]);
  },
);
