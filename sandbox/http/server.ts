import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import type { VendorCall } from "../kit/stand-in";
import { pageRoutes } from "../page/page-routes";
import type { MountedStandIn, SandboxState } from "../world/sandbox-state";
import { dispatch, type Outcome, type WireAnswer, wire } from "./dispatch";
import { gate } from "./gate";
import { readBody } from "./read-body";

type Env = { Bindings: HttpBindings };

/** The vendors' addresses, and the page and the control calls beside them, as one application. */
export function createApp(
  state: SandboxState,
  control: Hono,
  { latencyMs, token }: { readonly latencyMs: number; readonly token: string | undefined },
): Hono<Env> {
  const app = new Hono<Env>();
  for (const path of ["/", "/_events", "/_sandbox/*"]) app.use(path, gate(token));
  app.route("/", pageRoutes(state));
  app.route("/_sandbox", control);
  app.all("/:vendor/*", async (context) => {
    const mounted = state.mounted.get(context.req.param("vendor"));
    if (mounted === undefined) return context.notFound();
    const { incoming, outgoing } = context.env;
    const body = await readBody(incoming);
    const call = arrived(context.req.raw, mounted, body === "too-large" ? { kind: "none" } : body);
    const entry = state.calls.arrived(logged(state, mounted, call), keysOf(mounted));
    const { holdMs, end } = body === "too-large" ? tooLarge(mounted, call) : dispatch(state, mounted, call);
    const gone = await hold(holdMs + latencyMs, outgoing);
    if (end === "cut" || gone) {
      entry.status = 0;
      incoming.socket.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    }
    entry.status = end.status;
    return respond(end);
  });
  app.notFound((context) => context.json({ error: `nothing at ${context.req.path}` }, 404));
  app.onError((error, context) => context.json({ error: `the sandbox failed: ${error.message}` }, 500));
  return app;
}

function arrived(request: Request, { vendor }: MountedStandIn, body: VendorCall["body"]): VendorCall {
  const url = new URL(request.url);
  const mount = `/${vendor}`;
  return {
    method: request.method,
    path: url.pathname.slice(mount.length),
    mount,
    query: url.searchParams,
    headers: request.headers,
    body,
    listLagMs: 0,
  };
}

function logged(state: SandboxState, { vendor }: MountedStandIn, { method, path, query, body }: VendorCall) {
  return {
    vendor,
    method,
    path,
    query: Object.fromEntries(query),
    body: body.kind === "json" ? body.value : null,
    at: state.clock.now().toISOString(),
  };
}

/** Whatever lets somebody in, and what the sandbox tells as credentials: Plivo's auth id is in the path of every call. */
function keysOf({ standIn: { secrets, access } }: MountedStandIn): readonly string[] {
  // A short one is a word, and may be part of others.
  return [...secrets, ...Object.values(access.credentials).filter(({ length }) => length >= 8)];
}

function tooLarge({ standIn }: MountedStandIn, call: VendorCall): Outcome {
  return { holdMs: 0, end: wire(standIn.refuse("too-large", call)) };
}

/** Waits, but no longer than the client does. True when the client has gone. */
async function hold(delayMs: number, outgoing: ServerResponse): Promise<boolean> {
  if (delayMs === 0) return false;
  const gone = new AbortController();
  const onClose = () => gone.abort();
  outgoing.once("close", onClose);
  await sleep(delayMs, undefined, { signal: gone.signal }).catch(() => undefined);
  outgoing.off("close", onClose);
  return gone.signal.aborted;
}

function respond({ status, headers, text }: WireAnswer): Response {
  return new Response(text ?? null, { status, headers });
}
