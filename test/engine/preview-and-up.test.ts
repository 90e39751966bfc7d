import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { Random } from "../../sandbox/world/random";
import { defined } from "../support/expect";
import type { Front } from "../support/fronts";
import { repository } from "../support/repository";
import { run } from "../support/run";
import { testNumber } from "../support/sandbox";
import { type Args, type NumberInState, type PhoneStack, succeeded, withPhoneStack } from "./support";

// Twelve numbers each, at five vendors.
vi.setConfig({ testTimeout: 400_000 });

const rounds = 20;

/** Searches whose hits overlap, at every vendor; three times those of which a run declares most. */
const searches: readonly Args[] = [
  { vendor: "plivo", country: "US" },
  { vendor: "plivo", country: "US", search: { areaCode: "415" } },
  { vendor: "plivo", country: "US", search: [{ contains: "7" }, {}] },
  { vendor: "plivo", country: "US", type: "local", search: { region: "California" } },
  { vendor: "bolna", country: "US" },
  { vendor: "bolna", country: "US", search: [{ areaCode: "415" }, {}] },
  { vendor: "ravan", country: "US" },
  { vendor: "ravan", country: "US", search: [{ areaCode: "415" }, {}] },
  { vendor: "sondos", country: "US" },
  { vendor: "sondos", country: "US", search: [{ areaCode: "415" }, {}] },
];
const cald: Args = { vendor: "cald", country: "US", search: [{ areaCode: "415" }, { areaCode: "628" }] };

interface Declared {
  readonly name: string;
  readonly args: Args;
  /** How many components it is below. */
  readonly depth: number;
}

/** Twelve numbers of one round, each by chance. */
function drawn(random: Random, agent: string): Declared[] {
  const names = Array.from({ length: 11 }, (_, index) => `line-${index}`);
  return [
    ...names.map((name) => ({
      name,
      args: defined(searches[random.below(searches.length)]),
      depth: random.below(3),
    })),
    { name: "front-desk", args: { ...cald, agent }, depth: random.below(3) },
  ];
}

/**
 * The program; one argument of each number is known only after a time that the environment gives, so that any may be checked first. Where
 * it is none of the search, a class can tell it of all numbers.
 */
function programOf(declared: readonly Declared[], front: Front, late: "country" | "deletionPolicy"): string {
  const numbers = declared.map(({ name, args, depth }, index) => {
    const parent = ["undefined", "team", "desk"][depth];
    const { [late]: value, ...others } = { deletionPolicy: "release", ...args } as Args;
    const waiting = `${late}: later(${index}, ${JSON.stringify(value)})`;
    return `new PhoneNumber(${JSON.stringify(name)}, { ...${JSON.stringify(others)}, ${waiting} }, { parent: ${parent} });`;
  });
  return [
    'const pulumi = require("@pulumi/pulumi");',
    `const { PhoneNumber } = require("pulumi-phone${front === "plugin" ? "/plugin" : ""}");`,
    'const team = new pulumi.ComponentResource("phones:index:Team", "team");',
    'const desk = new pulumi.ComponentResource("phones:index:Desk", "desk", {}, { parent: team });',
    "const places = JSON.parse(process.env.PLACES);",
    "const later = (index, value) => new Promise((done) => setTimeout(() => done(value), 20 * places[index]));",
    ...numbers,
  ].join("\n");
}

/** The environment of a command, in which the numbers are checked in an order of chance. */
function inAnyOrder(random: Random, count = 12): { environment: { PLACES: string } } {
  const places = random.shuffle(Array.from({ length: count }, (_, place) => place));
  return { environment: { PLACES: JSON.stringify(places) } };
}

/** What `pulumi-phone plan` reads from a preview: the number of each resource, or at Cald the prefix it comes from. */
async function planned(phones: PhoneStack, file: string): Promise<Record<string, string>> {
  const command = [path.join(repository, "dist/cli/main.js"), "plan", file, "--json"];
  const options = { cwd: phones.project.workDir, env: phones.project.environment };
  const plan = JSON.parse(succeeded(await run(process.execPath, command, options))) as {
    numbers: { action: string; name: string; number: string }[];
  };
  expect(plan.numbers.map(({ action }) => action)).toEqual(plan.numbers.map(() => "buy"));
  return Object.fromEntries(plan.numbers.map(({ name, number }) => [name, number]));
}

/** The numbers that a preview has told. */
function told(printed: string): Record<string, string> {
  return Object.fromEntries(
    [...printed.matchAll(/(line-\d+): picked (\+\d+)/g)].map(([, name, e164]) => [name, e164]),
  );
}

const idsOf = (state: Record<string, NumberInState>) =>
  Object.fromEntries(Object.entries(state).map(([name, { id }]) => [name, id]));

test.each(Array.from({ length: rounds }, (_, index) => index))(
  "round %i: up buys what preview and plan have named, in whatever order they are checked",
  async (round) => {
    const random = new Random(`preview and up, ${round}`);
    const front = round % 4 < 2 ? "dynamic" : "plugin";
    const sandbox = { seed: `round ${round}`, rateLimit: false };
    await withPhoneStack({ sandbox, front }, async (phones) => {
      const declared = drawn(random, defined(phones.info("cald").agents[0]));
      await phones.project.writeProgram(
        programOf(random.shuffle(declared), front, round % 2 === 0 ? "country" : "deletionPolicy"),
      );
      const file = path.join(phones.project.workDir, "preview.json");
      const { stdout, exitCode, all } = await phones.stack.preview(
        ["--json", "--save-plan=saved.plan"],
        inAnyOrder(random),
      );
      expect(exitCode, all).toBe(0);
      await writeFile(file, stdout);
      const { "front-desk": prefix, ...numbers } = await planned(phones, file);
      expect(prefix).toMatch(/^\+1(415|628)/);

      // Neither preview nor plan have asked for anything.
      expect(phones.control.calls().filter(({ method }) => method !== "GET")).toEqual([]);
      expect(Object.keys(numbers)).toHaveLength(11);
      expect(new Set(Object.values(numbers)).size).toBe(11);
      // The engine writes the resource's name before a plugin's line.
      if (front === "dynamic") expect(told(await readFile(file, "utf8"))).toEqual(numbers);

      await phones.up(["--plan=saved.plan"], inAnyOrder(random));
      const { "front-desk": frontDesk, ...bought } = idsOf(await phones.numbersInState());
      expect(bought).toEqual(numbers);
      expect(frontDesk?.startsWith(defined(prefix))).toBe(true);
      const accounts = Object.values(phones.control.state());
      expect(accounts.flatMap(({ owned }) => owned.map(({ e164 }) => e164)).toSorted()).toEqual(
        [...Object.values(bought), frontDesk].toSorted(),
      );
      expect(accounts.reduce((sum, { purchases }) => sum + purchases, 0)).toBe(12);
    });
  },
);

test.each(["dynamic", "plugin"] as const)(
  "of forty numbers, more than some of their searches find, each is bought by the resource that preview has named: %s",
  async (front) => {
    const random = new Random(`forty, ${front}`);
    await withPhoneStack({ sandbox: { stock: 160, rateLimit: false }, front }, async (phones) => {
      const wanted: readonly Args[] = [
        { vendor: "plivo", country: "US" },
        { vendor: "plivo", country: "US", search: [{ areaCode: "213" }, {}] },
        { vendor: "plivo", country: "US", search: [{ region: "Texas" }, { region: "California" }] },
        { vendor: "plivo", country: "US", search: { areaCode: "415" } },
      ];
      const declared = Array.from({ length: 40 }, (_, index) => ({
        name: `line-${index}`,
        args: defined(wanted[random.below(wanted.length)]),
        depth: random.below(3),
      }));
      await phones.project.writeProgram(programOf(declared, front, "deletionPolicy"));
      const file = path.join(phones.project.workDir, "preview.json");
      const preview = await phones.stack.preview(
        ["--json", "--save-plan=saved.plan"],
        inAnyOrder(random, 40),
      );
      succeeded(preview);
      await writeFile(file, preview.stdout);
      const numbers = await planned(phones, file);
      expect(new Set(Object.values(numbers)).size).toBe(40);
      await phones.up(["--plan=saved.plan"], inAnyOrder(random, 40));
      expect(idsOf(await phones.numbersInState())).toEqual(numbers);
      expect(phones.state).toMatchObject({ purchases: 40, releases: 0 });
    });
  },
);

test("a number that is to be adopted is adopted by a saved plan, and bought by none", async () => {
  await withPhoneStack({}, async (phones) => {
    const adopt = testNumber(0);
    phones.numbers({ own: [{ e164: adopt, country: "US" }] });
    await phones.declare({ main: { vendor: "plivo", adopt } });
    await phones.preview(["--save-plan=saved.plan"]);
    await phones.up(["--plan=saved.plan"]);
    expect((await phones.inState()).id).toBe(adopt);
    expect(phones.state).toMatchObject({ purchases: 0, releases: 0 });
    await phones.up(["--expect-no-changes"]);
  });
});

test.each(["dynamic", "plugin"] as const)(
  "a number whose search is known in up only is bought by a saved plan: %s",
  async (front) => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.project.writeProgram(`
        const { PhoneNumber } = require(${JSON.stringify(front === "plugin" ? "pulumi-phone/plugin" : "pulumi-phone")});
        const first = new PhoneNumber("first", { vendor: "plivo", country: "US", deletionPolicy: "release" });
        const search = first.e164.apply((e164) => ({ prefix: e164.slice(2, 4) }));
        new PhoneNumber("second", { vendor: "plivo", country: "US", search, deletionPolicy: "release" });
      `);
      const file = path.join(phones.project.workDir, "preview.json");
      const preview = await phones.stack.preview(["--json", "--save-plan=saved.plan"]);
      succeeded(preview);
      await writeFile(file, preview.stdout);
      expect(await planned(phones, file)).toMatchObject({ first: expect.stringMatching(/^\+1/) });
      await phones.up(["--plan=saved.plan"]);
      const { first, second } = idsOf(await phones.numbersInState());
      expect(second?.slice(0, 4)).toBe(first?.slice(0, 4));
      expect(phones.state).toMatchObject({ purchases: 2, releases: 0 });
      await phones.up(["--expect-no-changes"]);
    });
  },
);
