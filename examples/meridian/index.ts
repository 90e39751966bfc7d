import { PhoneNumber } from "pulumi-phone";
import type { capabilities } from "./meridian.mjs";

// With this the compiler knows what Meridian can do, as it does of the package's own vendors.
declare module "pulumi-phone" {
  interface KnownVendors {
    meridian: { capabilities: typeof capabilities };
  }
}

const support = new PhoneNumber("support", {
  vendor: "meridian",
  country: "US",
  search: { areaCode: "415" },
  agent: "assistant-1",
});

export const line = support.e164;
