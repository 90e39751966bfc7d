import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { pacer } from "../../../provider/http/pacing";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of so many calls at once may go, in milliseconds from now. */
async function departures(count: number, limit: Parameters<typeof pacer>[0]): Promise<number[]> {
  const start = Date.now();
  const pace = pacer(limit);
  const gone = Promise.all(Array.from({ length: count }, () => pace().then(() => Date.now() - start)));
  await vi.runAllTimersAsync();
  return gone;
}

it("no window of the vendor's sees more calls than its limit allows", async () => {
  const limit = { calls: 300, perMs: 5_000 };
  const times = await departures(950, limit);
  for (const from of times) {
    const within = times.filter((time) => time >= from && time < from + limit.perMs);
    expect(within.length).toBeLessThanOrEqual(limit.calls);
  }
});

it("as many calls as the limit allows go at once", async () => {
  expect(await departures(300, { calls: 300, perMs: 5_000 })).toEqual(Array(300).fill(0));
});

it("nothing waits where the vendor has no limit", async () => {
  expect(await departures(1_000, null)).toEqual(Array(1_000).fill(0));
});
