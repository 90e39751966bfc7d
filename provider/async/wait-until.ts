import { setTimeout as sleep } from "node:timers/promises";

const firstPause = 200;
const longestPause = 1_500;

/**
 * Looks again and again until `enough` or until the time is over, and returns what was seen last. Looks once at least.
 * For vendors that say nothing of how soon a change shows.
 */
export async function waitUntil<T>(
  look: () => Promise<T>,
  enough: (seen: T) => boolean,
  milliseconds: number,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    const seen = await look();
    const left = end - Date.now();
    if (enough(seen) || left <= 0) return seen;
    await sleep(Math.min(pause, left));
  }
}
