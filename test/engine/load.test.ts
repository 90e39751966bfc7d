import { expect, test } from "vitest";
import type { FaultInput } from "../../sandbox";
import { type FaultName, faultNames, operationNames } from "../../sandbox/world/faults";
import { Random } from "../../sandbox/world/random";
import type { EngineStack } from "../support/engine";
import { defined } from "../support/expect";
import type { RunResult } from "../support/run";
import { type Args, numbersIn, type PhoneStack, programOf, withPhoneStack } from "./support";

// Minutes of both cores: only when asked for.
const isAsked = process.env.PHONE_LOAD !== undefined;
const line = { vendor: "plivo", country: "US" };

test.skipIf(!isAsked)(
  "500 numbers in one stack are bought once each, found unchanged, and given back (with PHONE_LOAD=1)",
  { timeout: 3_600_000 },
  async () => {
    const count = 500;
    const program = programOf(lines(count));
    await withPhoneStack({ program, sandbox: { stock: 2 * count } }, async (phones) => {
      const seconds = { up: 0, unchanged: 0, destroy: 0 };
      seconds.up = await timed(() => phones.up());
      const calls = phones.calls.length;
      await expectOneOwnerEach(phones, [phones.stack], count);
      seconds.unchanged = await timed(() => phones.up(["--expect-no-changes"]));
      seconds.destroy = await timed(() => phones.destroy());
      expect(phones.state).toMatchObject({ owned: [], purchases: count, releases: count });
      tell({ count, calls, seconds });
    });
  },
);

test.skipIf(!isAsked)(
  "20 stacks that buy, change and give back at once from one account, where 2 % of all calls fail, have one number each for what they declare (with PHONE_LOAD=1)",
  { timeout: 3_600_000 },
  async () => {
    const stacks = 20;
    const each = 5;
    await withPhoneStack({}, async (phones) => {
      const agent = defined(phones.info("plivo").agents[0]);
      const declare = (alias: string) =>
        phones.project.writeProgram(programOf(lines(each, { ...line, agent, alias })));
      await declare("desk");
      const all = [phones.stack];
      while (all.length < stacks) all.push(await phones.project.createStack(`dev-${all.length}`));
      for (const stack of all) await stack.setConfig("phone:settleSeconds", "2");
      const posted = failSome(phones, new Random("load"));

      const bought = await untilDone(phones, all, "up");
      await declare("front desk");
      const changed = await untilDone(phones, all, "up");
      const before = phones.control.faults();
      phones.control.clearFaults();
      await expectOneOwnerEach(phones, all, stacks * each);
      expect(phones.state.owned.map(({ alias }) => alias)).toEqual(phones.owned.map(() => "front desk"));
      for (const fault of before) phones.control.postFault(fault);
      const givenBack = await untilDone(phones, all, "destroy");
      expect(phones.state).toMatchObject({ owned: [], purchases: stacks * each, releases: stacks * each });

      const left = failuresIn(phones.control.faults());
      const served = Object.fromEntries(
        operations.map((operation) => [operation, posted / operations.length - (left[operation] ?? 0)]),
      );
      expect(Object.entries(served).filter(([, count]) => count < 1)).toEqual([]);
      tell({ numbers: stacks * each, bought, changed, givenBack, calls: phones.calls.length, served });
    });
  },
);

/** Has all stacks run at once, and those that failed again, as whoever reads their messages would; gives how each round went. */
async function untilDone(
  phones: PhoneStack,
  stacks: readonly EngineStack[],
  command: "up" | "destroy",
): Promise<{ stacks: number; failed: number; seconds: number }[]> {
  const rounds: { stacks: number; failed: number; seconds: number }[] = [];
  let left: readonly Attempt[] = stacks.map((stack) => ({ stack }));
  while (left.length > 0 && rounds.length < 8) {
    const running = left;
    const seconds = await timed(async () => {
      const attempts = await Promise.all(running.map((attempt) => goOn(attempt, command)));
      left = attempts.filter(({ last }) => last?.exitCode !== 0);
    });
    rounds.push({ stacks: running.length, failed: left.length, seconds });
    // Whoever runs it again some time later: what is in doubt for ten minutes is decided then.
    phones.advance("1h");
  }
  expect(left.map(({ last }) => last?.all)).toEqual([]);
  return rounds;
}

interface Attempt {
  readonly stack: EngineStack;
  readonly last?: RunResult;
}

/** The next run of a stack, after what the message of the one before it asked for. */
async function goOn({ stack, last }: Attempt, command: "up" | "destroy"): Promise<Attempt> {
  if (last?.all.includes("Run pulumi refresh")) await stack.refresh();
  return { stack, last: await (command === "up" ? stack.up() : stack.destroy()) };
}

// At Plivo an agent is bound by the purchase, and by an update.
const operations = operationNames.filter((name) => name !== "bind");
const leftOut: readonly FaultName[] = ["taken", "taken-after", "no-funds", "delay", "list-lag"];
const kinds = faultNames.filter((name) => !leftOut.includes(name));

/** Has one call of fifty fail, of each operation and for long enough; gives how many faults that are. */
function failSome({ control }: PhoneStack, random: Random): number {
  const posted: FaultInput[] = [];
  for (const operation of operations) {
    for (let fault = 0; fault < 100; fault++) {
      // An answer that is no later than any other: so many calls go well before the next one that does not.
      posted.push({ vendor: "plivo", operation, fault: "delay", delayMs: 0, times: 1 + random.below(97) });
      posted.push({
        vendor: "plivo",
        operation,
        fault: defined(kinds[random.below(kinds.length)]),
        delayMs: 2_000,
      });
    }
  }
  for (const fault of posted) control.postFault(fault);
  return posted.length / 2;
}

/** How many faults of each operation nobody has met. */
function failuresIn(faults: readonly Pick<FaultInput, "operation" | "fault">[]): Record<string, number> {
  const left: Record<string, number> = {};
  for (const { operation, fault } of faults)
    if (fault !== "delay") left[operation] = (left[operation] ?? 0) + 1;
  return left;
}

function lines(count: number, args: Args = line) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`line-${index}`, args]));
}

/** Every number that was bought is in the state of exactly one stack, active, and there are as many as declared. */
async function expectOneOwnerEach(
  phones: PhoneStack,
  stacks: readonly EngineStack[],
  count: number,
): Promise<void> {
  const numbers: { id: string; status: unknown }[] = [];
  for (const stack of stacks) {
    const inState = Object.values(numbersIn(await stack.export()));
    numbers.push(...inState.map(({ id, outputs }) => ({ id, status: outputs?.status })));
  }
  expect(numbers.filter(({ status }) => status !== "active")).toEqual([]);
  expect(numbers.map(({ id }) => id).toSorted()).toEqual(phones.owned.toSorted());
  expect(phones.state).toMatchObject({ purchases: count, releases: 0 });
  expect(numbers).toHaveLength(count);
}

/** How many seconds the work took. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round((performance.now() - start) / 1_000);
}

function tell(figures: unknown): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
