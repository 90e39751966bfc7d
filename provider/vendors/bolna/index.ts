import { interfaceVersion, type VendorDefinition } from "../vendor";
import { BolnaAccount, type BolnaKey } from "./account";
import { bolnaCapabilities } from "./capabilities";
import { bolnaOptions } from "./options";

/** Bolna (bolna.ai/docs/api-reference/phone-numbers). It has no call for one number: all reading is of the whole list. */
export const bolna: VendorDefinition<BolnaKey> = {
  interfaceVersion,
  name: "bolna",
  capabilities: bolnaCapabilities,
  baseUrl: "https://api.bolna.ai",
  keys: {
    apiKey: {
      config: "bolnaApiKey",
      environment: "BOLNA_API_KEY",
      secret: true,
      // Keys start with bn- or sa-, but are to be taken as opaque; a scheme before one or a line end after it is a slip.
      form: { pattern: /^\S+$/, description: "the bare key, without Bearer, blanks or line ends" },
    },
  },
  options: bolnaOptions,
  connect: (settings, tools) => new BolnaAccount(bolna, settings, tools),
};
