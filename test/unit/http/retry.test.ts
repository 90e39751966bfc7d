import { describe, expect, it, onTestFinished, vi } from "vitest";
import { PermissionError, RateLimitedError, UnclearError } from "../../../provider/domain/errors";
import { type Effect, retryRules, withRetries } from "../../../provider/http/retry";
import { errorOf, errorOfClass } from "../../support/expect";
import { buying, changing, clientOf, reading, sendOrThrow } from "../../support/http-client";
import { type Canned, serve } from "../../support/server";

const calls = { read: reading, repeatable: changing, purchase: buying };
const now = { "retry-after": "0" };
const good: Canned = { body: '{"fine":true}' };

/** How often a call is sent that is first answered like this, and then well. */
async function attemptsAfter(first: Canned, effect: Effect): Promise<number> {
  const server = await serve([first, good]);
  await clientOf(server.url)
    .send(calls[effect])
    .catch(() => undefined);
  return server.requests.length;
}

describe("an answer that may change", () => {
  it.each([408, 429, 500, 502, 503, 504])(
    "%i is asked for again by reads and by changes that can be repeated",
    async (status) => {
      expect(await attemptsAfter({ status, headers: now }, "read")).toBe(2);
      expect(await attemptsAfter({ status, headers: now }, "repeatable")).toBe(2);
    },
  );

  it("429 is asked for again by a purchase", async () => {
    expect(await attemptsAfter({ status: 429, headers: now }, "purchase")).toBe(2);
  });

  it.each([408, 500, 502, 503, 504])(
    "%i is never asked for again by a purchase: it may have happened",
    async (status) => {
      expect(await attemptsAfter({ status, headers: now }, "purchase")).toBe(1);
    },
  );

  it("gives way to the next answer", async () => {
    const server = await serve([{ status: 503, headers: now }, { status: 429, headers: now }, good]);
    expect(await sendOrThrow(clientOf(server.url), reading)).toEqual({ fine: true });
    expect(server.requests).toHaveLength(3);
  });
});

describe("a change that a try without a clear answer may have made", () => {
  it("is not called undone because a later try was turned away", async () => {
    const away = { status: 429, headers: { "retry-after": "3600" } };
    const server = await serve([{ status: 500, headers: now }, away]);
    const error = await errorOfClass(UnclearError, sendOrThrow(clientOf(server.url), changing));
    expect(error.message).toContain("too many calls, after a try without a clear answer");
    await errorOfClass(RateLimitedError, sendOrThrow(clientOf((await serve([away])).url), changing));
  });

  it("is known of any other refusal, too", async () => {
    const refused = { status: 403, body: '{"error":"no"}' };
    const server = await serve([{ status: 500, headers: now }, refused]);
    const error = await errorOfClass(PermissionError, sendOrThrow(clientOf(server.url), changing));
    expect(error.details.mayBeDone).toBe(true);
    const alone = await serve([refused]);
    const clear = await errorOfClass(PermissionError, sendOrThrow(clientOf(alone.url), changing));
    expect(clear.details).not.toHaveProperty("mayBeDone");
  });
});

describe("an answer that will not change", () => {
  it.each([400, 401, 402, 403, 404, 405, 409, 422])(
    "%i is not asked for again by anything",
    async (status) => {
      for (const effect of ["read", "repeatable", "purchase"] as const) {
        expect(await attemptsAfter({ status, headers: now }, effect)).toBe(1);
      }
    },
  );

  it.each([200, 201, 202, 204, 206])("%i is a success", async (status) => {
    const server = await serve([{ status, body: "" }]);
    expect((await clientOf(server.url).send(buying)).ok).toBe(true);
    expect(server.requests).toHaveLength(1);
  });
});

describe("Retry-After", () => {
  it("decides over every try, and the tries end", async () => {
    const server = await serve([{ status: 429, headers: now }]);
    await errorOfClass(RateLimitedError, sendOrThrow(clientOf(server.url), reading));
    expect(server.requests).toHaveLength(retryRules.read.attempts);
  });

  it("beyond the budget is not waited for", async () => {
    const beyond = String(retryRules.purchase.budget / 1000 + 1);
    for (const effect of ["read", "repeatable", "purchase"] as const) {
      expect(await attemptsAfter({ status: 429, headers: { "retry-after": beyond } }, effect)).toBe(1);
    }
  });

  it("as a date far away is not waited for either", async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toUTCString();
    expect(await attemptsAfter({ status: 429, headers: { "retry-after": tomorrow } }, "read")).toBe(1);
  });

  it("as a date in the past is now", async () => {
    const passed = new Date(0).toUTCString();
    expect(await attemptsAfter({ status: 503, headers: { "retry-after": passed } }, "read")).toBe(2);
  });

  it("that says nothing sensible is ignored", async () => {
    expect(await attemptsAfter({ status: 429, headers: { "retry-after": "soon" } }, "purchase")).toBe(2);
  });

  it("is waited for: the next try comes no sooner", async () => {
    const arrivals: number[] = [];
    const server = await serve(() => {
      arrivals.push(Date.now());
      return arrivals.length === 1 ? { status: 429, headers: { "retry-after": "1" } } : good;
    });
    await sendOrThrow(clientOf(server.url), buying);
    // A lower bound only: a slow machine makes it later, never sooner.
    expect((arrivals[1] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });
});

describe("a purchase that is refused in the end", () => {
  it("for too many calls has certainly bought nothing", async () => {
    const server = await serve([{ status: 429, headers: now }]);
    const error = await errorOf(sendOrThrow(clientOf(server.url), buying));
    expect(error).toMatchObject({ mayHaveBought: false, code: "rate-limited" });
  });
});

it("the time for tries begins with the end of the first one, however long it has waited for its turn", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let tries = 0;
  const end = withRetries(retryRules.read, async () => {
    if (tries++ === 0) await new Promise((resolve) => setTimeout(resolve, 60_000));
    return { kind: "answered" as const, status: tries === 1 ? 503 : 200, retryAfter: undefined };
  });
  await vi.runAllTimersAsync();
  expect(await end).toMatchObject({ status: 200 });
});
