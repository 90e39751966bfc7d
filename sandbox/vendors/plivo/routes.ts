import type { Operation } from "../../world/faults";
import type { Handler } from "./context";
import {
  getAccount,
  getApplication,
  getSubaccount,
  getTrunk,
  listApplications,
  listComplianceApplications,
  listSubaccounts,
} from "./neighbours";
import { getNumber, listNumbers, releaseNumber } from "./numbers";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";
import { updateNumber } from "./update";

export interface Route {
  readonly handler: Handler;
  /** The classes of fault it can meet. */
  readonly operations: readonly Operation[];
}

interface Resource {
  /** Below the account; `:id` stands for one path segment. */
  readonly path: string;
  readonly methods: Readonly<Record<string, Route>>;
}

/** The first that fits is meant, so fixed words come before `:id`. */
const resources: readonly Resource[] = [
  { path: "", methods: { GET: route(getAccount) } },
  { path: "PhoneNumber/", methods: { GET: route(searchNumbers, "search") } },
  {
    path: "PhoneNumber/Compliance/",
    methods: { GET: route(listComplianceApplications) },
  },
  { path: "PhoneNumber/:id/", methods: { POST: route(buyNumber, "buy") } },
  { path: "Number/", methods: { GET: route(listNumbers, "list") } },
  {
    path: "Number/:id/",
    methods: {
      GET: route(getNumber, "get"),
      POST: route(updateNumber, "update", "bind"),
      DELETE: route(releaseNumber, "release"),
    },
  },
  { path: "Application/", methods: { GET: route(listApplications) } },
  { path: "Application/:id/", methods: { GET: route(getApplication) } },
  { path: "Subaccount/", methods: { GET: route(listSubaccounts) } },
  { path: "Subaccount/:id/", methods: { GET: route(getSubaccount) } },
  { path: "Zentrunk/Trunk/:id/", methods: { GET: route(getTrunk) } },
];

export type Match =
  | {
      readonly kind: "route";
      readonly route: Route;
      readonly authId: string;
      readonly id: string;
    }
  | { readonly kind: "no-such-method"; readonly authId: string }
  | { readonly kind: "no-such-path"; readonly authId: string };

/**
 * Finds what a path below `/v1/Account/` means. A path without its last slash means nothing. Slashes in a row
 * count as one: the official Node client reads the account with two at the end.
 */
export function match(method: string, path: string): Match | undefined {
  const [, authId, rest] = /^\/v1\/Account\/([^/]+)\/(.*)$/.exec(path.replace(/\/{2,}/g, "/")) ?? [];
  if (authId === undefined || rest === undefined) return undefined;
  for (const { path: pattern, methods } of resources) {
    const id = identify(pattern, rest);
    if (id === undefined) continue;
    const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
    return route === undefined ? { kind: "no-such-method", authId } : { kind: "route", route, authId, id };
  }
  return { kind: "no-such-path", authId };
}

/** The segment that stands for `:id`, empty where the pattern has none; undefined when it does not fit. */
function identify(pattern: string, path: string): string | undefined {
  const [before = "", after] = pattern.split(":id");
  if (after === undefined) return path === pattern ? "" : undefined;
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const id = path.slice(before.length, path.length - after.length);
  return id === "" || id.includes("/") ? undefined : id;
}

function route(handler: Handler, ...operations: Operation[]): Route {
  return { handler, operations };
}
