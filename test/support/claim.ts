import { type Front, phoneNumber, pluginNumber } from "./fronts";

/** The claim of a resource of that name, which is its URN. */
export function claimOf(name: string, stack = "dev", front: Front = "dynamic"): string {
  return `urn:pulumi:${stack}::phones::${front === "plugin" ? pluginNumber : phoneNumber}::${name}`;
}
