import { describe, expect, test } from "vitest";
import { application, gateway, inTurn, plain, useRavan } from "./bench";

const bench = useRavan();
/** Long enough never to pass by itself within a test. */
const foreverMs = 600_000;

describe("a purchase that is cut off", () => {
  test.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["timeout-before", 0],
    ["timeout-after", 1],
  ] as const)("%s has bought %i", async (fault, bought) => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", fault, { delayMs: 5 });
    await expect(bench.buy({ phone_number, price })).rejects.toThrow();
    expect(bench.state.purchases).toBe(bought);
    const owned = (await bench.owned()).map(({ number }) => number);
    expect(owned).toEqual(bought === 1 ? [phone_number] : []);
  });

  test("delay takes effect on arrival", async () => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", "delay", { delayMs: foreverMs });
    const stop = new AbortController();
    const body = { phone_number, price };
    const call = bench.call("buy/", { method: "POST", body, signal: stop.signal });
    await expect.poll(() => bench.state.purchases).toBe(1);
    stop.abort();
    await expect(call).rejects.toThrow();
  });
});

describe("a purchase that is answered wrongly", () => {
  test.each([
    ["500-before", 0],
    ["500-after", 1],
  ] as const)("%s is either of two forms, and has bought %i each time", async (fault, bought) => {
    bench.fault("buy", fault, { times: 2 });
    const bodies = [];
    for (let turn = 0; turn < 2; turn++) {
      const { phone_number, price } = await bench.free();
      const { status, json } = await bench.buy({ phone_number, price });
      expect(status).toBe(500);
      bodies.push(json);
    }
    expect(bodies).toEqual([application("INTERNAL_ERROR"), gateway(13)]);
    expect(bench.state.purchases).toBe(2 * bought);
  });

  test("502-html-after is a page of a proxy, and has bought", async () => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", "502-html-after");
    const { status, text } = await bench.buy({ phone_number, price });
    expect(status).toBe(502);
    expect(text).toContain("<html>");
    expect(bench.state.purchases).toBe(1);
  });

  test("malformed-after is a success that breaks off, and has bought", async () => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", "malformed-after");
    const { status, text } = await bench.buy({ phone_number, price });
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow();
    expect(bench.state.purchases).toBe(1);
  });
});

describe("a purchase that is refused", () => {
  test.each([undefined, 7])("429 with Retry-After %s, in either of two forms", async (retryAfter) => {
    bench.fault("list", "429", { times: 2, retryAfter });
    const first = await bench.call("list");
    const second = await bench.call("list");
    expect([first.status, first.json]).toEqual([429, gateway(8)]);
    expect([second.status, second.json]).toEqual([429, application("RATE_LIMITED")]);
    expect(first.headers.get("retry-after")).toBe(retryAfter === undefined ? null : "7");
  });

  test.each(["phone_number", "phoneNumber"])("taken: somebody else has the number in %s", async (field) => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", "taken");
    const { status, json } = await bench.buy({ [field]: phone_number, price });
    expect([status, json]).toEqual([400, gateway(9, expect.stringContaining("no longer available"))]);
    expect((await bench.buy({ phone_number, price })).status).toBe(404);
    expect((await bench.free()).phone_number).not.toBe(phone_number);
    expect(bench.state.purchases).toBe(0);
  });

  test("taken: a call that names no number takes none away", async () => {
    bench.fault("buy", "taken", { times: 2 });
    expect((await bench.buy()).status).toBe(400);
    expect((await bench.buy({ phone_number: 5 })).status).toBe(404);
    expect(await bench.found("page_size=1000")).toHaveLength(500);
  });

  test("no-funds: three forms, one of them a success by its status", async () => {
    const { phone_number, price } = await bench.free();
    bench.fault("buy", "no-funds", { times: 3 });
    const words = expect.stringMatching(/insufficient credits/i);
    expect(await inTurn(3, () => bench.buy({ phone_number, price }))).toEqual([
      [400, gateway(9, words)],
      [402, application("INSUFFICIENT_CREDITS", words)],
      [200, plain(words)],
    ]);
    expect((await bench.buy({ phone_number, price })).json.success).toBe(true);
  });
});

describe("list-lag", () => {
  test("hides what was bought from the list, and from nothing else", async () => {
    bench.fault("buy", "list-lag", { delayMs: foreverMs });
    bench.fault("buy", "reset-after");
    const { phone_number, price } = await bench.free();
    await expect(bench.buy({ phone_number, price })).rejects.toThrow();
    expect(await bench.owned()).toEqual([]);
    expect(bench.state).toMatchObject({ owned: [{ e164: phone_number }], purchases: 1 });
    expect((await bench.release(String(phone_number))).json.success).toBe(true);
  });

  test("is over after delayMs", async () => {
    bench.fault("buy", "list-lag", { delayMs: 1 });
    const number = await bench.bought();
    await expect.poll(async () => (await bench.owned()).map((row) => row.number)).toEqual([number]);
  });
});

describe("operations", () => {
  test.each([
    ["search", "GET", "available-numbers/US/"],
    ["buy", "POST", "buy/"],
    ["list", "GET", "list"],
    ["release", "DELETE", "%2B14155550123/release/"],
  ] as const)("%s is %s %s", async (operation, method, path) => {
    bench.fault(operation, "500-before");
    expect((await bench.call(path, { method })).status).toBe(500);
  });

  test.each(["500-after", "reset-after", "malformed-after"] as const)(
    "a release with %s has released",
    async (fault) => {
      const number = await bench.bought();
      bench.fault("release", fault);
      await bench.release(number).catch(() => undefined);
      expect(bench.state.releases).toBe(1);
    },
  );

  test("nothing here gets, updates or binds, and neighbours meet no fault", async () => {
    for (const operation of ["search", "list", "get", "update", "bind"] as const) {
      bench.fault(operation, "500-before");
    }
    expect((await bench.call("selected-telephony")).status).toBe(200);
    expect((await bench.call("import/")).status).toBe(200);
    expect((await bench.agents("")).status).toBe(200);
    expect((await bench.agents(`${bench.info.agents[0]}/`)).status).toBe(200);
    expect(bench.control.faults()).toHaveLength(5);
  });
});
