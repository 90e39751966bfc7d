export { PhoneNumber } from "./plugin-number";
export { Provider, type ProviderArgs } from "./plugin-provider";

/** What a delete does, by the names that `pulumi import` prints. */
export const DeletionPolicy = { Release: "release", Detach: "detach", Retain: "retain" } as const;
