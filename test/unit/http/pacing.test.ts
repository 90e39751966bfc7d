import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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
  const gone = Promise.all(Array.from({ length: count }, () => pace.turn().then(() => Date.now() - start)));
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

it("whoever finds room in the window goes at once, however many calls have gone before it", async () => {
  const pace = pacer({ calls: 300, perMs: 5_000 });
  for (let call = 0; call < 400; call++) {
    void pace.turn();
    await vi.advanceTimersByTimeAsync(25);
  }
  let gone = 0;
  for (let call = 0; call < 16; call++) void pace.turn().then(() => gone++);
  await vi.advanceTimersByTimeAsync(0);
  expect(gone).toBe(16);
});

it("nothing waits where the vendor has no limit", async () => {
  expect(await departures(1_000, null)).toEqual(Array(1_000).fill(0));
});

describe("after a refusal", () => {
  it("one call at a time goes, until one is let in", async () => {
    const pace = pacer({ calls: 300, perMs: 5_000 });
    pace.refused();
    let gone = 0;
    for (let call = 0; call < 10; call++) void pace.turn().then(() => gone++);
    await vi.advanceTimersByTimeAsync(200);
    expect(gone).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gone).toBe(1);
    pace.refused();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gone).toBe(2);
    pace.admitted();
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toBe(10);
  });

  it("no window sees more than the limit allows of those that have waited, when it is over", async () => {
    const limit = { calls: 300, perMs: 5_000 };
    const pace = pacer(limit);
    pace.refused();
    const gone: number[] = [];
    // More than a window's worth of turns is taken while nobody may call.
    for (let call = 0; call < 600; call++) {
      void pace.turn().then(() => gone.push(Date.now()));
      await vi.advanceTimersByTimeAsync(25);
    }
    expect(gone).toHaveLength(1);
    pace.admitted();
    await vi.runAllTimersAsync();
    expect(gone).toHaveLength(600);
    for (const from of gone)
      expect(gone.filter((time) => time >= from && time < from + limit.perMs).length).toBeLessThanOrEqual(
        limit.calls,
      );
  });

  it("nobody waits for an hour because the clock is set back by one", async () => {
    const pace = pacer({ calls: 300, perMs: 5_000 });
    pace.refused();
    vi.setSystemTime(Date.now() - 3_600_000);
    let hasGone = false;
    void pace.turn().then(() => {
      hasGone = true;
    });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(hasGone).toBe(true);
  });

  it("nothing waits where the limit is not known", async () => {
    const pace = pacer(null);
    pace.refused();
    await expect(pace.turn()).resolves.toBeUndefined();
  });
});
