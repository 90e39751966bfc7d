import { candidatesOf, findingOf } from "./classify";
import type { Finding } from "./findings";
import { drawSchedule, play, type Schedule, shrink, story, type Violation } from "./schedule";

/** What a hunt has come to. */
export interface Hunt {
  schedules: number;
  runs: number;
  violations: number;
  /** By the finding's name. */
  readonly known: Map<string, number>;
  readonly unknown: Catch[];
}

/** A violation with the fewest steps it takes. */
export interface Catch {
  readonly finding: Finding | undefined;
  readonly seed: string;
  readonly schedule: Schedule;
  readonly violation: Violation;
  readonly story: string;
}

export interface HuntSettings {
  readonly seed: string;
  readonly schedules: number;
  /** How many violations are shrunk before they are judged; the others are judged as they are, which is more lenient. */
  readonly shrunk: number;
  /** Findings of which no more cases are wanted: what can only be one of them is not shrunk. */
  readonly enough?: ReadonlyMap<string, unknown>;
  readonly onCatch?: (caught: Catch, schedules: number) => void;
  readonly onThousand?: (hunt: Hunt) => void;
}

/** Plays many schedules, and tells known findings from new ones. */
export async function hunt({
  seed,
  schedules,
  shrunk,
  onCatch,
  onThousand,
  enough,
}: HuntSettings): Promise<Hunt> {
  const result: Hunt = { schedules: 0, runs: 0, violations: 0, known: new Map(), unknown: [] };
  for (let index = 0; index < schedules; index++) {
    const schedule = drawSchedule(`${seed}/${index}`);
    const { violations, simulation } = await play(schedule);
    result.schedules += 1;
    result.runs += simulation.runs.length;
    for (const violation of violations) {
      result.violations += 1;
      const loose = findingOf(schedule, violation);
      const isWanted = candidatesOf(schedule, violation).some(({ name }) => enough?.has(name) === false);
      const isShrunk = loose === undefined || isWanted || result.violations <= shrunk;
      const caught = isShrunk ? await reduce(schedule, violation) : undefined;
      const finding = caught === undefined ? loose : caught.finding;
      if (caught !== undefined) onCatch?.(caught, result.schedules);
      if (finding !== undefined) result.known.set(finding.name, (result.known.get(finding.name) ?? 0) + 1);
      else if (caught !== undefined) result.unknown.push(caught);
    }
    if (result.schedules % 1000 === 0) onThousand?.(result);
  }
  return result;
}

async function reduce(schedule: Schedule, violation: Violation): Promise<Catch> {
  const small = await shrink(schedule, violation);
  const { violations } = await play(small);
  const again = violations.find((each) => each.invariant === violation.invariant) ?? violation;
  const finding = findingOf(small, again);
  return { finding, seed: schedule.seed, schedule: small, violation: again, story: story(small, again) };
}
