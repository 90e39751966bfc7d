import type { Operation } from "../../world/faults";
import type { Handler } from "./context";
import {
  getAgent,
  getHealth,
  getSelectedTelephony,
  listAgents,
  listNothing,
  noImportedNumber,
  refuseSetUp,
} from "./neighbours";
import { listNumbers, releaseNumber } from "./numbers";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";

/** What must be there before a call is heard: nothing, a key, or a key and a telephony provider. */
type Need = "nothing" | "key" | "provider";

export interface Route {
  readonly handler: Handler;
  readonly need: Need;
  /** The classes of fault it can meet. */
  readonly operations: readonly Operation[];
}

interface Resource {
  /** With a last slash or without one, as the vendor has it; `:id` stands for one path segment. */
  readonly path: string;
  readonly methods: Readonly<Record<string, Route>>;
}

const numbers = "/api/v1/phone-numbers";

const resources: readonly Resource[] = [
  {
    path: `${numbers}/available-numbers/:id/`,
    methods: { GET: route("provider", searchNumbers, "search") },
  },
  { path: `${numbers}/buy/`, methods: { POST: route("provider", buyNumber, "buy") } },
  { path: `${numbers}/list`, methods: { GET: route("key", listNumbers, "list") } },
  { path: `${numbers}/:id/release/`, methods: { DELETE: route("provider", releaseNumber, "release") } },
  { path: `${numbers}/selected-telephony`, methods: { GET: route("key", getSelectedTelephony) } },
  { path: `${numbers}/create/telephony`, methods: { POST: route("key", refuseSetUp) } },
  { path: `${numbers}/twilio-owned-numbers/`, methods: { GET: route("provider", listNothing) } },
  { path: `${numbers}/add-twilio`, methods: { POST: route("key", refuseSetUp) } },
  {
    path: `${numbers}/import/`,
    methods: { GET: route("key", listNothing), POST: route("key", refuseSetUp) },
  },
  {
    path: `${numbers}/import/:id`,
    methods: {
      GET: route("key", noImportedNumber),
      PUT: route("key", noImportedNumber),
      DELETE: route("key", noImportedNumber),
    },
  },
  { path: "/api/v1/agents/", methods: { GET: route("key", listAgents) } },
  {
    path: "/api/v1/agents/:id/",
    methods: {
      GET: route("key", getAgent),
      PATCH: route("key", refuseSetUp),
      DELETE: route("key", refuseSetUp),
    },
  },
  { path: "/health", methods: { GET: route("nothing", getHealth) } },
  { path: "/ready", methods: { GET: route("nothing", getHealth) } },
];

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly id: string }
  | { readonly kind: "no-such-method" }
  /** The path would mean something with its last slash added or taken away. */
  | { readonly kind: "other-slash"; readonly path: string }
  | { readonly kind: "no-such-path" };

export function match(method: string, path: string): Match {
  const found = find(path);
  if (found !== undefined) {
    const { methods } = found.resource;
    const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
    return route === undefined ? { kind: "no-such-method" } : { kind: "route", route, id: found.id };
  }
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  return find(other) === undefined ? { kind: "no-such-path" } : { kind: "other-slash", path: other };
}

function find(path: string): { resource: Resource; id: string } | undefined {
  for (const resource of resources) {
    const id = identify(resource.path, path);
    if (id !== undefined) return { resource, id };
  }
  return undefined;
}

/** The decoded segment that stands for `:id`, empty where the pattern has none; undefined when it does not fit. */
function identify(pattern: string, path: string): string | undefined {
  const [before = "", after] = pattern.split(":id");
  if (after === undefined) return path === pattern ? "" : undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const id = path.slice(before.length, path.length - after.length);
  return id === "" || id.includes("/") ? undefined : decoded(id);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function route(need: Need, handler: Handler, ...operations: Operation[]): Route {
  return { need, handler, operations };
}
