import { type Match, type Route, Router, route } from "../../kit/router";
import { listAssignableNumbers, listAssistants, updateAssistant } from "./assistants";
import type { Handler } from "./context";
import { listNumbers, listTextNumbers, releaseNumber, renameNumber } from "./numbers";
import { getUser } from "./other-endpoints";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";

const router = new Router([
  route("GET", "/api/user/me", getUser),
  route("GET", "/api/user/phone-numbers", listTextNumbers),
  route("GET", "/api/user/phone-numbers/all", listNumbers, "list"),
  route("GET", "/api/user/phone-numbers/search", searchNumbers, "search"),
  route("POST", "/api/user/phone-numbers/purchase", buyNumber, "buy"),
  route("PUT", "/api/user/phone-numbers/:id", renameNumber, "update"),
  route("DELETE", "/api/user/phone-numbers/:id", releaseNumber, "release"),
  route("GET", "/api/user/assistants/get", listAssistants),
  route("GET", "/api/user/assistants/phone-numbers", listAssignableNumbers),
  route("PUT", "/api/user/assistant/:id", updateAssistant, "bind"),
]);

/** Finds what a call means: a HEAD means what its GET does. */
export function match(method: string, path: string): Match<Route<Handler>> {
  const found = router.match(method === "HEAD" ? "GET" : method, path);
  if (found.kind !== "no-such-method") return found;
  return { ...found, methods: found.methods.flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name])) };
}
