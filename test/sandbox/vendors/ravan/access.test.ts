import { describe, expect, test } from "vitest";
import {
  ravanNoProviderApiKey,
  ravanProviderDownApiKey,
  ravanRestrictedApiKey,
} from "../../../../sandbox/index";
import { application, gateway, inTurn, plain, rows, useRavan } from "./bench";

const uuidV7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const unknownId = "019d1fdb-3977-7bd5-ab27-8d3b37ddf4fc";

const bench = useRavan();

describe("keys", () => {
  test("one key and two agents are told, of no sub-accounts", () => {
    expect(bench.info).toEqual({
      baseUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/ravan$/),
      credentials: { ravanApiKey: expect.stringMatching(/^ak_[\da-f]{64}$/) },
      agents: [expect.stringMatching(uuidV7), expect.stringMatching(uuidV7)],
    });
  });

  test.each([
    ["no key", () => ({})],
    ["a wrong key", () => ({ "X-Api-Key": "wrong" })],
    ["the key as a bearer token", () => ({ Authorization: `Bearer ${bench.key}` })],
    ["the key after a scheme word", () => ({ "X-Api-Key": `Bearer ${bench.key}` })],
    ["a name every object has", () => ({ "X-Api-Key": "constructor" })],
  ])("%s is a 401 in the form of the gateway", async (_name, headers) => {
    const { status, json } = await bench.origin("/api/v1/phone-numbers/list", headers());
    expect(status).toBe(401);
    expect(json).toEqual(gateway(16, "API key is missing or invalid"));
  });

  test("a key without the right to telephony is a 403, whatever it asks for", async () => {
    const replies = [
      await bench.callAs(ravanRestrictedApiKey, "list"),
      await bench.callAs(ravanRestrictedApiKey, "available-numbers/US/"),
      await bench.callAs(ravanRestrictedApiKey, "buy/", { method: "POST", body: {} }),
      await bench.callAs(ravanRestrictedApiKey, "%2B14155550123/release/", { method: "DELETE" }),
    ];
    for (const { status, json } of replies) {
      expect(status).toBe(403);
      expect(json).toEqual({
        success: false,
        message: "You do not have permission to perform this action",
        error: { code: "FORBIDDEN", message: "Insufficient permissions for this resource" },
      });
    }
  });

  test("before a provider is chosen nothing can be searched or bought, in either of two words", async () => {
    const { phone_number, price } = await bench.free();
    const body = { phone_number, price };
    const buy = () => bench.callAs(ravanNoProviderApiKey, "buy/", { method: "POST", body });
    const words = "No telephony provider configured";
    expect(await inTurn(3, buy)).toEqual([
      [404, application("NOT_FOUND", words)],
      [400, gateway(9, words)],
      [404, application("NOT_FOUND", words)],
    ]);
    expect((await bench.callAs(ravanNoProviderApiKey, "available-numbers/US/")).status).toBe(400);
    const selected = await bench.callAs(ravanNoProviderApiKey, "selected-telephony");
    expect([selected.status, selected.json]).toEqual([404, application("NOT_FOUND", words)]);
    expect(bench.state.purchases).toBe(0);
  });

  test("a provider that is down is a 502 in the form of the service", async () => {
    const { status, json } = await bench.callAs(ravanProviderDownApiKey, "available-numbers/US/");
    expect([status, json]).toEqual([502, application("BAD_GATEWAY")]);
    expect((await bench.callAs(ravanProviderDownApiKey, "selected-telephony")).status).toBe(200);
  });

  test("keys of other organizations see nothing of this one", async () => {
    const number = await bench.bought();
    for (const key of [ravanNoProviderApiKey, ravanProviderDownApiKey]) {
      expect(rows(await bench.callAs(key, "list"))).toEqual([]);
      await bench.callAs(key, `${number}/release/`, { method: "DELETE" });
      const agents = await bench.origin("/api/v1/agents/", { "X-Api-Key": key });
      expect(agents.json.data).toEqual([]);
    }
    expect(bench.state.releases).toBe(0);
  });

  test("keys never get into the log of calls", async () => {
    await bench.call(`list?region=${bench.key}`);
    await bench.buy({ phone_number: bench.key });
    const text = JSON.stringify(bench.control.calls("ravan"));
    expect(text).not.toContain(bench.key);
    expect(text).toContain("[redacted]");
  });
});

describe("paths", () => {
  test.each([
    ["GET", "available-numbers/US", "available-numbers/US/"],
    ["POST", "buy", "buy/"],
    ["GET", "list/", "list"],
    ["DELETE", "+14155550123/release", "+14155550123/release/"],
    ["GET", "selected-telephony/", "selected-telephony"],
    ["GET", "import", "import/"],
  ])("%s %s is moved, nowhere, or moved for good, and meets no fault", async (method, path, meant) => {
    for (const operation of ["search", "buy", "list", "release"] as const) {
      bench.fault(operation, "500-before");
    }
    const replies = [
      await bench.call(`${path}?a=b`, { method }),
      await bench.call(path, { method }),
      await bench.call(path, { method }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([301, 404, 307]);
    expect(replies[0]?.headers.get("location")).toBe(`/ravan/api/v1/phone-numbers/${meant}?a=b`);
    expect(replies[1]?.json).toEqual(gateway(5));
    expect(bench.control.faults()).toHaveLength(4);
    expect(bench.state).toMatchObject({ purchases: 0, releases: 0 });
  });

  test.each(["nothing", "%2B14155550123", "%2B14155550123/", "%zz/release/", "a/b/release/", "buy/1/"])(
    "%s does not exist",
    async (path) => {
      const { status, json } = await bench.call(path);
      expect([status, json]).toEqual([404, gateway(5, "Not Found")]);
    },
  );

  test("a wrong method is either of two statuses", async () => {
    expect(await inTurn(3, () => bench.call("buy/"))).toEqual([
      [405, gateway(12)],
      [501, gateway(12)],
      [405, gateway(12)],
    ]);
    const number = await bench.bought();
    expect((await bench.call(`${number}/release/`, { method: "POST" })).status).toBe(501);
    expect(bench.state.releases).toBe(0);
  });

  test("a body beyond the bound is refused", async () => {
    const { status, json } = await bench.buy({ phone_number: "x".repeat(100_000) });
    expect([status, json]).toEqual([413, gateway(3)]);
  });
});

describe("neighbours", () => {
  test("the selected provider", async () => {
    const { status, json } = await bench.call("selected-telephony");
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      message: expect.any(String),
      data: { provider: "twilio", owner_type: "organization", last_four_sid: "x7f8", last_four_auth: "k9m2" },
    });
  });

  test("nothing is imported or in an own Twilio account, and nothing can be", async () => {
    for (const path of ["import/", "twilio-owned-numbers/"]) {
      expect((await bench.call(path)).json).toMatchObject({ success: true, data: [] });
    }
    for (const method of ["GET", "PUT", "DELETE"]) {
      const { status, json } = await bench.call(`import/${unknownId}`, { method });
      expect([status, json]).toEqual([404, application("NOT_FOUND", "Imported number not found")]);
    }
    for (const path of ["import/", "add-twilio", "create/telephony"]) {
      const { status, json } = await bench.call(path, { method: "POST", body: {} });
      expect([status, json]).toEqual([403, application("FORBIDDEN")]);
    }
  });

  test("agents: list with its pages, one, unknown, no id, no change", async () => {
    const all = await bench.agents("");
    expect(all.json.meta).toEqual({ total: 2, limit: expect.any(Number), offset: 0 });
    expect(rows(all).map(({ id }) => id)).toEqual(bench.info.agents);
    const second = await bench.agents("?limit=1&offset=1");
    expect(second.json.meta).toEqual({ total: 2, limit: 1, offset: 1 });
    const [row] = rows(second);
    expect(row?.id).toBe(bench.info.agents[1]);
    expect((await bench.agents(`${row?.id}/`)).json.data).toEqual(row);

    expect((await bench.agents("?limit=x")).json).toEqual(gateway(3));
    const unknown = await bench.agents(`${unknownId}/`);
    expect([unknown.status, unknown.json]).toEqual([404, application("NOT_FOUND")]);
    const short = await bench.agents("abc/");
    expect([short.status, short.json]).toEqual([
      400,
      gateway(3, 'invalid uuid "abc": invalid UUID length: 3'),
    ]);
    expect((await bench.agents(`${"x".repeat(36)}/`)).json).toEqual(
      gateway(3, expect.stringContaining("invalid")),
    );
    expect((await bench.agents(`${row?.id}/`, { method: "PATCH", body: {} })).status).toBe(403);
  });

  test("health needs no key, and is the only one of its kind: documented readiness is not there", async () => {
    const { status, json } = await bench.origin("/health", {});
    expect(status).toBe(200);
    expect(json).toEqual({ status: "ok", service: expect.any(String), time: expect.any(String) });
    expect((await bench.origin("/ready", {})).status).toBe(404);
  });

  test("a plain failure has no code", async () => {
    const [, second] = await inTurn(2, () => bench.buy({ price: 1 }));
    expect(second).toEqual([400, plain("Validation Error: 'phone_number' format invalid")]);
  });
});
