import { z } from "zod";
import type { StandInFactory } from "./kit/stand-in";
import { builtInStandIns } from "./vendors";

/** A stand-in that cannot be added to the sandbox. */
export class StandInError extends TypeError {
  override readonly name = "StandInError";

  constructor(
    /** Where it came from: its place in `standIns`, or the option that names its module. */
    readonly source: string,
    problem: string,
    options?: { readonly cause?: unknown },
  ) {
    super(`${source}: ${problem}`, options);
  }
}

/** What is to be a stand-in, and where it came from. */
export interface AddedStandIn {
  readonly source: string;
  readonly value: unknown;
}

/** Enough to see that it is a factory; the rest is held by the types. */
const factory = z.object({
  vendor: z.string().regex(/^[a-z][a-z0-9]*$/),
  open: z.custom<StandInFactory["open"]>((value) => typeof value === "function"),
});

/** The added stand-ins as factories. Throws StandInError for one that is none, and for one whose name is used already. */
export function checkedStandIns(added: readonly AddedStandIn[]): readonly StandInFactory[] {
  const used = new Set(builtInStandIns.map(({ vendor }) => vendor));
  return added.map(({ source, value }) => {
    if (!isFactory(value)) {
      throw new StandInError(
        source,
        "not a StandInFactory. Give an object with vendor (a name of lower-case letters and digits) and open (a function).",
      );
    }
    if (used.has(value.vendor)) {
      throw new StandInError(
        source,
        `the sandbox already has a stand-in for "${value.vendor}". Give this one another name.`,
      );
    }
    used.add(value.vendor);
    return value;
  });
}

function isFactory(value: unknown): value is StandInFactory {
  return factory.safeParse(value).success;
}
