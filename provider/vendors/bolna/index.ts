import { singleKey } from "../kit/single-key";
import { interfaceVersion, type VendorDefinition } from "../vendor";
import { BolnaAccount, type BolnaKey } from "./account";
import { bolnaCapabilities } from "./capabilities";
import { bolnaOptions } from "./options";
import { bolnaShapes } from "./shapes";

/** Bolna (bolna.ai/docs/api-reference/phone-numbers). It has no call for one number: all reading is of the whole list. */
export const bolna: VendorDefinition<BolnaKey> = {
  interfaceVersion,
  name: "bolna",
  capabilities: bolnaCapabilities,
  baseUrl: "https://api.bolna.ai",
  keys: singleKey("bolna"),
  options: bolnaOptions,
  shapes: bolnaShapes,
  connect: (settings, tools) => new BolnaAccount(bolna, settings, tools),
};
