import type { Random } from "../../../sandbox/world/random";
import type { Trouble } from "../simulation";
import type { Given } from "../steps/step";

/** One thing that can go wrong in a run. */
export interface Fault<G extends Given = Given> {
  readonly name: string;
  readonly weight: number;
  draw(random: Random): G;
  arm(trouble: Trouble, given: G): void;
  tell(given: G): string;
}

/** Declares a fault. */
export function fault<G extends Given>(declared: Fault<G>): Fault {
  return declared as unknown as Fault;
}
