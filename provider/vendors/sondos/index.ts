import { interfaceVersion, type VendorDefinition } from "../vendor";
import { SondosAccount, type SondosKey } from "./account";
import { sondosCapabilities } from "./capabilities";
import { sondosSearchFailures } from "./search";

/** Sondos (docs.sondos-ai.com), a label of the platform of autocalls.ai, whose pages stand in where Sondos has none. */
export const sondos: VendorDefinition<SondosKey> = {
  interfaceVersion,
  name: "sondos",
  capabilities: sondosCapabilities,
  baseUrl: "https://app.sondos-ai.com",
  keys: {
    apiKey: {
      config: "sondosApiKey",
      environment: "SONDOS_API_KEY",
      secret: true,
      // Digits, a bar and the secret on the platform's pages; whether Sondos has others is documented nowhere, so only slips
      // are refused: a scheme before the key, a line end after it.
      form: {
        pattern: /^\S+$/,
        description: "the whole key, bar included, without Bearer, blanks or line ends",
      },
    },
  },
  searchFailures: sondosSearchFailures,
  connect: (settings, tools) => new SondosAccount(sondos, settings, tools),
};
