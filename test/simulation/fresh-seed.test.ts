import { expect, it } from "vitest";
import { hunt } from "./hunt";

// About one schedule in some thousands still meets a case that has no answer yet: a fresh seed is asked for, by SIMULATE_FRESH.
it.runIf(process.env.SIMULATE_FRESH)(
  "finds nothing in 1,500 schedules of a fresh seed (SIMULATE_FRESH=1 asks for it)",
  async () => {
    const seed = process.env.SIMULATE_SEED ?? String(Date.now());
    process.stderr.write(`the simulator's fresh seed: ${seed}\n`);
    const { caught } = await hunt({ seed, schedules: 1_500 });
    const again = `npm run simulate -- --seed ${seed} --schedules 1500`;
    expect(caught.map((each) => `seed ${each.seed}\n${each.story}`).join("\n"), again).toBe("");
  },
);
