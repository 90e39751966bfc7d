import { type ConfigurationReader, readConfiguration } from "../../provider/host/configuration";

/** Says once for each sandbox, on standard error, that what is shown is not a real vendor's. Throws ConfigurationError. */
export function tellSandbox(configurations: readonly ConfigurationReader[]): void {
  const sandboxes = configurations.map((config) => readConfiguration(config, process.env).sandbox);
  for (const sandbox of new Set(sandboxes)) {
    if (sandbox !== undefined)
      process.stderr.write(`note: this is on the sandbox at ${sandbox}, not at a real vendor\n`);
  }
}
