import type { ConfigurationReader, Environment } from "../../provider/host/configuration";

/** Where the sandbox is that a configuration, or else the environment, puts in the place of the vendors. */
export function sandboxOf(config: ConfigurationReader, environment: Environment): string | undefined {
  return config.get("phone:sandbox") || environment.PHONE_SANDBOX || undefined;
}

/** Says once for each sandbox, on standard error, that what is shown is not a real vendor's. */
export function tellSandbox(configurations: readonly ConfigurationReader[]): void {
  const sandboxes = configurations.map((config) => sandboxOf(config, process.env));
  for (const sandbox of new Set(sandboxes)) {
    if (sandbox !== undefined)
      process.stderr.write(`note: this is on the sandbox at ${sandbox}, not at a real vendor\n`);
  }
}
