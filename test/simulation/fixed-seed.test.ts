import { expect, it } from "vitest";
import { hunt } from "./hunt";

it("finds nothing in 2,500 schedules of a fixed seed", async () => {
  const { caught, runs } = await hunt({ seed: "fixed", schedules: 2_500 });
  expect(caught.map(({ seed, story }) => `seed ${seed}\n${story}`).join("\n")).toBe("");
  expect(runs).toBeGreaterThan(20_000);
});

it.each(["plugin", "both"] as const)("nor in 250 where the fronts are: %s", async (fronts) => {
  const { caught } = await hunt({ seed: "fixed", schedules: 250, fronts });
  expect(caught.map(({ seed, story }) => `seed ${seed}\n${story}`).join("\n")).toBe("");
});
