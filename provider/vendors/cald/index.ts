import { interfaceVersion, type VendorDefinition } from "../vendor";
import { CaldAccount, type CaldKey } from "./account";
import { caldCapabilities } from "./capabilities";
import { caldOptions } from "./options";

/** Cald (docs.cald.ai/api-reference): sells by prefix, and shows a number only in the answers to its purchase and its changes. */
export const cald: VendorDefinition<CaldKey> = {
  interfaceVersion,
  name: "cald",
  capabilities: caldCapabilities,
  baseUrl: "https://my.cald.ai",
  keys: {
    apiKey: {
      config: "caldApiKey",
      environment: "CALD_API_KEY",
      secret: true,
      // Whether other keys than caldLive… exist is documented nowhere; a scheme before the key or a line end after it is a slip.
      form: { pattern: /^\S+$/, description: "the bare key, without Bearer, blanks or line ends" },
    },
  },
  options: caldOptions,
  connect: (settings, tools) => new CaldAccount(cald, settings, tools),
};
