import { describe, expect, test } from "vitest";
import { useSondos } from "./bench";

const sondos = useSondos();

/** Long enough never to pass by itself within a test. */
const foreverMs = 600_000;
const noProvider = "Failed to purchase phone number from provider. Please contact support.";
const inUse = "This phone number is already in use.";
const notAvailable =
  "This phone number is not available for purchase. Please search for available numbers first.";

describe("a purchase", () => {
  test.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["timeout-before", 0],
    ["timeout-after", 1],
  ] as const)("that is cut off by %s has bought %i", async (fault, bought) => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", fault, { delayMs: 5 });
    await expect(sondos.buy(e164)).rejects.toThrow();
    expect(sondos.state.purchases).toBe(bought);
    expect(sondos.control.calls("sondos").at(-1)).toMatchObject({
      path: "/api/user/phone-numbers/purchase",
      body: { phone_number: e164 },
      status: 0,
    });
  });

  test.each([
    ["500-before", 0],
    ["500-after", 1],
  ] as const)("that ends in %s says the provider failed, and has bought %i", async (fault, bought) => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", fault);
    const { status, json } = await sondos.buy(e164);
    expect([status, json]).toEqual([500, { error: noProvider }]);
    expect(sondos.state.purchases).toBe(bought);
    expect((await sondos.buy(e164)).status).toBe(bought === 1 ? 400 : 201);
  });

  test("that ends in a page of a proxy has bought", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "502-html-after");
    const { status, text } = await sondos.buy(e164);
    expect(status).toBe(502);
    expect(text).toContain("<html>");
    expect(sondos.state.purchases).toBe(1);
  });

  test("whose answer breaks off has bought", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "malformed-after");
    const { status, text } = await sondos.buy(e164);
    expect(status).toBe(201);
    expect(() => JSON.parse(text)).toThrow();
    expect(sondos.state.purchases).toBe(1);
  });

  test("that is late has bought on arrival", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "delay", { delayMs: foreverMs });
    const stop = new AbortController();
    const call = sondos.call("phone-numbers/purchase", {
      method: "POST",
      body: { phone_number: e164 },
      signal: stop.signal,
    });
    await expect.poll(() => sondos.state.purchases).toBe(1);
    stop.abort();
    await expect(call).rejects.toThrow();
  });

  test.each([undefined, 7])("too fast is a 429 in two forms, with Retry-After %s", async (retryAfter) => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "429", { times: 2, retryAfter });
    const replies = [await sondos.buy(e164), await sondos.buy(e164)];
    for (const { status, headers } of replies) {
      expect(status).toBe(429);
      expect(headers.get("retry-after")).toBe(retryAfter === undefined ? null : "7");
    }
    expect(replies.map(({ json }) => json)).toEqual([
      { error: "Rate limit exceeded", message: expect.any(String), retry_after: 60 },
      { message: "Too Many Attempts.", retry_after: 60 },
    ]);
    expect(sondos.state.purchases).toBe(0);
  });

  test("of a number just taken meets the two refusals in turn, and the number is gone", async () => {
    const [first = {}, second = {}] = await sondos.search();
    sondos.fault("buy", "taken", { times: 2 });
    const replies = [await sondos.buy(first.phone_number), await sondos.buy(second.phone_number)];
    expect(replies.map(({ status, json }) => [status, json.error])).toEqual([
      [400, inUse],
      [400, notAvailable],
    ]);
    const left = (await sondos.search()).map((row) => row.phone_number);
    expect(left).not.toContain(first.phone_number);
    expect(left).not.toContain(second.phone_number);
    expect((await sondos.buy(first.phone_number)).status).toBe(400);
    expect(sondos.state.purchases).toBe(0);
  });

  test("without a card, or with one that is refused, is a 402", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "no-funds", { times: 2 });
    const replies = [await sondos.buy(e164), await sondos.buy(e164)];
    expect(replies.map(({ status, json }) => [status, json])).toEqual([
      [402, { error: "No payment method found. Please add a payment method to your account." }],
      [402, { error: "Payment failed. Please update your payment method." }],
    ]);
    expect((await sondos.buy(e164)).status).toBe(201);
  });
});

describe("list-lag", () => {
  test("hides what was bought from the lists of numbers, and from nothing else", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "list-lag", { delayMs: foreverMs });
    const id = Number(((await sondos.buy(e164)).json.data as { id: number }).id);
    expect(await sondos.list()).toEqual([]);
    expect((await sondos.call("phone-numbers")).json).toEqual({ data: [] });
    expect(sondos.state).toMatchObject({ owned: [{ id, e164 }], purchases: 1 });
    expect((await sondos.buy(e164)).json.error).toBe(inUse);
    expect((await sondos.bind(sondos.agents[0], id)).status).toBe(200);
    expect((await sondos.rename(id, { nickname: "hidden" })).status).toBe(200);
    expect((await sondos.release(id)).status).toBe(200);
  });

  test("is over after delayMs, and combines with another fault", async () => {
    const e164 = await sondos.freeNumber();
    sondos.fault("buy", "list-lag", { delayMs: 1 });
    sondos.fault("buy", "500-after");
    expect((await sondos.buy(e164)).status).toBe(500);
    await expect.poll(async () => (await sondos.list()).map((row) => row.phone_number)).toEqual([e164]);
    expect(sondos.control.faults()).toEqual([]);
  });
});

describe("operations", () => {
  test.each([
    ["search", "GET", "phone-numbers/search", { message: "Server Error" }],
    ["buy", "POST", "phone-numbers/purchase", { error: noProvider }],
    ["list", "GET", "phone-numbers/all", { message: "Server Error" }],
    ["update", "PUT", "phone-numbers/1", { message: "Server Error" }],
    ["bind", "PUT", "assistant/1", { message: "Server Error" }],
    [
      "release",
      "DELETE",
      "phone-numbers/1",
      { error: "Failed to release phone number. Please try again or contact support." },
    ],
  ] as const)("%s is %s %s", async (operation, method, path, body) => {
    sondos.fault(operation, "500-before");
    const { status, json } = await sondos.call(path, { method });
    expect([status, json]).toEqual([500, body]);
  });

  test.each(["me", "phone-numbers", "assistants/get", "assistants/phone-numbers", "phone-numbers/1"])(
    "GET %s meets no fault",
    async (path) => {
      for (const operation of ["search", "list", "get", "update", "bind"] as const) {
        sondos.fault(operation, "500-before");
      }
      expect((await sondos.call(path)).status).toBeLessThan(500);
      expect(sondos.control.faults()).toHaveLength(5);
    },
  );

  test("a release that was answered by a 500 may be scheduled all the same", async () => {
    const id = await sondos.bought();
    sondos.fault("release", "500-after");
    expect((await sondos.release(id)).status).toBe(500);
    expect((await sondos.release(id)).json.error).toBe("Phone number is already scheduled for release.");
    expect(sondos.state).toMatchObject({ owned: [{ status: "lapsing" }], releases: 1 });
  });

  test("a binding that was cut off may be there all the same", async () => {
    const id = await sondos.bought();
    const [agent] = sondos.agents;
    sondos.fault("bind", "reset-after");
    await expect(sondos.bind(agent, id)).rejects.toThrow();
    expect(sondos.state.owned).toMatchObject([{ agent }]);
  });
});

test("a reset brings back stock, ids and forms", async () => {
  const stock = await sondos.search();
  const id = await sondos.bought();
  sondos.control.reset();
  expect(sondos.state).toEqual({ owned: [], purchases: 0, releases: 0 });
  expect(await sondos.search()).toEqual(stock);
  expect(await sondos.bought()).toBe(id);
});
