import { describe, expect, test, vi } from "vitest";
import { EngineProject, type EngineStack, withoutStacks } from "../support/engine";
import { type Front, fronts, pluginNumber } from "../support/fronts";
import { killTree } from "../support/process-tree";
import type { RunResult } from "../support/run";
import { testNumber, testNumbers } from "../support/sandbox";
import { type Args, numbersIn, type PhoneStack, programOf, succeeded, withPhoneStack } from "./support";

const line = { vendor: "plivo", country: "US", search: { prefix: testNumber(0).slice(2, 8) } };
const two = { first: line, second: line };
const one = { first: line };
const settled = { "phone:settleSeconds": "2" };

// Each runs up to eight ups, two at a time.
vi.setConfig({ testTimeout: 400_000 });

/**
 * Gives two stacks to the work that buy from the same account: of one project, which one front serves, or of two that share a backend,
 * of which the other front serves the second.
 */
async function withTwoStacks(
  front: Front,
  kind: "one project" | "two projects",
  numbers: Readonly<Record<string, Args>>,
  work: (phones: PhoneStack, stacks: readonly [EngineStack, EngineStack]) => Promise<void>,
): Promise<void> {
  const program = programOf(numbers, front);
  const otherFront = fronts[1 - fronts.indexOf(front)];
  await withPhoneStack({ program, front, sandbox: { stock: 0 } }, async (phones) => {
    const elsewhere =
      kind === "one project"
        ? undefined
        : await EngineProject.create({
            language: "javascript",
            name: "elsewhere",
            program: programOf(numbers, otherFront),
            hasPlugin: otherFront === "plugin",
            backendUrl: phones.project.backendUrl,
            environment: { PHONE_SANDBOX: phones.sandbox.url, ...withoutStacks },
          });
    try {
      const other =
        elsewhere === undefined
          ? await phones.project.createStack("prod")
          : await elsewhere.createStack("dev");
      const stacks = [phones.stack, other] as const;
      for (const stack of stacks) {
        for (const [key, value] of Object.entries(settled)) await stack.setConfig(key, value);
      }
      await work(phones, stacks);
    } finally {
      await elsewhere?.remove();
    }
  });
}

/** The next ups of both stacks, side by side: five at most, until both have succeeded; does what their messages say. */
async function goOn(stacks: readonly EngineStack[], before: readonly RunResult[] = []): Promise<void> {
  let results = before;
  for (let round = 0; round < 5 && !(results.length > 0 && results.every(isDone)); round++) {
    for (const [index, { all }] of results.entries()) {
      if (all.includes("Run pulumi refresh")) succeeded(await (stacks[index] as EngineStack).refresh());
    }
    results = await Promise.all(stacks.map((stack) => stack.up()));
  }
  for (const result of results) succeeded(result);
}

const isDone = ({ exitCode }: RunResult) => exitCode === 0;

/** Every number that is owned is in the state of exactly one stack, and nothing else is there; gives how many. */
async function expectOneOwnerEach(phones: PhoneStack, stacks: readonly EngineStack[]): Promise<number> {
  const states = await Promise.all(stacks.map(async (stack) => numbersIn(await stack.export())));
  const numbers = states.flatMap((state) => Object.values(state));
  expect(numbers.map(({ id }) => id).toSorted()).toEqual(phones.owned.toSorted());
  expect(numbers.map(({ outputs }) => outputs?.status)).toEqual(numbers.map(() => "active"));
  expect(phones.state.purchases).toBe(numbers.length);
  return numbers.length;
}

/** An up that is killed while the vendor holds its purchase; `meanwhile` is what happens before it is killed. */
async function killedInPurchase(
  phones: PhoneStack,
  stack: EngineStack,
  fault: "timeout-before" | "timeout-after",
  meanwhile: () => Promise<void>,
): Promise<void> {
  phones.fault("buy", fault, { delayMs: 600_000 });
  let killing: Promise<void> | undefined;
  const killed = await stack.up([], {
    onStart: (pid) => {
      killing = (async () => {
        try {
          await expect.poll(() => phones.writes.length, { timeout: 90_000 }).toBeGreaterThan(0);
          await meanwhile();
        } finally {
          killTree(pid);
        }
      })();
    },
  });
  await killing;
  expect(killed.exitCode).toBeNull();
  succeeded(await stack.cancel());
}

test("two stacks of fifteen numbers each that buy side by side, with faults of every operation: no number has two owners, none is lost", async () => {
  const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`line-${index}`, line]));
  await withTwoStacks("dynamic", "two projects", many, async (phones, stacks) => {
    phones.numbers({ add: testNumbers(60) });
    for (const fault of ["reset-after", "500-before", "malformed-after", "429", "timeout-after"] as const) {
      phones.fault("buy", fault, { delayMs: 2_000 });
      phones.fault("buy", "delay", { delayMs: 0, times: 4 });
      phones.fault("get", fault === "timeout-after" ? "500-before" : "delay", { delayMs: 0, times: 3 });
      phones.fault("list", "500-before");
    }
    await goOn(stacks);
    expect(await expectOneOwnerEach(phones, stacks)).toBe(30);
  });
});

describe.each(fronts)("with the front %s", (front) => {
  test.each(["one project", "two projects"] as const)(
    "two stacks of %s that buy side by side, with unclear answers to both: no number has two owners, none is lost",
    async (kind) => {
      await withTwoStacks(front, kind, two, async (phones, stacks) => {
        phones.numbers({ add: testNumbers(4) });
        for (const fault of ["reset-after", "500-before", "malformed-after", "reset-before"] as const) {
          phones.fault("buy", fault);
        }
        await goOn(stacks);
        expect(await expectOneOwnerEach(phones, stacks)).toBe(4);
      });
    },
  );

  test.each(["timeout-after", "timeout-before"] as const)(
    "one of two stacks is killed in its purchase (%s), while the other buys with unclear answers",
    async (fault) => {
      await withTwoStacks(front, "two projects", two, async (phones, stacks) => {
        const [killed, other] = stacks;
        phones.numbers({ add: testNumbers(4) });
        let meanwhile: RunResult | undefined;
        await killedInPurchase(phones, killed, fault, async () => {
          phones.fault("buy", "reset-after");
          phones.fault("buy", "reset-before");
          meanwhile = await other.up();
        });
        await goOn(stacks, meanwhile && [{ ...meanwhile, exitCode: null }, meanwhile]);
        expect(await expectOneOwnerEach(phones, stacks)).toBe(4);
      });
    },
  );

  test("the last number, which the other stack has bought after the first was killed without it, is the other's", async () => {
    await withTwoStacks(front, "one project", one, async (phones, stacks) => {
      const [killed, other] = stacks;
      phones.numbers({ add: testNumbers(1) });
      await killedInPurchase(phones, killed, "timeout-before", async () => {
        succeeded(await other.up());
      });
      expect(phones.owned).toEqual([testNumber(0)]);
      phones.numbers({ add: [{ e164: testNumber(1), country: "US", price: "0.80" }] });
      const printed = succeeded(await killed.up());
      expect(printed).not.toContain("is adopted");
      expect(await expectOneOwnerEach(phones, stacks)).toBe(2);
      expect(numbersIn(await other.export()).first?.id).toBe(testNumber(0));
      for (const stack of stacks) succeeded(await stack.destroy());
      expect(phones.state).toMatchObject({ owned: [], releases: 2 });
    });
  });

  test("the last number, of which neither of two stacks can tell that it has bought it, becomes that of one", async () => {
    await withTwoStacks(front, "one project", one, async (phones, stacks) => {
      const [killed, other] = stacks;
      phones.numbers({ add: testNumbers(1) });
      await killedInPurchase(phones, killed, "timeout-before", async () => {
        // Bought, and not answered: the other one sees that the first was about to buy it, too.
        phones.fault("buy", "reset-after");
        expect((await other.up()).exitCode).not.toBe(0);
      });
      expect(numbersIn(await other.export()).first?.outputs?.status).toBe("unsettled");
      phones.numbers({ add: [{ e164: testNumber(1), country: "US", price: "0.80" }] });
      await goOn(stacks);
      const owners = await Promise.all(
        stacks.map(async (stack) => Object.values(numbersIn(await stack.export())).map(({ id }) => id)),
      );
      expect(owners.flat().filter((id) => id === testNumber(0))).toHaveLength(1);
      expect(await expectOneOwnerEach(phones, stacks)).toBe(2);
    });
  });
});

test.each(["+1 (907) 234-0000", testNumber(0).slice(1)])(
  "two stacks that import one number at the same moment, written %s, do not both have it",
  async (written) => {
    await withTwoStacks("plugin", "one project", one, async (phones, stacks) => {
      phones.numbers({ own: [{ e164: testNumber(0), country: "US" }] });
      // Both have begun before either looks who else has it.
      phones.fault("list", "delay", { delayMs: 4_000, times: 2 });
      const imported = [
        "import",
        pluginNumber,
        "first",
        written,
        "--yes",
        "--skip-preview",
        "--generate-code=false",
      ];
      const results = await Promise.all(stacks.map((stack) => stack.pulumi(imported)));
      expect(results.filter(isDone).length).toBeLessThanOrEqual(1);
      for (const result of results)
        if (!isDone(result)) expect(result.all).toMatch(/first of the stack \S+ (is adopting|has) it/);
      // One after the other one of them gets it.
      if (!results.some(isDone)) succeeded(await stacks[0].pulumi(imported));
      const owners = await Promise.all(stacks.map(async (stack) => numbersIn(await stack.export()).first));
      expect(owners.filter((row) => row?.outputs?.e164 === testNumber(0))).toHaveLength(1);
      expect(phones.state).toMatchObject({ purchases: 0, releases: 0 });
    });
  },
);
