import { interfaceVersion, type VendorDefinition } from "../vendor";
import { PlivoAccount, type PlivoKey } from "./account";
import { plivoCapabilities } from "./capabilities";
import { plivoOptions, plivoPurchaseOptions } from "./options";
import { plivoSearchFailures } from "./search";
import { plivoShapes } from "./shapes";

const keys: VendorDefinition<PlivoKey>["keys"] = {
  authId: {
    config: "plivoAuthId",
    environment: "PLIVO_AUTH_ID",
    // The auth id is in every path and every console page: a name, not a key.
    secret: false,
    form: {
      pattern: /^MA[A-Z0-9]{18}$/,
      description: "the auth id of a main account (MA and 18 capitals or digits); a subaccount's cannot buy",
    },
  },
  authToken: { config: "plivoAuthToken", environment: "PLIVO_AUTH_TOKEN", secret: true },
};

/** Plivo (plivo.com/docs/numbers). Identified by the number itself; there is no other id. */
export const plivo: VendorDefinition<PlivoKey> = {
  interfaceVersion,
  name: "plivo",
  capabilities: plivoCapabilities,
  baseUrl: "https://api.plivo.com",
  keys,
  options: plivoOptions,
  purchaseOptions: plivoPurchaseOptions,
  searchFailures: plivoSearchFailures,
  shapes: plivoShapes,
  connect: (settings, tools) => new PlivoAccount(plivo, settings, tools),
};
