import { test } from "vitest";
import { drawSchedule, type Fronts, play } from "../schedule";

const { SIMULATE_SEED = "", SIMULATE_SCHEDULES, SIMULATE_FROM, SIMULATE_FRONTS } = process.env;

// Played in a process of its own, whose modules have the mistake in them: vitest.config.mts includes it only then.
test("a mutation is met", { timeout: 0 }, async () => {
  for (let index = Number(SIMULATE_FROM); index < Number(SIMULATE_SCHEDULES); index++) {
    const [violation] = (
      await play(drawSchedule(`${SIMULATE_SEED}/${index}`, SIMULATE_FRONTS as Fronts | undefined))
    ).violations;
    if (violation === undefined) continue;
    const { invariant, what } = violation;
    process.stderr.write(`met ${JSON.stringify({ index, invariant, what })}\n`);
    return;
  }
});
