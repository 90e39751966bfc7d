import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { fronts } from "../support/fronts";
import { descendants, pressCtrlC, signal } from "../support/process-tree";
import type { RunResult } from "../support/run";
import { type PhoneStack, refused, withPhoneStack } from "./support";

const numbers = Object.fromEntries(
  ["first", "second", "third"].map((name) => [
    name,
    { vendor: "plivo", country: "US", search: { areaCode: "415" } },
  ]),
);

/** An up of these numbers one by one, in the first purchase of which the user presses Ctrl-C. */
async function interruptedUp(
  phones: PhoneStack,
  press: (pid: number, isOver: () => boolean) => Promise<void>,
): Promise<RunResult> {
  await phones.declare(numbers);
  phones.fault("buy", "delay", { delayMs: 4_000 });
  let isOver = false;
  let pressing: Promise<void> | undefined;
  const result = await phones.stack.up(["--parallel", "1"], {
    onStart: (pid) => {
      pressing = (async () => {
        await expect.poll(() => phones.writes.length, { timeout: 60_000 }).toBe(1);
        await press(pid, () => isOver);
      })();
    },
  });
  isOver = true;
  await pressing;
  return result;
}

async function expectOwnedAndInState(phones: PhoneStack, count: number): Promise<void> {
  const inState = Object.values(await phones.numbersInState()).map(({ id }) => id);
  expect(phones.state).toMatchObject({ purchases: count, releases: 0 });
  expect(inState.toSorted()).toEqual(phones.owned.toSorted());
}

describe.each(fronts)("with the front %s", (front) => {
  test("one Ctrl-C lets the purchase in flight finish, and starts no other", async () => {
    await withPhoneStack({ front }, async (phones) => {
      refused(await interruptedUp(phones, async (pid) => pressCtrlC(pid)));
      await expectOwnedAndInState(phones, 1);
      expect((await phones.stack.export()).deployment.pending_operations ?? []).toEqual([]);
      await phones.up();
      await expectOwnedAndInState(phones, 3);
      await phones.up(["--expect-no-changes"]);
    });
  });

  test("two end the run at once, like a kill: the next up finds what was bought", async () => {
    await withPhoneStack({ front }, async (phones) => {
      const left = new Set<number>();
      const result = await interruptedUp(phones, async (pid, isOver) => {
        // The second one counts once the first one is understood.
        for (; !isOver(); await sleep(300)) {
          for (const each of descendants(pid)) left.add(each);
          pressCtrlC(pid);
        }
      });
      refused(result);
      expect(await phones.numbersInState()).toEqual({});
      expect(phones.state.purchases).toBe(1);
      await phones.stack.cancel();
      await phones.up();
      await expectOwnedAndInState(phones, 3);
      await phones.up(["--expect-no-changes"]);
      for (const each of left) signal(each, "SIGKILL");
    });
  });
});
