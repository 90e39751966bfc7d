const path = "/v1/numbers";

/** What gateways, proxies and frameworks answer by themselves, for a path or a service that they do not know: who, status, body. */
export const ofGateways: readonly (readonly [string, number, string])[] = (
  [
    ["Kong", 404, { message: "no Route matched with those values" }],
    ["Traefik", 404, "404 page not found"],
    ["nginx-ingress", 404, "default backend - 404"],
    ["Spring", 404, { timestamp: "2026-11-28", status: 404, error: "Not Found", path }],
    ["Fastify", 404, { message: `Route POST:${path} not found`, error: "Not Found", statusCode: 404 }],
    ["Nest", 404, { statusCode: 404, message: `Cannot POST ${path}`, error: "Not Found" }],
    ["AWS, of a path", 403, { message: "Missing Authentication Token" }],
    ["AWS, of a rule", 403, { message: "Forbidden" }],
    ["Cloudflare", 403, "error code: 1020"],
    ["a proxy of one's own", 407, { message: "Proxy Authentication Required" }],
  ] as const
).map(([who, status, told]) => [who, status, typeof told === "string" ? told : JSON.stringify(told)]);
