import { PhoneNumber } from "pulumi-phone";
import type { capabilities } from "./acme.mjs";

// With this the compiler knows what Acme can do, as it does of the package's own vendors.
declare module "pulumi-phone" {
  interface KnownVendors {
    acme: { capabilities: typeof capabilities };
  }
}

const support = new PhoneNumber("support", {
  vendor: "acme",
  country: "US",
  search: { areaCode: "415" },
  agent: "bot-1",
});

export const line = support.e164;
