import type { VendorName } from "../domain/names";
import { plivo } from "./plivo";
import type { VendorDefinition } from "./vendor";

/** The vendors that this release speaks to. */
export const vendorDefinitions: Readonly<Partial<Record<VendorName, VendorDefinition>>> = { plivo };
