import type { Random } from "../../../sandbox/world/random";
import type { Simulation, Trouble } from "../simulation";

/** What was drawn for one step: JSON, so that a schedule can be written down and played again. */
export type Given = Readonly<Record<string, unknown>>;

/** One thing that can happen. */
export interface Step<G extends Given = Given> {
  readonly name: string;
  /** How often it is drawn, compared with the others. */
  readonly weight: number;
  /** Whether faults can meet it. */
  readonly runs?: boolean;
  draw(random: Random): G;
  play(simulation: Simulation, given: G, trouble: Trouble): Promise<void> | void;
  /** One sentence of the story. */
  tell(given: G): string;
}

/** Declares a step. Whatever it needs of chance is drawn in `draw`; what it names by index counts round. */
export function step<G extends Given>(declared: Step<G>): Step {
  return declared as unknown as Step;
}

export const stackNames = [
  "dev in backend A",
  "prod in backend A",
  "dev in backend B",
  "dev in backend C",
  "dev of another project in backend A",
];

/** In the order of their names, whatever order a loader gives to exports: a seed means the same schedule everywhere. */
export function byName<T extends { readonly name: string }>(
  files: readonly Readonly<Record<string, T>>[],
): T[] {
  const all = files.flatMap((file) => Object.values(file));
  return all.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Draws one of several values. */
export function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[random.below(values.length)] as T;
}

/** True in so many of a hundred cases. */
export function chance(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}

/** Draws a stack; the first is drawn more often, as most trouble comes to a stack that has something. */
export function drawStack(random: Random): number {
  return oneOf(random, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4]);
}
