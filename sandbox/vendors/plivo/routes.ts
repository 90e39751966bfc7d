import { type Match, type Route, Router, route } from "../../kit/router";
import type { Handler } from "./context";
import { getNumber, listNumbers, releaseNumber } from "./numbers";
import {
  getAccount,
  getApplication,
  getSubaccount,
  getTrunk,
  listApplications,
  listComplianceApplications,
  listSubaccounts,
} from "./other-endpoints";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";
import { updateNumber } from "./update";

/** Paths below the account. */
const router = new Router(
  [
    route("GET", "", getAccount),
    route("GET", "PhoneNumber/", searchNumbers, "search"),
    route("GET", "PhoneNumber/Compliance/", listComplianceApplications),
    route("POST", "PhoneNumber/:id/", buyNumber, "buy"),
    route("GET", "Number/", listNumbers, "list"),
    route("GET", "Number/:id/", getNumber, "get"),
    route("POST", "Number/:id/", updateNumber, "update", "bind"),
    route("DELETE", "Number/:id/", releaseNumber, "release"),
    route("GET", "Application/", listApplications),
    route("GET", "Application/:id/", getApplication),
    route("GET", "Subaccount/", listSubaccounts),
    route("GET", "Subaccount/:id/", getSubaccount),
    route("GET", "Zentrunk/Trunk/:id/", getTrunk),
  ],
  { firstPathDecides: true },
);

/**
 * Finds what a path below `/v1/Account/` means, and whose account it names. A path without its last slash means nothing.
 * Slashes in a row count as one: the official Node client reads the account with two at the end.
 */
export function match(
  method: string,
  path: string,
): (Match<Route<Handler>> & { readonly authId: string }) | undefined {
  const [, authId, rest] = /^\/v1\/Account\/([^/]+)\/(.*)$/.exec(path.replace(/\/{2,}/g, "/")) ?? [];
  if (authId === undefined || rest === undefined) return undefined;
  return { ...router.match(method, rest), authId };
}
