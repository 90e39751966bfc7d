import { within } from "../async/within";
import { ConfigurationError } from "../domain/errors";
import { firstReasonOf } from "../domain/reason";
import { builtInVendors } from ".";
import { faultsOfDefinition, looksLikeDefinition } from "./definition-schema";
import { loadModule } from "./load-module";
import { interfaceVersion, type VendorDefinition } from "./vendor";

/** Who names the modules: what messages call one, and the folder that files are named from. */
export interface ModuleOrigin {
  readonly named: (specifier: string) => string;
  readonly folder: string;
}

const configured: ModuleOrigin = {
  named: (specifier) => `phone:vendorModules (${specifier})`,
  folder: "the program's folder",
};

/**
 * Loads the vendors that a program adds: modules whose default export is a VendorDefinition, named as in an import from the
 * program's folder. Throws ConfigurationError, which tells everything that is wrong with a module.
 */
export function loadVendors(
  specifiers: readonly string[],
  folder: string,
  origin: ModuleOrigin = configured,
): Promise<VendorDefinition[]> {
  return Promise.all(specifiers.map((specifier) => loadVendor(specifier, folder, origin)));
}

async function loadVendor(
  specifier: string,
  folder: string,
  origin: ModuleOrigin,
): Promise<VendorDefinition> {
  const argument = origin.named(specifier);
  const late = () => new Error("it is not loaded after a minute");
  const exported = await within(60_000, loadModule(specifier, folder), late).catch((error: unknown) => {
    throw new ConfigurationError(`cannot be loaded: ${firstReasonOf(error)}`, {
      argument,
      nextStep: `Name a package, or a file from ${origin.folder} such as ./acme.mjs.`,
    });
  });
  if (!looksLikeDefinition(exported)) {
    throw new ConfigurationError("does not export a vendor", {
      argument,
      nextStep: "Its default export must be a VendorDefinition of pulumi-phone/vendor.",
    });
  }
  // Before its members, which another version may have changed.
  const version = exported.interfaceVersion;
  if (version !== interfaceVersion) {
    const spoken = version === undefined ? "no version" : `version ${JSON.stringify(version)}`;
    throw new ConfigurationError(
      `is written for ${spoken} of the vendor interface, and this pulumi-phone speaks version ${interfaceVersion}`,
      {
        argument,
        nextStep: `Use a release of the module for version ${interfaceVersion} (interfaceVersion: ${interfaceVersion} in its definition), or a pulumi-phone that speaks the module's.`,
      },
    );
  }
  const faults = faultsOfDefinition(exported);
  if (faults.length > 0) {
    throw new ConfigurationError(`exports a definition that is wrong: ${faults.join("; ")}`, {
      argument,
      nextStep: "Correct these members in the module.",
    });
  }
  // As it was exported, not a copy: its functions may need the object that they belong to.
  const definition = exported as VendorDefinition;
  if (Object.hasOwn(builtInVendors, definition.name)) {
    throw new ConfigurationError(`adds "${definition.name}", which is a vendor of pulumi-phone already`, {
      argument,
      nextStep: "Give it another name.",
    });
  }
  return definition;
}
