const periodMs = 28 * 24 * 3_600_000;

/** Managed numbers renew every 28 days. That they do so by themselves is assumed: it is not documented. */
export function nextRenewal(boughtAt: Date, now: Date): Date {
  const periods = Math.max(0, Math.floor((now.getTime() - boughtAt.getTime()) / periodMs));
  return new Date(boughtAt.getTime() + (periods + 1) * periodMs);
}
