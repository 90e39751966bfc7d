import type { Quote } from "../domain/quote";
import type { PurchaseRecord } from "../host/purchase-records";
import type { Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";

// No vendor documents how long a purchase may take to show. Ten minutes is far beyond what was measured (a couple of seconds), and
// short enough to wait for.
const showsWithinMs = 10 * 60_000;

/**
 * The settling rule: whether it proves anything that the account does not show a number which was asked for at that ISO time.
 * Not so soon. A time that cannot be read proves nothing.
 */
export function isAbsenceProven(askedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(askedAt) > showsWithinMs;
}

/**
 * What it proves that the account does not show the number. A vendor may show one that waits for documents to nobody, however long: so
 * nothing, where it was sold with a restriction.
 */
export function judgeAbsence(askedAt: string, now: Date, quote: Pick<Quote, "restriction"> | null): Finding {
  return (quote?.restriction ?? null) === null && isAbsenceProven(askedAt, now)
    ? find("not shown", "it is not in the account")
    : judgeNotShown("it", quote);
}

/** What is said of a number that may still show. */
export function judgeNotShown(number: string, quote: Pick<Quote, "restriction"> | null): Finding {
  const restriction = quote?.restriction ?? null;
  return restriction === null
    ? find("not shown yet", `${number} is not in the account yet`)
    : find(
        "waits for documents",
        `${number} is not in the account, and may wait for documents (${restriction})`,
      );
}

/** What it says of a purchase that another account was asked than the one that is looked at: that it is not shown there proves nothing. */
export function judgeKeys(
  { vendorAccount }: Pick<PurchaseRecord, "vendorAccount">,
  { account }: Vendor,
): Finding | undefined {
  if (vendorAccount === undefined || vendorAccount === account) return undefined;
  return find(
    "other keys",
    `it was asked for in account ${vendorAccount}, and the keys in use are of account ${account}`,
  );
}

/** The same where the account that was asked cannot be looked at with the configuration as it is. */
export function judgeClosed(reason: string): Finding {
  return find("other keys", `that account cannot be looked at (${reason})`);
}
