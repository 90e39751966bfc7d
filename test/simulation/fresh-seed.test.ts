import { expect, it } from "vitest";
import { hunt } from "./hunt";

it("finds nothing in 500 schedules of a fresh seed", async () => {
  const seed = String(Date.now());
  process.stderr.write(`the simulator's fresh seed: ${seed}\n`);
  const { caught } = await hunt({ seed, schedules: 500 });
  const again = `npm run simulate -- --seed ${seed} --schedules 500`;
  expect(caught.map((each) => `seed ${each.seed}\n${each.story}`).join("\n"), again).toBe("");
});
