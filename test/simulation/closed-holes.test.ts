import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { play, type Schedule, story } from "./schedule";

// Each of these schedules has broken something once, and is as short as it can be. Another one is added with `npm run simulate -- --pin <name>`.
const holes = JSON.parse(readFileSync(path.join(__dirname, "closed-holes.json"), "utf8")) as Record<
  string,
  { schedule: Schedule }
>;

it.each(Object.entries(holes))("%s is closed", async (_, { schedule }) => {
  const { violations } = await play(schedule);
  expect(violations.map((violation) => story(schedule, violation)).join("\n")).toBe("");
});
