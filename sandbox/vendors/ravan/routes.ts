import { type Match, type Route, Router } from "../../kit/router";
import type { Operation } from "../../world/faults";
import type { Handler } from "./context";
import { listNumbers, releaseNumber } from "./numbers";
import {
  getAgent,
  getHealth,
  getSelectedTelephony,
  listAgents,
  listNothing,
  noImportedNumber,
  refuseSetUp,
} from "./other-endpoints";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";

/** What must be there before a call is heard: nothing, a key, or a key and a telephony provider. */
type Need = "nothing" | "key" | "provider";

export interface RavanRoute extends Route<Handler> {
  readonly need: Need;
}

const numbers = "/api/v1/phone-numbers";

/** With a last slash or without one, as the vendor has it. */
const router = new Router(
  [
    route("provider", "GET", `${numbers}/available-numbers/:id/`, searchNumbers, "search"),
    route("provider", "POST", `${numbers}/buy/`, buyNumber, "buy"),
    route("key", "GET", `${numbers}/list`, listNumbers, "list"),
    route("provider", "DELETE", `${numbers}/:id/release/`, releaseNumber, "release"),
    route("key", "GET", `${numbers}/selected-telephony`, getSelectedTelephony),
    route("key", "POST", `${numbers}/create/telephony`, refuseSetUp),
    route("provider", "GET", `${numbers}/twilio-owned-numbers/`, listNothing),
    route("key", "POST", `${numbers}/add-twilio`, refuseSetUp),
    route("key", "GET", `${numbers}/import/`, listNothing),
    route("key", "POST", `${numbers}/import/`, refuseSetUp),
    route("key", "GET", `${numbers}/import/:id`, noImportedNumber),
    route("key", "PUT", `${numbers}/import/:id`, noImportedNumber),
    route("key", "DELETE", `${numbers}/import/:id`, noImportedNumber),
    route("key", "GET", "/api/v1/agents/", listAgents),
    route("key", "GET", "/api/v1/agents/:id/", getAgent),
    route("key", "PATCH", "/api/v1/agents/:id/", refuseSetUp),
    route("key", "DELETE", "/api/v1/agents/:id/", refuseSetUp),
    route("nothing", "GET", "/health", getHealth),
  ],
  { firstPathDecides: true, decodesIds: true },
);

/** What a path means; `other-slash` where it would mean something with its last slash added or taken away. */
export function match(
  method: string,
  path: string,
): Match<RavanRoute> | { readonly kind: "other-slash"; readonly path: string } {
  const found = router.match(method, path);
  if (found.kind !== "no-such-path") return found;
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
  return router.match(method, other).kind === "no-such-path" ? found : { kind: "other-slash", path: other };
}

function route(
  need: Need,
  method: string,
  path: string,
  handler: Handler,
  ...operations: Operation[]
): RavanRoute {
  return { need, method, path, handler, operations };
}
