import { bolna } from "./bolna";
import type { bolnaCapabilities } from "./bolna/capabilities";
import type { BolnaOptions } from "./bolna/options";
import { cald } from "./cald";
import type { caldCapabilities } from "./cald/capabilities";
import type { CaldOptions } from "./cald/options";
import { plivo } from "./plivo";
import type { plivoCapabilities } from "./plivo/capabilities";
import type { PlivoOptions } from "./plivo/options";
import { ravan } from "./ravan";
import type { ravanCapabilities } from "./ravan/capabilities";
import { sondos } from "./sondos";
import type { sondosCapabilities } from "./sondos/capabilities";
import type { VendorDefinition } from "./vendor";

/** What the argument types are made from. */
export interface BuiltInVendors {
  bolna: { capabilities: typeof bolnaCapabilities; options: BolnaOptions };
  plivo: { capabilities: typeof plivoCapabilities; options: PlivoOptions };
  ravan: { capabilities: typeof ravanCapabilities };
  sondos: { capabilities: typeof sondosCapabilities };
  cald: { capabilities: typeof caldCapabilities; options: CaldOptions };
}

/** A vendor of this package, as programs write it. */
export type VendorName = keyof BuiltInVendors;

/**
 * The vendors of this package, in the order of the documentation: the one registry. Names, definitions and argument types derive from
 * it; a vendor that lacks one of the two does not compile.
 */
export const builtInVendors = { bolna, plivo, ravan, sondos, cald } satisfies Record<
  VendorName,
  VendorDefinition
>;

export const vendorDefinitions: readonly VendorDefinition[] = Object.values(builtInVendors);

/** Their names, in the same order. */
export const vendorNames = Object.keys(builtInVendors) as readonly VendorName[];
