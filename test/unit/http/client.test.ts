import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  AuthenticationError,
  NotFoundError,
  PermissionError,
  type PhoneError,
  RefusedError,
  UnclearError,
} from "../../../provider/domain/errors";
import { path } from "../../../provider/http/client";
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
    expect(path`/Number/${"../x?y#z /"}/`).toBe("/Number/..%2Fx%3Fy%23z%20%2F/");
  });
});
