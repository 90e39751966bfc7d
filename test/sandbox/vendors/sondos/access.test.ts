import { describe, expect, test } from "vitest";
import { sondosRestrictedApiKey } from "../../../../sandbox/index";
import { useSondos } from "./bench";

const sondos = useSondos();
const list = "/api/user/phone-numbers/all";

describe("access", () => {
  test("is given out in the documented forms", () => {
    expect(sondos.info.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sondos$/);
    expect(sondos.info.credentials).toEqual({
      sondosApiKey: expect.stringMatching(/^\d+\|[A-Za-z0-9]{40}$/),
    });
    expect(sondos.info.agents.length).toBeGreaterThan(10);
    for (const agent of sondos.info.agents) expect(agent).toMatch(/^\d+$/);
  });

  test("a wrong key is a 401, in the two forms in turn", async () => {
    const part = sondos.key.split("|")[1] ?? "";
    const replies = [
      await sondos.origin(list, { authorization: "Bearer 1|wrong" }),
      await sondos.origin(list, {}),
      await sondos.origin(list, { authorization: `Bearer ${part}` }),
      await sondos.origin(list, { authorization: sondos.key }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    const twin = { error: "Invalid API key", message: "The provided API key is invalid or expired" };
    const framework = { message: "Unauthenticated." };
    expect(replies.map(({ json }) => json)).toEqual([twin, framework, twin, framework]);
  });

  test("a key without permission is a 403", async () => {
    const { status, json } = await sondos.origin(list, {
      authorization: `Bearer ${sondosRestrictedApiKey}`,
    });
    expect(status).toBe(403);
    expect(json).toEqual({ error: "Insufficient permissions", message: expect.any(String) });
  });

  test("a key shows who it belongs to", async () => {
    const { status, json } = await sondos.call("me");
    expect(status).toBe(200);
    expect(json).toEqual({
      name: "Sandbox",
      email: "sandbox@example.com",
      total_balance: expect.any(Number),
    });
  });

  test("no key comes into the log, whole or in part", async () => {
    const secret = sondos.key.split("|")[1] ?? "";
    await sondos.call(`phone-numbers/search?contains=${encodeURIComponent(sondos.key)}`);
    await sondos.call(`phone-numbers/${secret}`, { method: "PUT", body: { nickname: sondos.key } });
    expect(JSON.stringify(sondos.control.calls())).not.toContain(secret);
  });
});

describe("a call that does not ask for JSON", () => {
  test.each(["*/*", "text/html"])(
    "with Accept %s is redirected or shown a page in turn, and does nothing",
    async (accept) => {
      const phone_number = await sondos.freeNumber();
      const headers = { authorization: `Bearer ${sondos.key}`, accept };
      const call = { method: "POST", body: { phone_number } };
      const redirect = await sondos.origin("/api/user/phone-numbers/purchase", headers, call);
      expect(redirect.status).toBe(302);
      expect(redirect.headers.get("location")).toBe("/sondos/login");
      const page = await sondos.origin("/api/user/phone-numbers/purchase", headers, call);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=UTF-8"]);
      expect(page.text).toContain("<html>");
      expect(sondos.state.purchases).toBe(0);
    },
  );

  test("the login it is sent to is a page", async () => {
    const { status, text } = await sondos.origin("/login", {});
    expect(status).toBe(200);
    expect(text).toMatch(/^<!DOCTYPE html>/);
  });

  test("JSON among others will do", async () => {
    const headers = { authorization: `Bearer ${sondos.key}`, accept: "application/json, text/plain, */*" };
    expect((await sondos.origin(list, headers)).json).toEqual({ data: [] });
  });
});

describe("paths", () => {
  test.each(["phone-numbers/1/release", "assistants", "numbers", "phone-numbers/sip-trunks/1"])(
    "%s is not known",
    async (path) => {
      const { status, json } = await sondos.call(path);
      expect(status).toBe(404);
      expect(json).toEqual({ message: `The route api/user/${path} could not be found.` });
    },
  );

  test.each([
    ["GET", "phone-numbers/1", "PUT, DELETE"],
    ["GET", "phone-numbers/purchase", "POST, PUT, DELETE"],
    ["POST", "phone-numbers/search", "GET, HEAD, PUT, DELETE"],
    ["GET", "assistant/1", "PUT"],
    ["PATCH", "assistant/1", "PUT"],
    ["DELETE", "phone-numbers", "GET, HEAD"],
  ])("%s %s is not supported", async (method, path, allow) => {
    const { status, headers, json } = await sondos.call(path, { method });
    expect(status).toBe(405);
    expect(headers.get("allow")).toBe(allow);
    expect(json.message).toBe(
      `The ${method} method is not supported for route api/user/${path}. Supported methods: ${allow}.`,
    );
  });

  test("have no slash at the end", async () => {
    const { status, headers } = await sondos.call("phone-numbers/search/?contains=415");
    expect(status).toBe(301);
    expect(headers.get("location")).toBe("/sondos/api/user/phone-numbers/search?contains=415");
  });

  test("outside of the API there are pages", async () => {
    const { status, text } = await sondos.origin("/user/phone-numbers/all", {});
    expect(status).toBe(404);
    expect(text).toContain("<html>");
  });

  test("HEAD goes where GET goes", async () => {
    const { status, text } = await sondos.call("phone-numbers/all", { method: "HEAD" });
    expect([status, text]).toEqual([200, ""]);
  });

  test("a body that is too large is a 413", async () => {
    const { status, json } = await sondos.rename(1, { nickname: "x".repeat(70_000) });
    expect(status).toBe(413);
    expect(json.message).toEqual(expect.any(String));
  });
});

test("no rate limit is documented, and none is enforced", async () => {
  const replies = await Promise.all(Array.from({ length: 150 }, () => sondos.call("me")));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
});
