/** The most calls that are answered within any stretch of `perMs` milliseconds. */
export interface RateLimit {
  readonly calls: number;
  readonly perMs: number;
}

/** A sliding window. Calls that were refused do not count: a client that waits its turn gets it. */
export class RateWindow {
  private admitted: number[] = [];

  constructor(private readonly limit: RateLimit) {}

  /** Whether a call arriving now is within the limit; if so it is counted. */
  admit(nowMs: number): boolean {
    this.admitted = this.admitted.filter((at) => at > nowMs - this.limit.perMs);
    if (this.admitted.length >= this.limit.calls) return false;
    this.admitted.push(nowMs);
    return true;
  }
}
