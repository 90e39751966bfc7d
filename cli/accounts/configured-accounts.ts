import { ConfigurationError } from "../../provider/domain/errors";
import {
  type ConfigurationReader,
  type Environment,
  isConfigured,
  readConfiguration,
} from "../../provider/host/configuration";
import { vendorDefinitions } from "../../provider/vendors";
import { loadVendors } from "../../provider/vendors/modules";
import type { AccountSettings, VendorDefinition } from "../../provider/vendors/vendor";

/** An account that there are keys for, or an entry that is meant as one. */
export interface ConfiguredAccount {
  readonly definition: VendorDefinition;
  /** E.g. `plivo`, or `plivo, entry 1 of phone:accounts`: the entry's own name is somebody's. */
  readonly label: string;
  /** The name of the entry in `phone:accounts`, where it is one. */
  readonly entry?: string;
  settings(): Promise<AccountSettings>;
}

/** Every account that is configured: of the vendors whose keys are there, and those of `phone:accounts`. */
export async function configuredAccounts(
  config: ConfigurationReader,
  environment: Environment,
  folder: string,
): Promise<readonly ConfiguredAccount[]> {
  const configuration = readConfiguration(config, environment, folder);
  const added = await loadVendors(configuration.vendorModules, folder);
  const definitions = [...vendorDefinitions, ...added];
  const { sandbox } = configuration;
  const own = definitions
    .filter((definition) => sandbox || isConfigured(definition, config, environment))
    .map((definition) => ({
      definition,
      label: definition.name,
      settings: () => configuration.settings(definition),
    }));
  const entries = [...configuration.vendorByAccount].map(([name, vendor], index) => {
    const definition = definitions.find((each) => each.name === vendor);
    if (definition === undefined) {
      throw new ConfigurationError(`entry ${index + 1} of phone:accounts names an unknown vendor`, {
        nextStep: "Name the module that adds it in phone:vendorModules.",
      });
    }
    return {
      definition,
      label: `${vendor}, entry ${index + 1} of phone:accounts`,
      settings: () => configuration.settings(definition, name),
      entry: name,
    };
  });
  return [...own, ...entries];
}
