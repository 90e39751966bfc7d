import { expect, it } from "vitest";
import { hunt } from "./hunt";

it("finds nothing in 1,500 schedules of a fixed seed", async () => {
  const { caught, runs } = await hunt({ seed: "fixed", schedules: 1_500 });
  expect(caught.map(({ seed, story }) => `seed ${seed}\n${story}`).join("\n")).toBe("");
  expect(runs).toBeGreaterThan(10_000);
});
