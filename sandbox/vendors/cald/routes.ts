import type { Operation } from "../../world/faults";
import { getAgent, listAgents } from "./agents";
import type { Handler } from "./context";
import { releaseNumber, updateNumber } from "./numbers";
import { buyNumber } from "./purchase";

const basePath = "/client/api/v1/";

export interface Route {
  readonly handler: Handler;
  /** The classes of fault it can meet. */
  readonly operations: readonly Operation[];
}

type Methods = Readonly<Record<string, Route>>;

/** By the first part of the path: what can be done with all of its things, and with one of them. */
const resources: Readonly<Record<string, { readonly all: Methods; readonly one: Methods }>> = {
  // Neither list nor get is documented, so there is none.
  phonenumbers: {
    all: { POST: route(buyNumber, "buy") },
    one: { PATCH: route(updateNumber, "update", "bind"), DELETE: route(releaseNumber, "release") },
  },
  agents: { all: { GET: route(listAgents) }, one: { GET: route(getAgent) } },
};

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly id: string }
  | { readonly kind: "no-such-method" }
  | { readonly kind: "no-such-path" }
  /** Not a part of the API. */
  | { readonly kind: "elsewhere" };

/** Finds what a path means. Spelling counts, and no path ends with a slash. */
export function match(method: string, path: string): Match {
  if (!path.startsWith(basePath)) return { kind: "elsewhere" };
  const [name = "", id, ...rest] = path.slice(basePath.length).split("/");
  const resource = own(resources, name);
  if (resource === undefined || id === "" || rest.length > 0) return { kind: "no-such-path" };
  const found = own(id === undefined ? resource.all : resource.one, method);
  return found === undefined ? { kind: "no-such-method" } : { kind: "route", route: found, id: id ?? "" };
}

function own<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function route(handler: Handler, ...operations: Operation[]): Route {
  return { handler, operations };
}
