import type { Operation } from "../../world/faults";
import { listAssignableNumbers, listAssistants, updateAssistant } from "./assistants";
import type { Handler } from "./context";
import { listNumbers, listTextNumbers, releaseNumber, renameNumber } from "./numbers";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";
import { getUser } from "./user";

export interface Route {
  readonly handler: Handler;
  /** The classes of fault it can meet. */
  readonly operations: readonly Operation[];
}

interface Resource {
  /** `:id` stands for one path segment. */
  readonly path: string;
  readonly methods: Readonly<Record<string, Route>>;
}

const resources: readonly Resource[] = [
  { path: "/api/user/me", methods: { GET: route(getUser) } },
  { path: "/api/user/phone-numbers", methods: { GET: route(listTextNumbers) } },
  { path: "/api/user/phone-numbers/all", methods: { GET: route(listNumbers, "list") } },
  { path: "/api/user/phone-numbers/search", methods: { GET: route(searchNumbers, "search") } },
  { path: "/api/user/phone-numbers/purchase", methods: { POST: route(buyNumber, "buy") } },
  {
    path: "/api/user/phone-numbers/:id",
    methods: { PUT: route(renameNumber, "update"), DELETE: route(releaseNumber, "release") },
  },
  { path: "/api/user/assistants/get", methods: { GET: route(listAssistants) } },
  { path: "/api/user/assistants/phone-numbers", methods: { GET: route(listAssignableNumbers) } },
  { path: "/api/user/assistant/:id", methods: { PUT: route(updateAssistant, "bind") } },
];

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly id: number }
  | { readonly kind: "no-such-method"; readonly supported: readonly string[] }
  | { readonly kind: "no-such-path" };

/** Finds what a call means. A path may fit several patterns; the first that has the method is meant. */
export function match(method: string, path: string): Match {
  const wanted = method === "HEAD" ? "GET" : method;
  const supported: string[] = [];
  for (const { path: pattern, methods } of resources) {
    const segment = identify(pattern, path);
    if (segment === undefined) continue;
    const route = Object.hasOwn(methods, wanted) ? methods[wanted] : undefined;
    if (route !== undefined) return { kind: "route", route, id: idOf(segment) };
    supported.push(...Object.keys(methods).flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name])));
  }
  return supported.length > 0 ? { kind: "no-such-method", supported } : { kind: "no-such-path" };
}

/** The segment that stands for `:id`, empty where the pattern has none; undefined when it does not fit. */
function identify(pattern: string, path: string): string | undefined {
  const [before = "", after] = pattern.split(":id");
  if (after === undefined) return path === pattern ? "" : undefined;
  if (!path.startsWith(before)) return undefined;
  const segment = path.slice(before.length);
  return segment === "" || segment.includes("/") ? undefined : segment;
}

function idOf(segment: string): number {
  return /^\d{1,15}$/.test(segment) ? Number(segment) : Number.NaN;
}

function route(handler: Handler, ...operations: Operation[]): Route {
  return { handler, operations };
}
