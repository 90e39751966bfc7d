import type { Window } from "../host/purchase-records";

// The longest that a purchase may still be under way after it was last heard of: a call of 30 s, asked for once more after
// a settling time, each with its retries.
const longestPurchaseMs = 5 * 60_000;
// Clocks of vendors and runners differ.
const clockSkewMs = 5 * 60_000;
const dayMs = 24 * 3_600_000;

/**
 * Whether a number bought at that time can be the one of the window; true when the vendor tells no time. A vendor that gives a
 * day gives no time zone with it, so a day of doubt is left on either side.
 */
export function canBeOf({ since, until }: Window, purchasedAt: string | null): boolean {
  if (purchasedAt === null) return true;
  const bought = Date.parse(purchasedAt);
  const doubt = purchasedAt.includes("T") ? clockSkewMs : 2 * dayMs;
  return bought >= Date.parse(since) - doubt && bought <= Date.parse(until) + longestPurchaseMs + doubt;
}

// No vendor documents how long a purchase may take to show. Ten minutes is far beyond what anybody has measured (a couple of
// seconds), and short enough to wait for.
const showsWithinMs = 10 * 60_000;

/** Whether it proves anything that the account does not show a number which was asked for at that ISO time: not so soon. */
export function isAbsenceProven(askedFor: string, now: Date): boolean {
  return now.getTime() - Date.parse(askedFor) > showsWithinMs;
}
