const hourMs = 3_600_000;
const unitMs = { h: hourMs, d: 24 * hourMs } as const;

/** A length of time as the control calls spell it: hours or days. */
export type Duration = `${number}h` | `${number}d`;

/** A Duration, its count and its unit. */
export const durationPattern = /^(\d{1,5})([hd])$/;

/** The sandbox's calendar: real time, plus whatever it was advanced by. It never goes back. */
export class Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  advance(duration: string): void {
    const [, count, unit] = durationPattern.exec(duration) ?? [];
    if (count === undefined) throw new TypeError(`not a duration: ${duration}`);
    this.aheadMs += Number(count) * unitMs[unit as keyof typeof unitMs];
  }
}

/** The same day `months` later, or the last day of that month where it has no such day. UTC. */
export function addMonths(from: Date, months: number): Date {
  const moved = new Date(from);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return moved;
}

/** `YYYY-MM-DD`, UTC. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
