import { expect, it } from "vitest";
import { drawSchedule, play } from "./schedule";

it("plays a schedule the same way every time", async () => {
  for (const seed of ["one", "two", "three", "four", "five"]) {
    const [first, second] = [await play(drawSchedule(seed)), await play(drawSchedule(seed))];
    expect(second.violations).toEqual(first.violations);
    const past = ({ simulation }: typeof first) =>
      simulation.runs.map(({ command, exitCode, lines, bought }) => ({ command, exitCode, lines, bought }));
    expect(past(second)).toEqual(past(first));
  }
});

it("draws the same schedule from the same seed, of 20 steps", () => {
  expect(drawSchedule("one")).toEqual(drawSchedule("one"));
  expect(drawSchedule("one").steps).toHaveLength(20);
});
