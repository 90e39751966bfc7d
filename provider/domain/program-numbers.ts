/** The arguments that decide which number a resource picks, and in which account. */
export const pickedBy = [
  "vendor",
  "account",
  "country",
  "type",
  "search",
  "number",
  "maxMonthlyPrice",
  "vendorOptions",
] as const;

/** Those of one resource, as the program gave them. */
export type GivenAsk = Readonly<Partial<Record<(typeof pickedBy)[number], unknown>>>;

/** The numbers of a program, in its order. */
export interface ProgramNumbers {
  /**
   * Each by its logical name and those that it had before, with the place in `asks` of what it asks for; null where that is not known before the
   * program has run on, and for what it adopts or imports; and by whom it is served: what others serve, another process picks.
   */
  readonly numbers: readonly (readonly [names: readonly string[], ask: number | null, server: number])[];
  readonly asks: readonly GivenAsk[];
}

/** More than these are not told: each of them is told all the others. */
export const mostNumbers = 1_000;
