import { singleKey } from "../kit/single-key";
import { interfaceVersion, type VendorDefinition } from "../vendor";
import { RavanAccount, type RavanKey } from "./account";
import { ravanCapabilities } from "./capabilities";
import { ravanShapes } from "./shapes";

/** Ravan (docs.ravan.ai/api-reference/telephony), whose API is called Agni. */
export const ravan: VendorDefinition<RavanKey> = {
  interfaceVersion,
  name: "ravan",
  capabilities: ravanCapabilities,
  baseUrl: "https://api.ravan.ai",
  keys: singleKey("ravan"),
  shapes: ravanShapes,
  connect: (settings, tools) => new RavanAccount(ravan, settings, tools),
};
