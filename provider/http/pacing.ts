import pThrottle from "p-throttle";

/** A vendor's rate limit: so many calls in any window of that length. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
}

/** The turns of all callers that share an account. */
export interface Pacer {
  /** Waits until one more call may be sent. */
  turn(): Promise<void>;
  /** Hears of a call that was turned away for the limit, and not told when to come again: others call with the same account, so nobody calls for a while. */
  refused(): void;
  /** Hears of a call that had any other end. */
  admitted(): void;
}

// The vendor counts when calls arrive, we when they leave: a little more time keeps jitter from making 301 of 300.
const slack = 1.05;
// The part of the vendor's window that is waited for after a refusal: long enough not to ask in vain, short enough to be there when it ends.
const pause = 1 / 10;
const longestPauseMs = 1_000;

/**
 * One queue for all callers that share an account; a sliding window, so that no window of the vendor's sees too many. Other processes may
 * use the account, too, and nobody knows how many: after a refusal one call at a time finds out whether there is room again.
 */
export function pacer(limit: RateLimit | null): Pacer {
  if (limit === null) return { turn: async () => {}, refused() {}, admitted() {} };
  const throttle = pThrottle({
    limit: limit.calls,
    interval: limit.perMs * slack,
    strict: true,
    // Without it p-throttle 8.1 keeps a distance between any two calls, once it has seen as many as the limit.
    weight: () => 1,
  });
  const free = throttle(async () => {});
  let shutUntil: number | undefined;
  let scout: Scout | undefined;
  const scoutIsBack = () => {
    scout?.isBack();
    scout = undefined;
  };
  /** Waits while nobody calls; true for the one that is to find out whether there is room again. */
  async function becomesScout(): Promise<boolean> {
    while (shutUntil !== undefined) {
      const left = shutUntil - Date.now();
      // More than ever was asked for is left where the clock was set back.
      if (left > 0 && left <= longestPauseMs) await new Promise((resolve) => setTimeout(resolve, left));
      else if (scout !== undefined) await scout.back;
      else {
        scout = sentOut();
        return true;
      }
    }
    return false;
  }
  return {
    async turn() {
      await free();
      while (shutUntil !== undefined) {
        if (await becomesScout()) return;
        // The turn from before it was shut may be of a window that is over.
        await free();
      }
    },
    refused() {
      shutUntil = Date.now() + Math.min(limit.perMs * pause, longestPauseMs) * (0.5 + Math.random() / 2);
      scoutIsBack();
    },
    admitted() {
      if (scout === undefined) return;
      shutUntil = undefined;
      scoutIsBack();
    },
  };
}

interface Scout {
  readonly back: Promise<void>;
  readonly isBack: () => void;
}

function sentOut(): Scout {
  let isBack = () => {};
  const back = new Promise<void>((resolve) => {
    isBack = resolve;
  });
  return { back, isBack };
}
