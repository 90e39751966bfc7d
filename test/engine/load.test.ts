import { expect, test } from "vitest";
import type { FaultInput } from "../../sandbox";
import { type FaultName, faultNames, operationNames } from "../../sandbox/world/faults";
import { Random } from "../../sandbox/world/random";
import type { EngineStack } from "../support/engine";
import { defined } from "../support/expect";
import type { RunResult } from "../support/run";
import { numbersIn, type PhoneStack, programOf, succeeded, withPhoneStack } from "./support";

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
  "20 stacks that buy at once from one account, where 2 % of all calls fail, have one number each for what they declare (with PHONE_LOAD=1)",
  { timeout: 3_600_000 },
  async () => {
    const stacks = 20;
    const each = 3;
    await withPhoneStack({ program: programOf(lines(each)) }, async (phones) => {
      const all = [phones.stack];
      while (all.length < stacks) all.push(await phones.project.createStack(`dev-${all.length}`));
      for (const stack of all) await stack.setConfig("phone:settleSeconds", "2");
      const posted = failSome(phones, new Random("load"));
      const rounds: { stacks: number; failed: number; seconds: number }[] = [];
      let left: readonly Attempt[] = all.map((stack) => ({ stack }));
      while (left.length > 0 && rounds.length < 8) {
        const stacks = left.length;
        const seconds = await timed(async () => {
          left = (await Promise.all(left.map(goOn))).filter(({ last }) => last?.exitCode !== 0);
        });
        rounds.push({ stacks, failed: left.length, seconds });
        // Whoever runs it again some time later: what is in doubt for ten minutes is decided then.
        phones.advance("1h");
      }
      const faults = posted - failures(phones);
      const calls = phones.calls.length;
      phones.control.clearFaults();
      expect(left.map(({ last }) => last?.all)).toEqual([]);
      await expectOneOwnerEach(phones, all, stacks * each);
      expect(faults).toBeGreaterThan(0);
      tell({ bought: stacks * each, rounds, calls, faults });
    });
  },
);

interface Attempt {
  readonly stack: EngineStack;
  readonly last?: RunResult;
}

/** The next up of a stack, after what the message of the one before it asked for. */
async function goOn({ stack, last }: Attempt): Promise<Attempt> {
  if (last?.all.includes("Run pulumi refresh")) succeeded(await stack.refresh());
  return { stack, last: await stack.up() };
}

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

function failures({ control }: PhoneStack): number {
  return control.faults().filter(({ fault }) => fault !== "delay").length;
}

function lines(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`line-${index}`, line]));
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
