import { type StackConfiguration, stackConfiguration } from "./stack-configuration";

/** The configuration of a stack; without one nothing is configured, and the environment alone counts. */
export async function configurationOf(stack: string | undefined): Promise<StackConfiguration> {
  return stack === undefined ? { get: () => undefined, keys: [] } : stackConfiguration(stack);
}
