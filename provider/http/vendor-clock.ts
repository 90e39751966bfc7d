import type { SendRequest } from "./transport";

/**
 * The clock of a vendor, as its answers tell it (the `Date` field: RFC 9110, section 6.6.1).
 *
 * A machine whose clock is ahead would take the time that a purchase needs to show for over. Times that are compared come from several
 * machines, so the vendor's is never put in the place of one; it only says how far this machine's may be ahead.
 */
export class VendorClock {
  // The answer that was the least behind: others took longer, or come from a cache.
  private aheadMs: number | undefined;

  /** Sends, and reads the time in what comes back. */
  watching(exchange: SendRequest): SendRequest {
    return async (request, effect) => {
      const end = await exchange(request, effect);
      if (end.kind === "answered" && end.date !== undefined) {
        const aheadMs = Date.now() - end.date;
        if (this.aheadMs === undefined || aheadMs < this.aheadMs) this.aheadMs = aheadMs;
      }
      return end;
    };
  }

  /** How far this machine's clock is known to be ahead. */
  get machineAheadMs(): number {
    return Math.max(0, this.aheadMs ?? 0);
  }

  /** This machine's time, or the vendor's where that is earlier. */
  earlierOf(now: Date): Date {
    return new Date(now.getTime() - this.machineAheadMs);
  }
}
