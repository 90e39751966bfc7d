import { describe, expect, test } from "vitest";
import type { FaultInput } from "../../../../sandbox/index";
import { useCald } from "./bench";

const cald = useCald();

const onBuy = (fault: FaultInput["fault"], more: Partial<FaultInput> = {}) =>
  cald.control.postFault({ vendor: "cald", operation: "buy", fault, ...more });

describe("a purchase that is cut off", () => {
  test.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["timeout-before", 0],
    ["timeout-after", 1],
  ] as const)("%s has bought %i", async (fault, bought) => {
    onBuy(fault, { delayMs: 5 });
    await expect(cald.buy()).rejects.toThrow();
    expect(cald.state.purchases).toBe(bought);
  });
});

describe("a purchase that is answered wrongly", () => {
  test.each([
    ["500-before", 0],
    ["500-after", 1],
  ] as const)("%s is the vendor's own error, and has bought %i", async (fault, bought) => {
    onBuy(fault);
    const { status, json } = await cald.buy();
    expect(status).toBe(500);
    expect(json.message).toEqual(expect.any(String));
    expect(cald.state.purchases).toBe(bought);
  });

  test("502-html-after is a page of a proxy, and has bought", async () => {
    onBuy("502-html-after");
    const { status, text } = await cald.buy();
    expect(status).toBe(502);
    expect(text).toContain("<html>");
    expect(cald.state.purchases).toBe(1);
  });

  test("malformed-after is a success that breaks off, and has bought", async () => {
    onBuy("malformed-after");
    const { status, text } = await cald.buy();
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow();
    expect(cald.state.purchases).toBe(1);
  });

  test("malformed-after makes even a plain refusal a success nobody can read", async () => {
    onBuy("malformed-after", { times: 3 });
    for (let turn = 0; turn < 3; turn++) {
      const { status, text } = await cald.buy({ agentId: "nobody" });
      expect(status).toBe(200);
      expect(() => JSON.parse(text)).toThrow();
    }
    expect(cald.state.purchases).toBe(0);
  });

  test("delay answers right", async () => {
    onBuy("delay", { delayMs: 1 });
    expect((await cald.buy()).status).toBe(200);
    expect(cald.state.purchases).toBe(1);
  });
});

describe("a purchase that is refused", () => {
  test.each([undefined, 7])("429 with Retry-After %s", async (retryAfter) => {
    onBuy("429", { retryAfter });
    const { status, headers } = await cald.buy();
    expect(status).toBe(429);
    expect(headers.get("retry-after")).toBe(retryAfter === undefined ? null : "7");
    expect(cald.state.purchases).toBe(0);
  });

  test("no-funds: two statuses in turn", async () => {
    onBuy("no-funds", { times: 2 });
    const replies = [await cald.buy(), await cald.buy()];
    expect(replies.map(({ status }) => status)).toEqual([402, 400]);
    for (const { text } of replies) expect(text).toMatch(/insufficient funds/i);
    expect(cald.state.purchases).toBe(0);
  });
});

describe("taken", () => {
  const first = "+19075550123";
  const second = "+19075550124";

  test("somebody else gets the first number under the prefix, and the next one is sold", async () => {
    const add = [first, second].map((e164) => ({ e164, country: "US" }));
    cald.control.changeNumbers({ vendor: "cald", add });
    onBuy("taken");
    expect((await cald.buy({ prefix: "+1907" })).json.phoneNumber).toBe(second);
    expect(cald.state).toMatchObject({ owned: [{ e164: second }], purchases: 1 });
    expect((await cald.buy({ prefix: "+1907" })).status).toBe(400);
  });

  test("of the last number under the prefix leaves none free", async () => {
    cald.control.changeNumbers({ vendor: "cald", add: [{ e164: first, country: "US" }] });
    onBuy("taken");
    expect((await cald.buy({ prefix: "+1907" })).status).toBe(400);
    expect(cald.state.purchases).toBe(0);
  });
});

test("list-lag hides nothing, as nothing is listed", async () => {
  onBuy("list-lag", { delayMs: 600_000 });
  const id = await cald.bought();
  expect(cald.control.faults()).toEqual([]);
  expect((await cald.update(id, { agentId: cald.agents[0] })).status).toBe(200);
});

describe("which call is what", () => {
  test.each([
    ["buy", "POST", "phonenumbers"],
    ["update", "PATCH", "phonenumbers/abc"],
    ["bind", "PATCH", "phonenumbers/abc"],
    ["release", "DELETE", "phonenumbers/abc"],
  ] as const)("%s is %s %s", async (operation, method, path) => {
    cald.control.postFault({ vendor: "cald", operation, fault: "500-before" });
    expect((await cald.call(path, { method })).status).toBe(500);
  });

  test.each(["phonenumbers", "phonenumbers/abc", "agents", "agents/abc"])(
    "GET %s meets no fault",
    async (path) => {
      for (const operation of ["search", "list", "get"] as const) {
        cald.control.postFault({ vendor: "cald", operation, fault: "500-before" });
      }
      expect((await cald.call(path)).status).toBeLessThan(500);
      expect(cald.control.faults()).toHaveLength(3);
    },
  );

  test("a release that was cut off has happened, and the next one finds nothing", async () => {
    const id = await cald.bought();
    cald.control.postFault({ vendor: "cald", operation: "release", fault: "reset-after" });
    await expect(cald.release(id)).rejects.toThrow();
    expect(cald.state).toMatchObject({ owned: [], releases: 1 });
    expect((await cald.release(id)).json).toEqual({ status: "failed" });
  });
});
