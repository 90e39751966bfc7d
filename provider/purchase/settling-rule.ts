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
