import type { MiddlewareHandler } from "hono";

const loopback = /^(127\.0\.0\.1|localhost|.+\.localhost|\[::1\])$/;

/**
 * Lets through what this machine's programs and the sandbox's own page ask for. A browser also carries out what the page of another site
 * asks for: it then names that site as the origin, or, where that site's name was made to point at this machine, as the host.
 */
export const fromThisMachine: MiddlewareHandler = async (context, next) => {
  const host = context.req.header("host") ?? "";
  const origin = context.req.header("origin");
  if (!loopback.test(hostnameOf(host))) return refuse(`the host ${host} is not this machine`);
  if (origin !== undefined && origin !== `http://${host}`)
    return refuse(`a page of ${origin} has no say here`);
  return next();
};

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

function refuse(error: string): Response {
  return Response.json({ error }, { status: 403 });
}
