import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { hunt } from "./hunt";

it("finds nothing new in 1,500 schedules of a fresh seed", async () => {
  const seed = process.env.SIMULATE_SEED ?? randomUUID();
  const { unknown } = await hunt({ seed, schedules: 1_500, shrunk: 10 });
  expect(unknown.map((caught) => `seed ${caught.seed}\n${caught.story}`)).toEqual([]);
});
