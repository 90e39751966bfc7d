import type fc from "fast-check";

/** One kind of input from outside: what may come, and what must not happen then. */
export interface Target<Case = unknown> {
  /** The folder of its corpus. */
  readonly name: string;
  /** How many of a thousand cases are its own. */
  readonly share: number;
  /** Plain JSON, so that a finding can be kept as it is. */
  readonly cases: fc.Arbitrary<Case>;
  /** Plays a case. Throws where the product does what it must not. */
  play(given: Case): Promise<void>;
}
