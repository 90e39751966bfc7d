import { expect, it } from "vitest";
import { hunt } from "./hunt";

it("finds nothing new in 1,500 schedules of a fixed seed", async () => {
  const { unknown, runs } = await hunt({ seed: "fixed", schedules: 1_500, shrunk: 10 });
  expect(unknown.map((caught) => `seed ${caught.seed}\n${caught.story}`)).toEqual([]);
  expect(runs).toBeGreaterThan(10_000);
});
