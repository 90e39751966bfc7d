import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const loopback = /^(127\.0\.0\.1|localhost|.+\.localhost|\[?::1\]?)$/;
const cookie = "sandbox_token";

/** Whether a host is this machine alone. */
export function isThisMachine(host: string): boolean {
  return loopback.test(host.toLowerCase());
}

/**
 * Lets through to the page and the control calls whoever has the token; where there is none, what this machine's programs and the
 * sandbox's own page ask for. A browser also carries out what the page of another site asks for: it then names that site as the origin,
 * or, where that site's name was made to point at this machine, as the host.
 */
export function gate(token: string | undefined): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    const origin = context.req.header("origin");
    if (token === undefined && !isThisMachine(host.replace(/:\d+$/, "")))
      return refuse(403, `the host ${host} is not this machine`);
    const own = token === undefined ? [`http://${host}`] : [`http://${host}`, `https://${host}`];
    if (origin !== undefined && !own.includes(origin))
      return refuse(403, `a page of ${origin} has no say here`);
    if (token === undefined) return next();
    const { given, from } = tokenIn(context);
    if (given === undefined || !isSame(given, token)) {
      return refuse(401, "give the token: authorization: Bearer <token>, or in a browser /?token=<token>");
    }
    if (from !== "address") return next();
    // Out of the address at once, where it would be seen and kept.
    const secure = context.req.header("x-forwarded-proto") === "https";
    setCookie(context, cookie, token, { httpOnly: true, sameSite: "Strict", path: "/", secure });
    return context.redirect("/", 303);
  };
}

function tokenIn(context: Context): { given: string | undefined; from: "header" | "address" | "cookie" } {
  const [, bearer] = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "") ?? [];
  if (bearer !== undefined) return { given: bearer, from: "header" };
  const inAddress = context.req.path === "/" ? context.req.query("token") : undefined;
  if (inAddress !== undefined) return { given: inAddress, from: "address" };
  return { given: getCookie(context, cookie), from: "cookie" };
}

// In a time that does not tell how much of it was right.
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function refuse(status: 401 | 403, error: string): Response {
  const headers = status === 401 ? { "www-authenticate": "Bearer" } : undefined;
  return Response.json({ error }, { status, ...(headers && { headers }) });
}
