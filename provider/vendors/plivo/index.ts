import { interfaceVersion, type VendorDefinition } from "../vendor";
import { PlivoAccount } from "./account";
import { plivoCapabilities } from "./capabilities";
import { type PlivoKey, plivoKeys } from "./keys";
import { plivoOptions, plivoPurchaseOptions } from "./options";
import { plivoSearchFailures } from "./search";
import { plivoShapes } from "./shapes";

/** Plivo (plivo.com/docs/numbers). Identified by the number itself; there is no other id. */
export const plivo: VendorDefinition<PlivoKey> = {
  interfaceVersion,
  name: "plivo",
  capabilities: plivoCapabilities,
  baseUrl: "https://api.plivo.com",
  keys: plivoKeys,
  options: plivoOptions,
  purchaseOptions: plivoPurchaseOptions,
  searchFailures: plivoSearchFailures,
  shapes: plivoShapes,
  connect: (settings, tools) => new PlivoAccount(plivo, settings, tools),
};
