import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactor } from "../../../provider/http/redact";
import { errorOf } from "../../support/expect";
import { basic, buying, changing, clientOf, reading, secret, sendOrThrow } from "../../support/http-client";
import { serve } from "../../support/server";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const pair = `name:${secret}`;
const forms = [
  secret,
  encodeURIComponent(secret),
  base64(secret),
  pair,
  encodeURIComponent(pair),
  base64(pair),
  basic,
];

function expectNoSecret(text: string): void {
  for (const form of [secret, encodeURIComponent(secret), base64(secret), base64(pair)])
    expect(text).not.toContain(form);
}

describe("redaction", () => {
  it("hides a key in all forms it takes on the wire, wherever it stands", () => {
    const redact = redactor([secret, pair]);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...forms), fc.string()), { maxLength: 6 }), (parts) => {
        expectNoSecret(redact(parts.join(" ")));
      }),
    );
  });

  it("leaves everything else alone", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!forms.some((form) => text.includes(form)));
        expect(redactor([secret, pair])(text)).toBe(text);
      }),
    );
  });

  it("hides a key that is part of another one without leaving a rest", () => {
    expect(redactor(["abc", "abcdef"])("abcdef abc")).toBe("[redacted] [redacted]");
  });

  it("of an empty key hides nothing", () => {
    expect(redactor([""])("abc")).toBe("abc");
  });
});

describe("an error of a vendor that echoes the credentials", () => {
  const echoes = [
    ["as JSON", JSON.stringify({ error: `bad key ${secret}, sent as ${basic}` })],
    ["as text", `bad key ${secret} in ${basic}`],
    ["as a page", `<html><body>token=${encodeURIComponent(secret)}</body></html>`],
    ["at the place where the message is cut", JSON.stringify({ error: `${"x".repeat(290)}${secret}` })],
  ] as const;

  it.each(echoes)("%s has no key in anything that can be printed", async (_, body) => {
    for (const status of [400, 401, 403, 404, 429, 500]) {
      const server = await serve([{ status, body, headers: { "retry-after": "60" } }]);
      for (const call of [reading, changing, buying]) {
        const error = await errorOf(sendOrThrow(clientOf(server.url), call));
        expectNoSecret(`${error.message} ${error.stack} ${JSON.stringify(error)}`);
        expect(error.message).toContain("plivo");
      }
    }
  });

  it("in its request id has no key in the message", async () => {
    const server = await serve([{ status: 400, headers: { "x-request-id": basic } }]);
    expectNoSecret((await errorOf(sendOrThrow(clientOf(server.url), buying))).message);
  });

  it("was sent them only in the authorization header", async () => {
    const server = await serve([{}]);
    for (const call of [reading, changing, buying]) await clientOf(server.url).send(call);
    for (const { url, body, headers } of server.requests) {
      expect(headers.authorization).toBe(basic);
      const { authorization: _, ...rest } = headers;
      expectNoSecret(`${url} ${body} ${JSON.stringify(rest)}`);
    }
  });
});
