import { parseJson } from "../domain/parse-json";
import type { Environment } from "../host/configuration";

/**
 * The full keys of everything that is configured. The SDK's `Config` of a provider can be asked for single keys only, and has them all;
 * where another stands in its place, the engine's variable tells. Without both nothing is known.
 */
export function configuredKeys(config: object, environment: Environment): string[] {
  const { rawConfig } = config as { readonly rawConfig?: unknown };
  const keys = membersOf(rawConfig) ?? membersOf(parseJson(environment.PULUMI_CONFIG ?? "")) ?? [];
  // Long ago keys had a `config:` in the middle, which the engine still writes into the variable.
  return keys.map((key) => key.replace(/^([^:]+):config:/, "$1:"));
}

/** The name of the project, as that `Config` has it. */
export function projectOf(config: object, environment: Environment): string | undefined {
  const { projectName } = config as { readonly projectName?: unknown };
  return typeof projectName === "string" ? projectName : environment.PULUMI_PROJECT;
}

function membersOf(value: unknown): string[] | undefined {
  return typeof value === "object" && value !== null ? Object.keys(value) : undefined;
}
