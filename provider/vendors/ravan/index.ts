import { interfaceVersion, type VendorDefinition } from "../vendor";
import { RavanAccount, type RavanKey } from "./account";
import { ravanCapabilities } from "./capabilities";

/** Ravan (docs.ravan.ai/api-reference/telephony), whose API is called Agni. */
export const ravan: VendorDefinition<RavanKey> = {
  interfaceVersion,
  name: "ravan",
  capabilities: ravanCapabilities,
  baseUrl: "https://api.ravan.ai",
  keys: {
    apiKey: {
      config: "ravanApiKey",
      environment: "RAVAN_API_KEY",
      secret: true,
      // Its form is documented nowhere; a scheme before it or a line end after it is a slip.
      form: { pattern: /^\S+$/, description: "the bare key, without Bearer, blanks or line ends" },
    },
  },
  connect: (settings, tools) => new RavanAccount(ravan, settings, tools),
};
