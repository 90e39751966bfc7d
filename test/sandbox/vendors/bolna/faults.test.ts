import { describe, expect, test } from "vitest";
import type { Reply } from "../../../support/send";
import { foreverMs, useBolna } from "./bench";

const bolna = useBolna();

const error = { error: expect.any(Number), message: expect.any(String) };

describe("a purchase", () => {
  test.each([
    ["reset-before", 0],
    ["reset-after", 1],
    ["timeout-before", 0],
    ["timeout-after", 1],
  ] as const)("%s is cut off, and has bought %i", async (fault, bought) => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", fault, { delayMs: 5 });
    await expect(bolna.buy(e164)).rejects.toThrow();
    expect(bolna.state.purchases).toBe(bought);
    expect((await bolna.list()).map((row) => row.phone_number)).toEqual(bought === 1 ? [e164] : []);
    expect(bolna.control.calls("bolna").find(({ method }) => method === "POST")?.status).toBe(0);
  });

  test.each([
    ["500-before", 0],
    ["500-after", 1],
  ] as const)("%s is an error in the documented form, and has bought %i", async (fault, bought) => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", fault);
    expect(await bolna.buy(e164)).toMatchObject({ status: 500, json: error });
    expect(bolna.state.purchases).toBe(bought);
  });

  test.each([
    ["502-html-after", 502],
    ["malformed-after", 200],
  ] as const)("%s is no JSON, and has bought", async (fault, expected) => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", fault);
    const { status, text } = await bolna.buy(e164);
    expect(status).toBe(expected);
    expect(() => JSON.parse(text)).toThrow();
    expect(bolna.state.purchases).toBe(1);
  });

  test.each([undefined, 7])("429 with Retry-After %s has bought nothing", async (retryAfter) => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", "429", { retryAfter });
    const { status, headers, json } = await bolna.buy(e164);
    expect([status, json]).toEqual([429, error]);
    expect(headers.get("retry-after")).toBe(retryAfter === undefined ? null : "7");
    expect(bolna.state.purchases).toBe(0);
  });

  test("taken: somebody else has the number from then on", async () => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", "taken");
    const replies = [await bolna.buy(e164), await bolna.buy(e164)];
    for (const { status, json } of replies) expect([status, json]).toEqual([400, error]);
    expect(await bolna.freeNumber()).not.toBe(e164);
    expect(bolna.state.purchases).toBe(0);
  });

  test("taken refuses a purchase that names no number all the same", async () => {
    for (const call of [{ rawBody: "[]" }, { rawBody: "{" }, { body: {} }]) {
      bolna.fault("buy", "taken");
      expect((await bolna.call("/phone-numbers/buy", { method: "POST", ...call })).status).toBe(400);
    }
  });

  test("no-funds is a 400, and the number stays for sale", async () => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", "no-funds");
    expect(await bolna.buy(e164)).toMatchObject({ status: 400, json: error });
    expect((await bolna.buy(e164)).status).toBe(200);
  });

  test("delay takes effect on arrival", async () => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", "delay", { delayMs: foreverMs });
    const stop = new AbortController();
    const call = bolna.call("/phone-numbers/buy", {
      method: "POST",
      body: { country: "US", phone_number: e164 },
      signal: stop.signal,
    });
    await expect.poll(() => bolna.state.purchases).toBe(1);
    stop.abort();
    await expect(call).rejects.toThrow();
  });

  test("list-lag combines with another fault", async () => {
    const e164 = await bolna.freeNumber();
    bolna.fault("buy", "list-lag", { delayMs: foreverMs });
    bolna.fault("buy", "reset-after");
    await expect(bolna.buy(e164)).rejects.toThrow();
    expect(await bolna.list()).toEqual([]);
    expect(bolna.state.purchases).toBe(1);
  });
});

describe("operations", () => {
  const post = (path: string, body: unknown) => () => bolna.call(path, { method: "POST", body });
  const calls: [Parameters<typeof bolna.fault>[0], () => Promise<Reply>][] = [
    ["search", () => bolna.call("/phone-numbers/search?country=US")],
    ["buy", post("/phone-numbers/buy", {})],
    ["list", () => bolna.call("/phone-numbers/all")],
    ["update", post("/inbound/setup", {})],
    ["update", post("/inbound/unlink", {})],
    ["bind", post("/inbound/setup", {})],
    ["bind", post("/inbound/unlink", {})],
    ["release", () => bolna.release("x")],
  ];
  test.each(calls)("%s meets its faults", async (operation, call) => {
    bolna.fault(operation, "500-before");
    expect((await call()).status).toBe(500);
    expect(bolna.control.faults()).toEqual([]);
  });

  test.each(["/user/me", "/v2/agent/all", "/sub-accounts/all"])("GET %s meets none", async (path) => {
    for (const operation of ["search", "list", "get", "update", "bind"] as const) {
      bolna.fault(operation, "500-before");
    }
    expect((await bolna.call(path)).status).toBe(200);
    expect(bolna.control.faults()).toHaveLength(5);
  });

  test("a link or a release that was cut off has happened", async () => {
    const { id } = await bolna.bought();
    bolna.fault("bind", "reset-after");
    const [agent] = bolna.agents;
    await expect(bolna.setUp({ agent_id: agent, phone_number_id: id })).rejects.toThrow();
    expect(bolna.state.owned[0]?.agent).toBe(agent);
    bolna.fault("release", "reset-after");
    await expect(bolna.release(id)).rejects.toThrow();
    expect(bolna.state).toMatchObject({ owned: [], releases: 1 });
  });
});

describe("control", () => {
  test("drop makes a number vanish without a release", async () => {
    const { id, e164 } = await bolna.bought();
    bolna.control.changeNumbers({ vendor: "bolna", drop: [e164] });
    expect(await bolna.list()).toEqual([]);
    expect((await bolna.release(id)).status).toBe(404);
    expect(bolna.state).toEqual({ owned: [], purchases: 1, releases: 0 });
  });

  test("own can say who answers", async () => {
    const [agent] = bolna.agents;
    await bolna.own({ e164: "+14152640123", country: "US", agent });
    expect(await bolna.row("+14152640123")).toMatchObject({ agent_id: agent, rented: true });
    expect(bolna.state.purchases).toBe(0);
  });

  test("a number released and offered again has another id", async () => {
    const { id, e164 } = await bolna.bought();
    await bolna.release(id);
    bolna.control.changeNumbers({ vendor: "bolna", add: [{ e164, country: "US" }] });
    expect((await bolna.buy(e164)).json.id).not.toBe(id);
  });

  test("reset brings back keys, agents and stock", async () => {
    const before = { info: bolna.info, stock: await bolna.search() };
    await bolna.bought();
    await bolna.call(`/v2/agent/${bolna.agents[0]}`, { method: "DELETE" });
    bolna.control.reset();
    expect({ info: bolna.info, stock: await bolna.search() }).toEqual(before);
  });

  test("calls show what was asked, as sent", async () => {
    const { id, e164 } = await bolna.bought();
    await bolna.release(id);
    expect(bolna.control.calls("bolna")).toMatchObject([
      { method: "GET", path: "/phone-numbers/search", query: { country: "US", pattern: "415" }, body: null },
      { method: "POST", path: "/phone-numbers/buy", body: { phone_number: e164 }, status: 200 },
      { method: "DELETE", path: `/phone-numbers/${id}`, status: 200 },
    ]);
  });
});
