import { ConfigurationError } from "../domain/errors";
import type { Properties } from "../domain/properties";
import type { VendorDefinition } from "../vendors/vendor";
import {
  type ConfigurationReader,
  readConfiguration,
  requireKnownKeys,
  requireVendorForm,
} from "./configuration";
import { configNames } from "./given-keys";

/** What is wrong with one key of the configuration. */
export interface ConfigurationFault {
  /** The full key. */
  readonly key: string;
  readonly reason: string;
}

/** All that can be seen to be wrong with a configuration before anything is asked of a vendor, key by key. No command is run and no file read. */
export function configurationFaults(
  given: Readonly<Record<string, string>>,
  vendors: readonly VendorDefinition[],
  project: string | undefined,
): readonly ConfigurationFault[] {
  return Object.keys(given).flatMap((key) => {
    const alone: ConfigurationReader = { get: (name) => (name === key ? given[key] : undefined) };
    const looks = [
      // Which keys a module's vendor has is known once it is loaded.
      () => (given["phone:vendorModules"] ? undefined : requireKnownKeys([key], vendors, project)),
      () => readConfiguration(alone, {}),
      () => requireVendorForm(key, alone, vendors),
    ];
    return looks.flatMap((look) => faultIn(look)).map((reason) => ({ key, reason }));
  });
}

/**
 * The vendors' keys that are named and have nothing in them, by their short names: what should have filled them was not there. Left to
 * the environment, its account would be bought on in the place of the one that was meant.
 */
export function emptyKeys(
  properties: Properties,
  vendors: readonly VendorDefinition[],
): readonly ConfigurationFault[] {
  const names = vendors.flatMap(({ keys }) => Object.values(keys).flatMap(configNames));
  return names
    .filter((name) => Object.hasOwn(properties, name))
    .filter((name) => properties[name] === "" || properties[name] === null)
    .map((name) => ({
      key: `phone:${name}`,
      reason: `${name} is empty. Give the key, or leave ${name} out to have that of the environment.`,
    }));
}

function faultIn(look: () => unknown): string[] {
  try {
    look();
    return [];
  } catch (error) {
    if (!ConfigurationError.isInstance(error)) throw error;
    return [error.message];
  }
}
