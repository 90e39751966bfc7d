import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { UnclearError, UnreachableError } from "../../../provider/domain/errors";
import { retryRules } from "../../../provider/http/retry";
import { isBeforeSending } from "../../../provider/http/transport";
import { errorOfClass } from "../../support/expect";
import { buying, changing, clientOf, reading, sendOrThrow } from "../../support/http-client";
import { serve } from "../../support/server";

describe("a connection that breaks after the request left", () => {
  it.each(["before", "half-way"] as const)("(%s the answer) is tried again by a read", async (cut) => {
    const server = await serve([{ cut }, { body: '{"fine":true}' }]);
    expect(await sendOrThrow(clientOf(server.url), reading)).toEqual({ fine: true });
    expect(server.requests).toHaveLength(2);
  });

  it.each(["before", "half-way"] as const)(
    "(%s the answer) is never tried again by a purchase, which is unclear then",
    async (cut) => {
      const server = await serve([{ cut }]);
      const error = await errorOfClass(UnclearError, clientOf(server.url).send(buying));
      expect(error.mayHaveBought).toBe(true);
      expect(server.requests).toHaveLength(1);
    },
  );

  it("again and again leaves a read without an answer, and nothing changed", async () => {
    const server = await serve([{ cut: "before" }]);
    const error = await errorOfClass(UnreachableError, clientOf(server.url).send(reading));
    expect(error.mayHaveBought).toBe(false);
    expect(server.requests).toHaveLength(retryRules.read.attempts);
  });

  it("again and again leaves a change unclear, but nothing bought", async () => {
    const server = await serve([{ cut: "before" }]);
    const error = await errorOfClass(UnclearError, clientOf(server.url).send(changing));
    expect(error.mayHaveBought).toBe(false);
  });
});

it.each(["constructor", "__proto__", "toString", "valueof"])(
  "an encoding of the name %s is none",
  async (encoding) => {
    const server = await serve([{ headers: { "content-encoding": encoding }, body: '{"fine":true}' }]);
    expect(await sendOrThrow(clientOf(server.url), reading)).toEqual({ fine: true });
  },
);

describe("an answer that is compressed though nobody asked", () => {
  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ])("by %s is read", async (encoding, compress) => {
    const body = compress(JSON.stringify({ fine: "Ünïcødé" }));
    const server = await serve([{ headers: { "content-encoding": encoding }, body }]);
    expect(await sendOrThrow(clientOf(server.url), reading)).toEqual({ fine: "Ünïcødé" });
  });

  it("and is none, or grows beyond all bounds, leaves a purchase unclear", async () => {
    for (const body of [Buffer.from("plain"), gzipSync(Buffer.alloc(17 * 1024 * 1024))]) {
      const server = await serve([{ headers: { "content-encoding": "gzip" }, body }]);
      const error = await errorOfClass(UnclearError, clientOf(server.url).send(buying));
      expect(error.mayHaveBought).toBe(true);
    }
  });
});

describe("an error of the network", () => {
  const failure = (facts: object) => Object.assign(new Error("network"), facts);

  it.each([
    { code: "ECONNREFUSED", syscall: "connect" },
    { code: "EHOSTUNREACH", syscall: "connect" },
    { code: "ENOTFOUND", syscall: "getaddrinfo" },
    { code: "UND_ERR_CONNECT_TIMEOUT" },
    { code: "CERT_HAS_EXPIRED" },
  ])("%j proves that nothing was sent", (facts) => {
    expect(isBeforeSending(failure(facts))).toBe(true);
    expect(isBeforeSending(new AggregateError([failure(facts), failure(facts)]))).toBe(true);
  });

  it.each([
    { code: "EHOSTUNREACH", syscall: "read" },
    { code: "ENETUNREACH", syscall: "write" },
    { code: "ECONNRESET", syscall: "read" },
    { code: "UND_ERR_SOCKET" },
    { code: "UND_ERR_HEADERS_TIMEOUT" },
  ])("%j proves nothing", (facts) => {
    expect(isBeforeSending(failure(facts))).toBe(false);
    const opening = failure({ code: "ECONNREFUSED", syscall: "connect" });
    expect(isBeforeSending(new AggregateError([opening, failure(facts)]))).toBe(false);
  });

  it("of no kind, or none at all, proves nothing", () => {
    expect(isBeforeSending("broken")).toBe(false);
    expect(isBeforeSending(new AggregateError([]))).toBe(false);
  });
});

describe("a connection that never opens", () => {
  it.each([buying, reading])("proves for a $operation that nothing was sent", async (call) => {
    const error = await errorOfClass(UnreachableError, clientOf("http://127.0.0.1:1").send(call));
    expect(error.mayHaveBought).toBe(false);
    expect(error.message).toContain("the connection was refused");
  });
});
