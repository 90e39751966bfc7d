import { digestOf } from "../../host/ordered-for";
import type { ChangeableName, NumberChanges, OwnedNumber } from "../../vendors/vendor";
import type { InPlace } from "../observed";

/**
 * What changes that failed may have left at the vendor, by argument: digests, as the values may be secret, of all that were sent; that of
 * an empty text where the value was to be taken away.
 */
export type Attempted = { readonly [Name in ChangeableName]?: readonly string[] | undefined };

const nothing = digest(null);

function digest(value: string | null | undefined): string {
  return digestOf(value ?? "") ?? "";
}

/** What may be left once these changes have failed, too. */
export function withAttempt(attempted: Attempted | undefined, changes: NumberChanges): Attempted | undefined {
  const sent = Object.entries(changes) as [ChangeableName, string | null][];
  if (sent.length === 0) return attempted;
  const added = sent.map(([name, value]) => [
    name,
    [...new Set([...(attempted?.[name] ?? []), digest(value)])],
  ]);
  return { ...attempted, ...Object.fromEntries(added) };
}

/** What of it is left in a number as the vendor shows it; undefined where nothing is. */
export function leftOf(attempted: Attempted | undefined, seen: OwnedNumber): Attempted | undefined {
  const left = entriesOf(attempted).flatMap(([name, sent]) => {
    const still = seen.untold?.includes(name) ? sent : sent.filter((each) => each === digest(seen[name]));
    return still.length === 0 ? [] : [[name, still] as const];
  });
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** How a value that was seen, or is remembered, stands to what was attempted. */
export function judgeAttempt(
  attempted: Attempted | undefined,
  name: ChangeableName,
  { [name]: seen, untold }: Partial<InPlace> & Pick<OwnedNumber, "untold">,
): {
  /** Whether it may be another one by now. */
  readonly mayDiffer: boolean;
  /** Whether such a change has put something there, or may have. */
  readonly mayBeLeft: boolean;
} {
  const sent = attempted?.[name] ?? [];
  const mayDiffer = sent.some((each) => each !== digest(seen));
  const isUnknown = mayDiffer || untold?.includes(name) === true;
  const isLeft = sent.some((each) => each !== nothing && (isUnknown || each === digest(seen)));
  return { mayDiffer, mayBeLeft: isLeft };
}

function entriesOf(attempted: Attempted = {}): [ChangeableName, readonly string[]][] {
  return Object.entries(attempted) as [ChangeableName, readonly string[]][];
}
