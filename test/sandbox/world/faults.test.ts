import { describe, expect, test } from "vitest";
import type { FaultInput } from "../../../sandbox/index";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox();

/** Long enough never to pass by itself within a test. */
const foreverMs = 600_000;

const onBuy = (fault: FaultInput["fault"], more: Partial<FaultInput> = {}) =>
  bench.control.postFault({ vendor: "plivo", operation: "buy", fault, ...more });

describe("a purchase that is cut off", () => {
  test.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["timeout-before", 0],
    ["timeout-after", 1],
  ] as const)("%s has bought %i", async (fault, bought) => {
    const digits = await bench.freeNumber();
    onBuy(fault, { delayMs: 5 });
    await expect(bench.buy(digits)).rejects.toThrow();
    expect(bench.state.purchases).toBe(bought);
    expect(bench.control.calls().at(-1)).toMatchObject({ method: "POST", status: 0 });
  });

  test.each(["timeout-after", "delay"] as const)("%s takes effect on arrival", async (fault) => {
    const digits = await bench.freeNumber();
    onBuy(fault, { delayMs: foreverMs });
    const stop = new AbortController();
    const call = bench.call(`PhoneNumber/${digits}/`, { method: "POST", signal: stop.signal });
    await expect.poll(() => bench.state.purchases).toBe(1);
    expect(bench.control.calls().at(-1)?.status).toBeNull();
    stop.abort();
    await expect(call).rejects.toThrow();
  });
});

describe("a purchase that is answered wrongly", () => {
  test.each([
    ["500-before", 0],
    ["500-after", 1],
  ] as const)("%s is the vendor's own error, and has bought %i", async (fault, bought) => {
    const digits = await bench.freeNumber();
    onBuy(fault);
    const { status, json } = await bench.buy(digits);
    expect(status).toBe(500);
    expect(json).toEqual({ api_id: expect.any(String), error: expect.any(String) });
    expect(bench.state.purchases).toBe(bought);
    expect(bench.control.calls().at(-1)?.status).toBe(500);
  });

  test("502-html-after is a page of a proxy, and has bought", async () => {
    const digits = await bench.freeNumber();
    onBuy("502-html-after");
    const { status, headers, text } = await bench.buy(digits);
    expect(status).toBe(502);
    expect(headers.get("content-type")).toContain("text/html");
    expect(text).toContain("<html>");
    expect(bench.state.purchases).toBe(1);
  });

  test("malformed-after is a success that breaks off, and has bought", async () => {
    const digits = await bench.freeNumber();
    onBuy("malformed-after");
    const { status, text } = await bench.buy(digits);
    expect(status).toBe(201);
    expect(() => JSON.parse(text)).toThrow();
    expect(bench.state.purchases).toBe(1);
  });

  test("malformed-after has a text even where success has none", async () => {
    const digits = await bench.bought();
    bench.control.postFault({ vendor: "plivo", operation: "release", fault: "malformed-after" });
    const { status, text } = await bench.call(`Number/${digits}/`, { method: "DELETE" });
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow();
    expect(bench.state.releases).toBe(1);
  });
});

describe("a purchase that is refused", () => {
  test.each([undefined, 7])("429 with Retry-After %s", async (retryAfter) => {
    const digits = await bench.freeNumber();
    onBuy("429", { retryAfter });
    const { status, headers, json } = await bench.buy(digits);
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe(retryAfter === undefined ? null : "7");
    expect(json.error).toEqual(expect.any(String));
    expect(bench.state.purchases).toBe(0);
  });

  test("taken: somebody else has the number from then on", async () => {
    const digits = await bench.freeNumber();
    onBuy("taken");
    expect((await bench.buy(digits)).status).toBe(404);
    expect((await bench.buy(digits)).status).toBe(404);
    expect(await bench.freeNumber()).not.toBe(digits);
    expect(bench.state.purchases).toBe(0);
  });

  test("taken-after: this account has the number, and is told that it is sold", async () => {
    const digits = await bench.freeNumber();
    onBuy("taken-after");
    expect((await bench.buy(digits)).status).toBe(404);
    expect(bench.state.purchases).toBe(1);
  });

  test("no-funds: the two statuses in turn, the words as documented", async () => {
    const digits = await bench.freeNumber();
    onBuy("no-funds", { times: 2 });
    const replies = [await bench.buy(digits), await bench.buy(digits)];
    expect(replies.map(({ status }) => status)).toEqual([400, 402]);
    for (const { json } of replies)
      expect(json.error).toMatch(/insufficient funds|balance is too low|not enough credits/i);
    expect((await bench.buy(digits)).status).toBeLessThan(300);
  });
});

describe("list-lag", () => {
  test("hides what was bought from list and get, and from nothing else", async () => {
    onBuy("list-lag", { delayMs: foreverMs });
    const digits = await bench.bought();
    expect((await bench.call("Number/")).json.objects).toEqual([]);
    expect((await bench.call(`Number/${digits}/`)).status).toBe(404);
    expect(bench.state).toMatchObject({ owned: [{ id: digits }], purchases: 1 });
    expect((await bench.update(digits, { alias: "hidden" })).status).toBe(202);
    expect(await bench.freeNumber()).not.toBe(digits);
  });

  test("is over after delayMs", async () => {
    onBuy("list-lag", { delayMs: 1 });
    const digits = await bench.bought();
    await expect.poll(async () => (await bench.row(digits)).number).toBe(digits);
  });

  test("combines with one other fault of the same call", async () => {
    const digits = await bench.freeNumber();
    onBuy("list-lag", { delayMs: foreverMs });
    onBuy("reset-after");
    await expect(bench.buy(digits)).rejects.toThrow();
    expect(bench.control.faults()).toEqual([]);
    expect(bench.state.purchases).toBe(1);
    expect((await bench.call(`Number/${digits}/`)).status).toBe(404);
  });
});

describe("the queue", () => {
  test("serves matching calls in the order of posting, each entry as often as it says", async () => {
    bench.control.postFault({ vendor: "plivo", operation: "list", fault: "500-before", times: 2 });
    bench.control.postFault({ vendor: "plivo", operation: "get", fault: "502-html-after" });
    bench.control.postFault({ vendor: "plivo", operation: "list", fault: "429" });
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await bench.call("Number/")).status);
    expect(statuses).toEqual([500, 500, 429, 200]);
    expect(bench.control.faults()).toEqual([expect.objectContaining({ operation: "get" })]);
  });

  test("is shown and emptied over HTTP", async () => {
    const body = { vendor: "plivo", operation: "search", fault: "delay", delayMs: 10 };
    expect((await bench.controlCall("/faults", { method: "POST", body })).status).toBe(200);
    expect((await bench.controlCall("/faults")).json).toEqual([{ ...body, times: 1 }]);
    expect((await bench.controlCall("/faults", { method: "DELETE" })).json).toEqual([]);
    expect((await bench.controlCall("/faults")).json).toEqual([]);
  });

  test.each([
    ["search", "GET", "PhoneNumber/?country_iso=US"],
    ["buy", "POST", "PhoneNumber/14155550123/"],
    ["list", "GET", "Number/"],
    ["get", "GET", "Number/14155550123/"],
    ["update", "POST", "Number/14155550123/"],
    ["bind", "POST", "Number/14155550123/"],
    ["release", "DELETE", "Number/14155550123/"],
  ] as const)("%s is %s %s", async (operation, method, path) => {
    bench.control.postFault({ vendor: "plivo", operation, fault: "500-before" });
    expect((await bench.call(path, { method })).status).toBe(500);
  });

  test.each(["Application/", "Subaccount/", "", "PhoneNumber/Compliance/", "Number"])(
    "GET %j meets no fault",
    async (path) => {
      for (const operation of ["search", "list", "get"] as const) {
        bench.control.postFault({ vendor: "plivo", operation, fault: "500-before" });
      }
      expect((await bench.call(path)).status).toBeLessThan(400);
      expect(bench.control.faults()).toHaveLength(3);
    },
  );
});
