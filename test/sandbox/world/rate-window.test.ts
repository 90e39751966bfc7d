import { expect, test } from "vitest";
import { RateWindow } from "../../../sandbox/world/rate-window";

test("a rate window slides, and counts only what it let in", () => {
  const window = new RateWindow({ calls: 2, perMs: 100 });
  expect([0, 60, 99, 100, 159, 160].map((at) => window.admit(at))).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
});
