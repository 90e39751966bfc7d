import { Router, route } from "../../kit/router";
import { setUpInbound, unlinkInbound } from "./inbound";
import { listNumbers, releaseNumber } from "./numbers";
import { deleteAgent, getAgent, getUser, listAgents } from "./other-endpoints";
import { buyNumber } from "./purchase";
import { searchNumbers } from "./search";
import { createSubaccountOf, deleteSubaccount, listSubaccounts, updateSubaccount } from "./sub-accounts";

/** The link to an agent is all that can be changed about a number. */
export const router = new Router([
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
]);
