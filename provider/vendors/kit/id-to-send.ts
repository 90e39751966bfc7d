import { type PhoneErrorDetails, UnfinishedError } from "../../domain/errors";
import { sameId } from "../../domain/same-id";
import type { NumberReference } from "../vendor";

/** What {@link idToSend} needs to know. */
export interface KnownId {
  readonly number: NumberReference;
  /** The numbers that the account's list shows. */
  readonly listed: readonly NumberReference[];
  /** The id of the row that shows the number; undefined when none does. */
  readonly own: () => string | undefined;
  readonly facts: Omit<PhoneErrorDetails, "nextStep">;
}

/**
 * The id by which a number is changed or released: the one it is known by, unless the account's list shows another number under it, and
 * then that of the row which shows the number. Throws UnfinishedError where there is none either: the call would be about that other
 * number. Undefined where the number is known by no id, and not shown.
 */
export function idToSend({ number, listed, own, facts }: KnownId): string | undefined {
  const { e164, vendorId } = number;
  if (!vendorId) return own();
  const named = listed.filter((row) => row.vendorId !== null && sameId(row.vendorId, vendorId));
  const [other] = named;
  if (other === undefined || named.some((row) => row.e164 === e164)) return vendorId;
  const id = own();
  if (id !== undefined) return id;
  throw new UnfinishedError(`${e164} is known as ${vendorId}, which is ${other.e164} by now`, {
    ...facts,
    nextStep:
      "Nothing was changed, and it stays in state. Look for both numbers in the vendor's dashboard, then run pulumi refresh, which takes out of the state what the account has no more.",
  });
}
