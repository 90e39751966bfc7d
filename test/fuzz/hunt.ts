import fc from "fast-check";
import type { Target } from "./target";

/** A case that broke something, as small as it gets. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly broke: string;
  readonly case: unknown;
}

/** Plays so many cases of a target, drawn from a seed; the first that breaks something is shrunk. */
export async function hunt(target: Target, seed: number, cases: number): Promise<Finding | undefined> {
  const property = fc.asyncProperty(target.cases, (given) => target.play(given));
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: cases });
  if (!failed) return undefined;
  const broke = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return { target: target.name, seed, broke, case: counterexample?.[0] };
}
