import { waitUntil } from "../../async/wait-until";
import { type PhoneErrorDetails, UnfinishedError } from "../../domain/errors";
import type { NumberChanges, OwnedNumber } from "../vendor";

/** What {@link readBack} needs to know of a change that the vendor has accepted. */
export interface AcceptedChange {
  /** The vendor's name, as it is written in `vendor`. */
  readonly vendor: string;
  /** The number as it was before. */
  readonly before: OwnedNumber;
  readonly changes: NumberChanges;
  /** Reads the number; undefined when the account does not show it. */
  readonly look: () => Promise<OwnedNumber | undefined>;
  /** What a reader does when a change does not show, e.g. `make the change in Plivo's console`. */
  readonly byHand: string | ((unchanged: readonly (keyof NumberChanges)[]) => string);
  /** What the answer to the change told, for the error. */
  readonly facts?: Omit<PhoneErrorDetails, "nextStep">;
  /** The error of a number that the account does not show any more; default: the change counts as not shown. */
  readonly lost?: () => Error;
  /** Where the vendor writes ids in several forms: whether what is shown is what was asked for. */
  readonly holds?: (shown: OwnedNumber, name: keyof NumberChanges, value: string | null) => boolean;
}

// Nothing documents how soon a change shows.
const showsWithinMs = 5_000;

/** Reads a number back until it shows the change. Throws UnfinishedError when it does not within five seconds. */
export async function readBack(change: AcceptedChange): Promise<OwnedNumber> {
  const { vendor, before, changes, look, byHand, lost, facts } = change;
  const { holds = (shown, name, value) => shown[name] === value } = change;
  const asked = Object.entries(changes) as [keyof NumberChanges, string | null][];
  const missing = (shown: OwnedNumber | undefined) =>
    asked.filter(([name, value]) => shown === undefined || !holds(shown, name, value)).map(([name]) => name);
  const seen = await waitUntil(look, (shown) => missing(shown).length === 0, showsWithinMs);
  if (seen === undefined && lost !== undefined) throw lost();
  const unchanged = missing(seen);
  if (seen !== undefined && unchanged.length === 0) return seen;
  throw new UnfinishedError(
    `${vendor.charAt(0).toUpperCase()}${vendor.slice(1)} accepted the change of ${before.e164}, but does not show it: ${unchanged.join(", ")}`,
    {
      vendor,
      operation: "update",
      ...facts,
      argument: unchanged[0],
      nextStep: `Run pulumi up again; if it stays so, ${typeof byHand === "string" ? byHand : byHand(unchanged)}.`,
    },
  );
}
