import type { Operation } from "../../world/faults";
import type { Handler } from "./context";
import { setUpInbound, unlinkInbound } from "./inbound";
import { deleteAgent, getAgent, getUser, listAgents } from "./neighbours";
import { listNumbers, releaseNumber } from "./numbers";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";
import { createSubaccountOf, deleteSubaccount, listSubaccounts, updateSubaccount } from "./sub-accounts";

export interface Route {
  readonly method: string;
  /** `:id` at the end stands for one path segment. */
  readonly path: string;
  readonly handler: Handler;
  /** The classes of fault it can meet. The link to an agent is all that can be changed about a number. */
  readonly operations: readonly Operation[];
}

const routes: readonly Route[] = [
  route("GET", "/phone-numbers/all", listNumbers, "list"),
  route("GET", "/phone-numbers/search", searchNumbers, "search"),
  route("POST", "/phone-numbers/buy", buyNumber, "buy"),
  route("DELETE", "/phone-numbers/:id", releaseNumber, "release"),
  route("POST", "/inbound/setup", setUpInbound, "update", "bind"),
  route("POST", "/inbound/unlink", unlinkInbound, "update", "bind"),
  route("GET", "/user/me", getUser),
  route("GET", "/v2/agent/all", listAgents),
  route("GET", "/v2/agent/:id", getAgent),
  route("DELETE", "/v2/agent/:id", deleteAgent),
  route("GET", "/sub-accounts/all", listSubaccounts),
  route("POST", "/sub-accounts/create", createSubaccountOf),
  route("PATCH", "/sub-accounts/:id", updateSubaccount),
  route("DELETE", "/sub-accounts/:id", deleteSubaccount),
];

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly id: string }
  | { readonly kind: "no-such-method" }
  | { readonly kind: "no-such-path" };

export function match(method: string, path: string): Match {
  const known = routes.flatMap((route) => {
    const id = identify(route.path, path);
    return id === undefined ? [] : [{ kind: "route" as const, route, id }];
  });
  const found = known.find(({ route }) => route.method === method);
  return found ?? { kind: known.length > 0 ? "no-such-method" : "no-such-path" };
}

/** The segment that stands for `:id`, empty where the pattern has none; undefined when it does not fit. */
function identify(pattern: string, path: string): string | undefined {
  const [before = "", after] = pattern.split(":id");
  if (after === undefined) return path === pattern ? "" : undefined;
  const id = path.slice(before.length);
  return path.startsWith(before) && id !== "" && !id.includes("/") ? id : undefined;
}

function route(method: string, path: string, handler: Handler, ...operations: Operation[]): Route {
  return { method, path, handler, operations };
}
