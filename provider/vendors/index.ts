import { bolna } from "./bolna";
import { cald } from "./cald";
import { plivo } from "./plivo";
import { ravan } from "./ravan";
import { sondos } from "./sondos";
import type { VendorDefinition } from "./vendor";

/** The vendors of this package, in the order of the documentation. */
export const vendorDefinitions: readonly VendorDefinition[] = [bolna, plivo, ravan, sondos, cald];
