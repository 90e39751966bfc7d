import { VendorRefusal } from "../../kit/vendor-refusal";
import type { OwnedNumber } from "../../world/account";
import { varies } from "../../world/random";
import { failure, ok, unknown } from "./answers";
import { type Bolna, type Handler, recordOf } from "./context";
import { withHyphens } from "./ids";
import { ownedRow } from "./rows";

export const listNumbers: Handler = (bolna, { caller }) =>
  ok(
    bolna.account
      .visible()
      .filter((number) => isShownTo(caller, number))
      .map((number) => ownedRow(bolna, number)),
  );

export const releaseNumber: Handler = (bolna, { caller, id }) => {
  const number = findNumber(bolna, caller, id);
  refuseFirstEarlyTouch(bolna, number);
  bolna.account.release(number.e164);
  return ok({ message: "The phone number has been removed from your account", state: "deleted" });
};

/**
 * The number of that id, by a form in which Bolna gave it out: a purchase has hyphens in it, the list has
 * none. Another customer's is as unknown as one that never was.
 */
export function findNumber({ account, questions }: Bolna, caller: string | null, id: string): OwnedNumber {
  const number = account
    .all()
    .find((owned) => (owned.id === id || hyphenatedId(owned) === id) && isShownTo(caller, owned));
  if (number === undefined) throw unknown(questions, "phone number");
  return number;
}

/** As a purchase gives it out. */
export function hyphenatedId({ id }: OwnedNumber): string {
  return withHyphens(String(id));
}

/**
 * A neighbouring endpoint fails when a new record is touched before the list shows it. It is not known for
 * numbers, so the first touch fails and the next one does not.
 */
export function refuseFirstEarlyTouch(bolna: Bolna, number: OwnedNumber): void {
  const record = recordOf(bolna, number);
  if (number.visibleFromMs <= performance.now() || record.touchedEarly) return;
  bolna.records.set(number, { ...record, touchedEarly: true });
  throw new VendorRefusal(failure(500, "Internal server error"));
}

/** Doubt: numbers belong to a sub-account by one page, and to the whole organization by another. */
function isShownTo(caller: string | null, { e164, subaccount }: OwnedNumber): boolean {
  return subaccount === caller || varies(e164, "shared in the organization");
}
