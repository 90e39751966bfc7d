import { describe, expect, it } from "vitest";
import type { Answer } from "../../../provider/http/client";
import { isOfGateway, isWordless, mentionsRoutes, withoutPaths } from "../../../provider/http/of-gateway";

const answered = (status: number, told: unknown) =>
  typeof told === "string"
    ? ({ status, form: "text", body: undefined, message: told } satisfies Partial<Answer>)
    : ({ status, form: "json", body: told, message: undefined } satisfies Partial<Answer>);

describe("a gateway or a framework", () => {
  it.each<[string, number, unknown]>([
    ["Kong", 404, { message: "no Route matched with those values", request_id: "4f" }],
    ["Traefik, and a server in Go", 404, "404 page not found"],
    ["nginx-ingress", 404, "default backend - 404"],
    ["Starlette", 404, "Not Found"],
    ["Spring", 404, { timestamp: "2026-11-28", status: 404, error: "Not Found", path: "/v1/numbers/1" }],
    ["Spring, of old", 404, { status: 404, message: "No message available", path: "/v1/numbers/1" }],
    ["Fastify", 404, { message: "Route POST:/buy not found", error: "Not Found", statusCode: 404 }],
    ["Nest", 404, { statusCode: 404, message: "Cannot POST /buy", error: "Not Found" }],
    ["Express", 404, "Cannot DELETE /phone-numbers/1"],
    ["Laravel", 404, { message: "The route api/user/phone-numbers could not be found." }],
    ["Flask", 404, { message: "The requested URL was not found on the server. Please check the spelling." }],
    ["AWS, of a path", 403, { message: "Missing Authentication Token" }],
    ["AWS, of a rule", 403, { message: "Forbidden" }],
    ["Envoy", 403, "RBAC: access denied"],
    ["Cloudflare, as text", 403, "error code: 1020"],
    ["Cloudflare, as JSON", 403, { cloudflare_error: true, title: "Error 1020: Access denied", status: 403 }],
    ["Apigee", 404, { fault: { faultstring: "Unable to identify proxy for host: default" } }],
    ["Google", 404, { code: 404, message: "The current request is not defined by this API." }],
    ["a mesh", 404, { message: "Service not found" }],
    ["a chain of them", 404, { message: "Gateway was not found" }],
    ["a server in text", 404, "Error code: 404, status: Not Found"],
    ["a proxy", 407, { message: "who are you" }],
  ])("is known by its words: %s", (_who, status, told) => {
    expect(isOfGateway(answered(status, told))).toBe(true);
  });

  it.each<[number, unknown]>([
    [404, {}],
    [404, { error: "not found", api_id: "a1" }],
    [404, { message: "Not found" }],
    [404, { detail: "Not Found" }],
    [404, { code: 5, message: "Not Found", details: [] }],
    [404, { success: false, message: "Resource not found", error: { code: "NOT_FOUND" } }],
    [404, { error: 404, message: "Phone number not found" }],
    [404, { message: "Agent not found" }],
    [404, { message: "No payment method found" }],
    [404, { message: "Payment method not found" }],
    [404, "Phone number not found"],
    [403, { detail: "Forbidden" }],
    [403, { message: "Forbidden", error: { code: "FORBIDDEN" } }],
    [403, { message: "Your plan does not include this service" }],
    [400, { message: "The answer URL was not found" }],
    [401, { message: "Unauthorized" }],
    [200, { message: "Route not found" }],
    [404, null],
    [404, [{ path: 1 }]],
  ])("is not read out of what may be the vendor's own: %i %j", (status, told) => {
    expect(isOfGateway(answered(status, told))).toBe(false);
  });
});

it("megabytes of it are read as fast as a line", () => {
  const text = "service/ ".repeat(500_000);
  const before = performance.now();
  for (const told of [{ message: text }, Array.from({ length: 200_000 }, () => "service/")])
    expect(isOfGateway(answered(404, told))).toBe(false);
  expect(performance.now() - before).toBeLessThan(500);
});

describe("a text in words that gateways have", () => {
  it.each([
    "Phone number not found by this service",
    "The agent of this proxy has no route",
    "Method not allowed",
    "Cannot PATCH /phone-numbers/1",
  ])("mentions what they speak of: %j", (text) => {
    expect(mentionsRoutes(text)).toBe(true);
  });

  it.each(["", "Phone number not found", "Phone number /service/route not found"])("does not: %j", (text) => {
    expect(mentionsRoutes(text)).toBe(false);
  });

  it("is read without its paths and addresses", () => {
    expect(withoutPaths('no "/v1/numbers/1" at https://a.example/agents here').split(/\s+/)).toEqual([
      "no",
      '"',
      '"',
      "at",
      "here",
    ]);
  });
});

describe("JSON without a word of its own", () => {
  it.each([
    {},
    [],
    null,
    { message: "Not found" },
    { error: "NOT_FOUND", statusCode: 404 },
    { errors: [{ detail: "Not Found.", code: "404" }] },
    { message: "Not Found", valid: false, request_id: "4f", "x-id": "r" },
    { title: "Not Found", status: 404, type: "https://tools.ietf.org/html/rfc9110", traceId: "00-4bf92f" },
    { message: "Method Not Allowed" },
    { status: "error", code: "NotFound", message: "Error code 404" },
  ])("says nothing: %j", (body) => {
    expect(isWordless(body)).toBe(true);
  });

  it.each([
    "sold",
    { error: "number not found" },
    { message: "Sorry" },
    { errors: [{ msg: "None left" }] },
    { invalid: "x" },
  ])("is not what has one: %j", (body) => {
    expect(isWordless(body)).toBe(false);
  });
});
