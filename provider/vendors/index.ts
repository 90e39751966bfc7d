import { plivo } from "./plivo";
import type { VendorDefinition } from "./vendor";

/** The vendors of this package, in the order of the documentation. */
export const vendorDefinitions: readonly VendorDefinition[] = [plivo];
