export { PhoneNumber } from "./plugin-number";
export { Provider, type ProviderArgs } from "./plugin-provider";
