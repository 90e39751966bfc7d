import { Router, route } from "../../kit/router";
import { releaseNumber, updateNumber } from "./numbers";
import { getAgent, listAgents } from "./other-endpoints";
import { buyNumber } from "./purchase";

export const basePath = "/client/api/v1/";

/** Neither list nor get of numbers is documented, so there is none. Spelling counts, and no path ends with a slash. */
export const router = new Router([
  route("POST", `${basePath}phonenumbers`, buyNumber, "buy"),
  route("PATCH", `${basePath}phonenumbers/:id`, updateNumber, "update", "bind"),
  route("DELETE", `${basePath}phonenumbers/:id`, releaseNumber, "release"),
  route("GET", `${basePath}agents`, listAgents),
  route("GET", `${basePath}agents/:id`, getAgent),
]);
