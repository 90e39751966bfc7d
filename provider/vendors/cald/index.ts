import { singleKey } from "../kit/single-key";
import { interfaceVersion, type VendorDefinition } from "../vendor";
import { CaldAccount, type CaldKey } from "./account";
import { caldCapabilities } from "./capabilities";
import { caldOptions } from "./options";
import { caldShapes } from "./shapes";

/** Cald (docs.cald.ai/api-reference): sells by prefix, and shows a number only in the answers to its purchase and its changes. */
export const cald: VendorDefinition<CaldKey> = {
  interfaceVersion,
  name: "cald",
  capabilities: caldCapabilities,
  baseUrl: "https://my.cald.ai",
  keys: singleKey("cald"),
  options: caldOptions,
  shapes: caldShapes,
  connect: (settings, tools) => new CaldAccount(cald, settings, tools),
};
