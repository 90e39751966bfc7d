import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  ArgumentError,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  type PhoneError,
  RateLimitedError,
  RefusedError,
  UnclearError,
} from "../../../provider/domain/errors";
import { type Call, createClient, path } from "../../../provider/http/client";
import { errorOf, errorOfClass } from "../../support/expect";
import { buying, changing, clientOf, reading, sendOrThrow } from "../../support/http-client";
import { serve } from "../../support/server";

describe("redirects", () => {
  it.each([301, 302, 303, 307, 308])("%i is followed neither for reads nor for purchases", async (status) => {
    const elsewhere = await serve([{}]);
    const server = await serve([{ status, headers: { location: `${elsewhere.url}/stolen` } }]);
    for (const call of [reading, changing]) {
      const error = await errorOfClass(RefusedError, sendOrThrow(clientOf(server.url), call));
      expect(error.message).toContain("a redirect, which is not followed");
    }
    const error = await errorOfClass(UnclearError, sendOrThrow(clientOf(server.url), buying));
    expect(error.mayHaveBought).toBe(true);
    expect(elsewhere.requests).toEqual([]);
    expect(server.requests).toHaveLength(3);
  });
});

describe("a redirect to the same path with or without its last slash", () => {
  const withoutSlash = { ...reading, path: "/Number", query: { limit: 20 } };

  it.each([301, 302, 303, 307, 308])(
    "(%i) is followed by a read, with its query and its key",
    async (status) => {
      const server = await serve(({ url }) =>
        url.startsWith("/Number/")
          ? { body: '{"fine":true}' }
          : { status, headers: { location: "/Number/" } },
      );
      expect(await sendOrThrow(clientOf(server.url), withoutSlash)).toEqual({ fine: true });
      expect(server.requests.map(({ url }) => url)).toEqual(["/Number?limit=20", "/Number/?limit=20"]);
      expect(server.requests[1]?.headers.authorization).toBe(server.requests[0]?.headers.authorization);
    },
  );

  it("is followed once, and never to another host", async () => {
    const elsewhere = await serve([{}]);
    for (const location of [`${elsewhere.url}/Number/`, "//127.0.0.2/Number/", "/Number/x/", "/Number"]) {
      const server = await serve([{ status: 308, headers: { location } }]);
      await errorOfClass(RefusedError, sendOrThrow(clientOf(server.url), withoutSlash));
      expect(server.requests).toHaveLength(1);
    }
    const circle = await serve(({ url }) => ({
      status: 308,
      headers: { location: url.startsWith("/Number/") ? "/Number" : "/Number/" },
    }));
    await errorOfClass(RefusedError, sendOrThrow(clientOf(circle.url), withoutSlash));
    expect(circle.requests).toHaveLength(2);
    expect(elsewhere.requests).toEqual([]);
  });

  const remove: Call = { operation: "release", method: "DELETE", path: "/Number/1", effect: "repeatable" };
  const toOtherSlash = (status: number) =>
    serve(({ url }) =>
      url.endsWith("/") ? { body: '{"fine":true}' } : { status, headers: { location: `${url}/` } },
    );

  it.each([307, 308])("(%i) is followed by a change and a release, with their body", async (status) => {
    for (const call of [remove, { ...changing, path: "/Number/1" }]) {
      const server = await toOtherSlash(status);
      expect(await sendOrThrow(clientOf(server.url), call)).toEqual({ fine: true });
      const [first, second] = server.requests;
      expect(server.requests).toHaveLength(2);
      expect(second).toMatchObject({ method: call.method, url: "/Number/1/", body: first?.body });
      expect(second?.headers.authorization).toBe(first?.headers.authorization);
    }
  });

  it.each([301, 302, 303])("(%i) is not followed by a release: it need not stay one", async (status) => {
    const server = await toOtherSlash(status);
    await errorOfClass(RefusedError, sendOrThrow(clientOf(server.url), remove));
    expect(server.requests).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])("(%i) is never followed by a purchase", async (status) => {
    const server = await toOtherSlash(status);
    const purchase = { ...buying, path: "/PhoneNumber/1" };
    const error = await errorOfClass(UnclearError, sendOrThrow(clientOf(server.url), purchase));
    expect(error.mayHaveBought).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it("to another host is not followed by a purchase or a change, which say where it points to", async () => {
    const server = await serve([
      { status: 308, headers: { location: "https://elsewhere.example/PhoneNumber/1?token=s3" } },
    ]);
    for (const [call, type] of [
      [buying, UnclearError],
      [changing, RefusedError],
    ] as const) {
      const error = await errorOfClass<PhoneError>(type, sendOrThrow(clientOf(server.url), call));
      expect(error.message).toContain("https://elsewhere.example/PhoneNumber/1");
      expect(error.message).toContain("set phone:plivoBaseUrl to https://elsewhere.example");
      expect(error.message).not.toContain("token");
    }
    expect(server.requests).toHaveLength(2);
  });
});

describe("bodies", () => {
  it("up to 16 MiB are read", async () => {
    const text = "x".repeat(16 * 1024 * 1024 - 11);
    const server = await serve([{ body: JSON.stringify({ text }) }]);
    expect(await sendOrThrow(clientOf(server.url), reading)).toEqual({ text });
  });

  it.each([
    ["with their length", { "content-length": String(16 * 1024 * 1024 + 1) }],
    ["in chunks", {}],
  ])("over 16 MiB are refused, sent %s: a purchase is unclear then", async (_, headers) => {
    const server = await serve([{ headers, body: "x".repeat(16 * 1024 * 1024 + 1) }]);
    const error = await errorOfClass(UnclearError, clientOf(server.url).send(buying));
    expect(error.what).toBe("the answer was larger than 16 MiB");
    expect(error.mayHaveBought).toBe(true);
  });

  it.each(["", "{", "<html></html>", '{"ok":'])(
    "that are no JSON (%j) are unclear, not a crash",
    async (body) => {
      const client = clientOf((await serve([{ body }])).url);
      for (const call of [reading, buying]) {
        const answer = await client.send(call);
        const error = await errorOf(Promise.resolve().then(() => client.read(answer, z.object({}))));
        expect(error).toBeInstanceOf(UnclearError);
        expect(error).toMatchObject({ what: "the answer is not JSON", mayHaveBought: call === buying });
      }
    },
  );

  it("nested ten thousand deep, or with millions of parts, are none that can be read", async () => {
    for (const body of [`${'{"error":'.repeat(10_000)}1${"}".repeat(10_000)}`, `[${"{},".repeat(2e6)}{}]`]) {
      const client = clientOf((await serve([{ body }])).url);
      const answer = await client.send(buying);
      expect(answer).toMatchObject({ form: "text", body: undefined });
      expect(() => client.read(answer, z.unknown())).toThrow("the answer is not JSON");
    }
  });

  it("of a failure that are megabytes of open brackets say what they begin with", async () => {
    const server = await serve([{ status: 400, body: "<".repeat(8 * 1024 * 1024) }]);
    const answer = await clientOf(server.url).send(buying);
    expect(answer.message).toBe("<".repeat(300));
  });

  it("that lack what is needed name it", async () => {
    const client = clientOf((await serve([{ body: '{"rows":[{"number":null}]}' }])).url);
    const answer = await client.send(reading);
    const schema = z.object({ rows: z.array(z.object({ number: z.string() })) });
    expect(() => client.read(answer, schema)).toThrow("the answer lacks rows.0.number");
  });
});

describe("refusals", () => {
  it.each([
    [400, RefusedError],
    [401, AuthenticationError],
    [402, RefusedError],
    [403, PermissionError],
    [404, NotFoundError],
    [409, RefusedError],
    [422, RefusedError],
  ])("%i is a class of its own, with status, words and request", async (status, type) => {
    const server = await serve([
      { status, headers: { "x-request-id": "r-1" }, body: '{"error":"bad number"}' },
    ]);
    const error = await errorOfClass<PhoneError>(type, sendOrThrow(clientOf(server.url), buying));
    expect(error.details).toMatchObject({
      vendor: "plivo",
      operation: "buy",
      status,
      vendorMessage: "bad number",
      requestId: "r-1",
    });
    expect(error.mayHaveBought).toBe(false);
    expect(error.message).toContain(`(HTTP ${status}, "bad number", request r-1)`);
  });

  it.each([408, 500, 502])("%i of a purchase is unclear", async (status) => {
    const server = await serve([{ status, body: "<html><title>Bad Gateway</title>\nmore</html>" }]);
    const error = await errorOfClass(UnclearError, sendOrThrow(clientOf(server.url), buying));
    expect(error.mayHaveBought).toBe(true);
    expect(error.details.vendorMessage).toBe("Bad Gateway");
  });

  it("are quoted up to 300 characters", async () => {
    const server = await serve([{ status: 400, body: "y".repeat(10_000) }]);
    const error = await errorOf(sendOrThrow(clientOf(server.url), buying));
    expect(error.message.length).toBeLessThan(500);
  });
});

describe("what is not the vendor's own", () => {
  const challenge = "<!DOCTYPE html><html><title>Just a moment...</title></html>";

  it.each([400, 401, 403, 404, 405, 407])(
    "a page with %i proves nothing, and says nothing of the key",
    async (status) => {
      const client = clientOf((await serve([{ status, body: challenge }])).url);
      const error = await errorOfClass<PhoneError>(RefusedError, sendOrThrow(client, reading));
      expect(error.what).toBe("the answer is a page, and not one of plivo's API");
      expect(error.message).toContain(`HTTP ${status}, "Just a moment..."`);
      expect((await errorOfClass(UnclearError, sendOrThrow(client, buying))).mayHaveBought).toBe(true);
    },
  );

  it("a 404 without a body proves nothing", async () => {
    const client = clientOf((await serve([{ status: 404, body: "" }])).url);
    await errorOfClass(RefusedError, sendOrThrow(client, reading));
    expect((await errorOfClass(UnclearError, sendOrThrow(client, buying))).mayHaveBought).toBe(true);
  });

  it.each([400, 402, 403, 409, 422])("a %i without a body proves nothing of a purchase", async (status) => {
    const client = clientOf((await serve([{ status, body: "" }])).url);
    expect((await errorOfClass(UnclearError, sendOrThrow(client, buying))).mayHaveBought).toBe(true);
  });

  it.each([
    [404, '{"message":"no Route matched with those values"}'],
    [404, "404 page not found"],
    [403, '{"message":"Missing Authentication Token"}'],
    [407, '{"error":"proxy authentication required"}'],
  ])("%i %j is a gateway's, and proves nothing", async (status, body) => {
    const client = clientOf((await serve([{ status, body }])).url);
    const error = await errorOfClass<PhoneError>(RefusedError, sendOrThrow(client, reading));
    expect(error.what).toBe("the answer is a gateway's, and not one of plivo's API");
    expect((await errorOfClass(UnclearError, sendOrThrow(client, buying))).mayHaveBought).toBe(true);
  });

  it.each([
    [404, "no such thing"],
    [404, "{}"],
    [404, '{"status":404,"error":"Not Found"}'],
    [404, '{"detail":"Not Found"}'],
    [405, '{"message":"Method Not Allowed"}'],
  ])("%i %j names nothing, and proves nothing of a purchase", async (status, body) => {
    const client = clientOf((await serve([{ status, body }])).url);
    expect((await errorOfClass(UnclearError, sendOrThrow(client, buying))).mayHaveBought).toBe(true);
  });
});

describe("a 403", () => {
  const settings = (baseUrl: string) =>
    createClient({
      vendor: "acme",
      baseUrl,
      headers: {},
      secrets: [],
      rateLimit: null,
      explain: (body) => ({ message: String((body as { error?: string }).error ?? "") || undefined }),
      keyAdvice: "Check the key",
      keyRefusals: [401, 403],
    });

  it.each([
    ["Invalid API key", AuthenticationError, "the key was refused"],
    ["Unrecognized access token", AuthenticationError, "the key was refused"],
    ["The key has no permission to buy", PermissionError, "the account may not do this"],
    ["Upgrade your plan", PermissionError, "the account may not do this"],
    ["Forbidden", PermissionError, "access was refused"],
    ["", PermissionError, "access was refused"],
  ])("in the words %j is what they say, and no more", async (error, type, what) => {
    const server = await serve([{ status: 403, body: JSON.stringify({ error }) }]);
    const thrown = await errorOfClass<PhoneError>(type, settings(server.url).ask(reading));
    expect(thrown.what).toBe(what);
    expect(thrown.details).toMatchObject({ status: 403, vendorMessage: error || undefined });
  });
});

describe("a wait that is asked for", () => {
  it.each([
    ["600", "10 minutes"],
    ["45", "45 seconds"],
    ["7200", "2 hours"],
  ])("is told as it is: Retry-After %s", async (retryAfter, told) => {
    const server = await serve([{ status: 429, headers: { "retry-after": retryAfter } }]);
    const error = await errorOfClass<PhoneError>(RateLimitedError, sendOrThrow(clientOf(server.url), buying));
    expect(error.details.nextStep).toContain(`run again in ${told}`);
    expect(server.requests).toHaveLength(1);
  });
});

describe("requests", () => {
  it("carry JSON only where there is a body, and leave out what is undefined", async () => {
    const server = await serve([{}]);
    const client = clientOf(`${server.url}/base/`);
    await client.send({ ...reading, query: { limit: 20, offset: 0, type: undefined, sms: true } });
    await client.send({ ...buying, json: { app_id: "1", subaccount: undefined } });
    const [read, buy] = server.requests;
    expect(read).toMatchObject({ method: "GET", url: "/base/Number/?limit=20&offset=0&sms=true", body: "" });
    expect(read?.headers["content-type"]).toBeUndefined();
    expect(buy).toMatchObject({ method: "POST", url: "/base/PhoneNumber/1/", body: '{"app_id":"1"}' });
    expect(buy?.headers["content-type"]).toBe("application/json");
  });

  it("have one path segment for each value from outside", () => {
    expect(path`/Number/${"..x?y#z %2e"}/`).toBe("/Number/..x%3Fy%23z%20%252e/");
  });

  // Encoded, a slash is one again at servers that decode the whole path first; dots cannot be encoded at all.
  it.each(["", ".", "..", "...", "../x", "a/b", "a\\b", "a\r\nX-Evil: 1", "\0", "\ud800"])(
    "have none of %j, which may be another address",
    (name) => {
      expect(() => path`/Number/${name}/`).toThrow(ArgumentError);
    },
  );
});

it("a refusal that the vendor's module cannot explain holds nobody up", async () => {
  const server = await serve([
    { status: 429, body: '{"error":"too many requests"}' },
    { status: 429, body: "" },
    { body: '{"fine":true}' },
  ]);
  const client = createClient({
    vendor: "acme",
    baseUrl: server.url,
    headers: {},
    secrets: [],
    rateLimit: { calls: 10, perMs: 50 },
    explain: (body) => ({ message: (body as { error: string }).error }),
    keyAdvice: "Check the key",
  });
  await expect(client.ask(reading)).rejects.toThrow(TypeError);
  expect((await client.ask(reading)).body).toEqual({ fine: true });
});
