import { describe, expect, test } from "vitest";
import { addMonths, Clock, isoDate } from "../../../sandbox/world/clock";

describe("addMonths", () => {
  test.each([
    ["2026-01-15", 1, "2026-02-15"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-01-31", 2, "2026-03-31"],
    ["2028-01-30", 1, "2028-02-29"],
    ["2026-12-31", 1, "2027-01-31"],
    ["2026-11-30", 14, "2028-01-30"],
  ])("%s and %i months are %s", (from, months, to) => {
    expect(isoDate(addMonths(new Date(from), months))).toBe(to);
  });
});

test("the clock refuses what is no duration", () => {
  expect(() => new Clock().advance("soon")).toThrow("soon");
});
