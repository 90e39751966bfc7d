import { expect, test } from "vitest";
import { Simulation, type Trouble } from "./simulation";
import { vendorNames } from "./world/vendor-account";

const showing = vendorNames.filter((vendor) => vendor !== "cald");
const longestSettleSeconds = 600;

test.each(showing)(
  "a purchase at %s whose answer is lost is looked for as long as settleSeconds says, be it the longest, and is not made twice",
  async (vendor) => {
    const simulation = new Simulation(vendor, "long-settling", longestSettleSeconds);
    const stack = simulation.stack(0);
    simulation.declare(stack, "main", { country: "US" });
    await simulation.clock.inPlace(
      () => 0.37,
      async () => {
        const [run] = await simulation.run({
          command: "up",
          stack: 0,
          machine: 0,
          trouble: {
            cli: [],
            vendor: [
              { operation: "buy", fault: "reset-after" },
              { operation: "buy", fault: "list-lag", delayMs: (longestSettleSeconds - 60) * 1000 },
            ],
          },
        });
        expect(run?.failures).toEqual([]);
      },
    );
    const bought = simulation.movements.filter(({ kind }) => kind === "bought").map(({ number }) => number);
    expect(bought).toHaveLength(1);
    expect(stack.checkpoint.rows.map(({ id, outputs }) => [id, outputs.status])).toEqual([
      [bought[0], "active"],
    ]);
  },
);

test.each(showing)(
  "a purchase at %s that is killed after it was asked for once more, ten minutes after the first time, is not made twice",
  async (vendor) => {
    const simulation = new Simulation(vendor, "long-settling", longestSettleSeconds);
    const stack = simulation.stack(0);
    simulation.declare(stack, "main", { country: "US" });
    const up = (trouble: Partial<Trouble>) =>
      simulation.run({ command: "up", stack: 0, machine: 0, trouble: { cli: [], vendor: [], ...trouble } });
    await simulation.clock.inPlace(
      () => 0.37,
      async () => {
        await up({
          death: { victim: "machine", of: "write", nth: 5, when: "after" },
          vendor: [
            { operation: "buy", fault: "reset-before" },
            { operation: "buy", fault: "reset-after" },
            { operation: "buy", fault: "list-lag", delayMs: 0 },
            { operation: "buy", fault: "list-lag", delayMs: 300_000 },
          ],
        });
        await up({});
        simulation.clock.advance(600_000);
        await up({});
      },
    );
    const bought = simulation.movements.filter(({ kind }) => kind === "bought").map(({ number }) => number);
    expect(bought).toHaveLength(1);
    expect(stack.checkpoint.rows.map(({ id }) => id)).toEqual(bought);
  },
);

test.each(showing)(
  "an unsettled number at %s that is bought an hour later is not forgotten while it does not show",
  async (vendor) => {
    const simulation = new Simulation(vendor, "late-request");
    const stack = simulation.stack(0);
    simulation.declare(stack, "main", { country: "US" });
    const run = (command: "up" | "refresh", trouble: Partial<Trouble> = {}) =>
      simulation.run({ command, stack: 0, machine: 0, trouble: { cli: [], vendor: [], ...trouble } });
    const bought = () =>
      simulation.movements.filter(({ kind }) => kind === "bought").map(({ number }) => number);
    await simulation.clock.inPlace(
      () => 0.37,
      async () => {
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
      },
    );
    expect(bought()).toHaveLength(1);
    expect(stack.checkpoint.rows.map(({ id, outputs }) => [id, outputs.status])).toEqual([
      [bought()[0], "active"],
    ]);
  },
);
