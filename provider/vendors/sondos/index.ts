import { singleKey } from "../kit/single-key";
import { interfaceVersion, type VendorDefinition } from "../vendor";
import { SondosAccount, type SondosKey } from "./account";
import { sondosCapabilities } from "./capabilities";
import { sondosSearchFailures } from "./search";
import { sondosShapes } from "./shapes";

/** Sondos (docs.sondos-ai.com), a label of the platform of autocalls.ai, whose pages stand in where Sondos has none. */
export const sondos: VendorDefinition<SondosKey> = {
  interfaceVersion,
  name: "sondos",
  capabilities: sondosCapabilities,
  baseUrl: "https://app.sondos-ai.com",
  keys: singleKey("sondos", "the whole key, bar included"),
  searchFailures: sondosSearchFailures,
  shapes: sondosShapes,
  connect: (settings, tools) => new SondosAccount(sondos, settings, tools),
};
