import { afterEach, expect } from "vitest";
import type { Failure } from "../../provider/lifecycle/arguments/failure";
import { type Checked, check } from "../../provider/lifecycle/check";
import { claimOf } from "./claim";
import type { Bench, Told } from "./sandbox";

export type Properties = Readonly<Record<string, unknown>>;

/** The least that can be asked for. */
export const plain = { vendor: "plivo", country: "US" };

// As the classes of the package tell it.
const organization = "organization";

/** Check of a resource that does not exist yet. */
export function checkNew({ context }: Told, args: Properties, name = "line"): Promise<Checked> {
  return check(context, {}, { organization, ...args, claim: claimOf(name) });
}

/** Check of a resource whose inputs are `olds` already. */
export function checkAgain({ context }: Told, olds: Properties, args: Properties): Promise<Checked> {
  return check(context, olds, { organization, ...args, claim: olds.claim });
}

export function properties(failures: readonly Failure[]): string[] {
  return failures.map(({ property }) => property);
}

/** The only failure there must be. */
export function onlyFailure({ failures }: Checked): Failure {
  expect(failures).toHaveLength(1);
  return failures[0] as Failure;
}

/** After every test of the file: nothing was bought, and nothing asked for that could change anything. */
export function provingNothingChanged(bench: Bench): void {
  afterEach(() => {
    expect(bench.state).toEqual({ owned: [], purchases: 0, releases: 0 });
    expect(bench.writes).toEqual([]);
  });
}
