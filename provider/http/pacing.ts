import pThrottle from "p-throttle";

/** A vendor's rate limit: so many calls in any window of that length. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
}

/** Waits until one more call may be sent. */
export type Pace = () => Promise<void>;

// The vendor counts when calls arrive, we when they leave: a little more time keeps jitter from making 301 of 300.
const slack = 1.05;

/** One queue for all callers that share an account; a sliding window, so that no window of the vendor's sees too many. */
export function pacer(limit: RateLimit | null): Pace {
  if (limit === null) return async () => {};
  const throttle = pThrottle({ limit: limit.calls, interval: limit.perMs * slack, strict: true });
  return throttle(async () => {});
}
