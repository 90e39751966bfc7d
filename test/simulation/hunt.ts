import { drawSchedule, type Fronts, play, type Schedule, shrink, story, type Violation } from "./schedule";

/** What a hunt has come to. */
export interface Hunt {
  schedules: number;
  runs: number;
  readonly caught: Catch[];
}

/** A violation with the fewest steps it takes. */
export interface Catch {
  readonly seed: string;
  readonly schedule: Schedule;
  readonly violation: Violation;
  readonly story: string;
}

export interface HuntSettings {
  readonly seed: string;
  readonly schedules: number;
  readonly fronts?: Fronts | undefined;
  readonly onCatch?: (caught: Catch) => void;
  readonly onThousand?: (hunt: Hunt) => void;
}

// A hole that many schedules meet is told often enough by a few of them, and shrinking takes its time.
const mostCaught = 20;

/** Plays many schedules, and shrinks those that break something; ends early when they are too many. */
export async function hunt({ seed, schedules, fronts, onCatch, onThousand }: HuntSettings): Promise<Hunt> {
  const result: Hunt = { schedules: 0, runs: 0, caught: [] };
  for (let index = 0; index < schedules && result.caught.length < mostCaught; index++) {
    const schedule = drawSchedule(`${seed}/${index}`, fronts);
    const { violations, simulation } = await play(schedule);
    result.schedules += 1;
    result.runs += simulation.runs.length;
    for (const violation of violations) {
      const caught = await reduce(schedule, violation);
      result.caught.push(caught);
      onCatch?.(caught);
    }
    if (result.schedules % 1000 === 0) onThousand?.(result);
  }
  return result;
}

async function reduce(schedule: Schedule, violation: Violation): Promise<Catch> {
  const small = await shrink(schedule, violation);
  const { violations } = await play(small, violation.invariant);
  const again = violations.find((each) => each.invariant === violation.invariant) ?? violation;
  return { seed: schedule.seed, schedule: small, violation: again, story: story(small, again) };
}
