import { expect, test } from "vitest";
import type { Stack } from "./engine/checkpoint";
import { Simulation, type Trouble } from "./simulation";
import { type SimulatedVendor, vendorNames } from "./world/vendor-account";

const showing = vendorNames.filter((vendor) => vendor !== "cald");
const longestSettleSeconds = 600;

/** One stack with one number in its program, and what became of it. */
interface Life {
  readonly simulation: Simulation;
  readonly stack: Stack;
  run(command: "up" | "refresh", trouble?: Partial<Trouble>): ReturnType<Simulation["run"]>;
  bought(): readonly string[];
}

/** Lives it in a world of its own, in which nothing is left to chance. */
async function live(
  vendor: SimulatedVendor,
  settleSeconds: number | undefined,
  play: (life: Life) => Promise<void>,
): Promise<Life> {
  const simulation = new Simulation(vendor, "long-settling", settleSeconds);
  const stack = simulation.stack(0);
  simulation.declare(stack, "main", { country: "US" });
  const life: Life = {
    simulation,
    stack,
    run: (command, trouble) =>
      simulation.run({ command, stack: 0, machine: 0, trouble: { cli: [], vendor: [], ...trouble } }),
    bought: () => simulation.movements.filter(({ kind }) => kind === "bought").map(({ number }) => number),
  };
  await simulation.clock.inPlace(
    () => 0.37,
    () => play(life),
  );
  return life;
}

function expectOneNumber({ stack, bought }: Life): void {
  expect(bought()).toHaveLength(1);
  expect(stack.checkpoint.rows.map(({ id, outputs }) => [id, outputs.status])).toEqual([
    [bought()[0], "active"],
  ]);
}

test.each(showing)(
  "a purchase at %s whose answer is lost is looked for as long as settleSeconds says, be it the longest, and is not made twice",
  async (vendor) => {
    const life = await live(vendor, longestSettleSeconds, async ({ run }) => {
      const [past] = await run("up", {
        vendor: [
          { operation: "buy", fault: "reset-after" },
          { operation: "buy", fault: "list-lag", delayMs: (longestSettleSeconds - 60) * 1000 },
        ],
      });
      expect(past?.failures).toEqual([]);
    });
    expectOneNumber(life);
  },
);

test.each(showing)(
  "a purchase at %s that is killed after it was asked for once more, ten minutes after the first time, is not made twice",
  async (vendor) => {
    const life = await live(vendor, longestSettleSeconds, async ({ simulation, run }) => {
      await run("up", {
        death: { victim: "machine", of: "write", nth: 5, when: "after" },
        vendor: [
          { operation: "buy", fault: "reset-before" },
          { operation: "buy", fault: "reset-after" },
          { operation: "buy", fault: "list-lag", delayMs: 0 },
          { operation: "buy", fault: "list-lag", delayMs: 300_000 },
        ],
      });
      await run("up");
      simulation.clock.advance(600_000);
      await run("up");
    });
    expectOneNumber(life);
  },
);

test.each(showing)(
  "an unsettled number at %s that is bought an hour later is not forgotten while it does not show",
  async (vendor) => {
    const life = await live(vendor, undefined, async ({ simulation, stack, run, bought }) => {
      await run("up", {
        vendor: [
          { operation: "buy", fault: "reset-before" },
          { operation: "buy", fault: "reset-before" },
        ],
      });
      expect(stack.checkpoint.rows.map(({ outputs }) => outputs.status)).toEqual(["unsettled"]);
      simulation.clock.advance(3_600_000);
      await run("up", { vendor: [{ operation: "buy", fault: "list-lag", delayMs: 300_000 }] });
      expect(bought()).toHaveLength(1);
      await run("refresh");
      expect(stack.checkpoint.rows.map(({ outputs }) => outputs.e164)).toEqual(bought());
      await run("up");
      simulation.clock.advance(600_000);
      await run("up");
      await run("up");
    });
    expectOneNumber(life);
  },
);
