import { z } from "zod";
import { ConfigurationError } from "../domain/errors";
import { firstReasonOf } from "../domain/reason";
import { builtInVendors } from ".";
import { loadModule } from "./load-module";
import { interfaceVersion, type VendorDefinition } from "./vendor";

/** Enough to see that a module adds a vendor; the rest is held by the types. */
const definition = z.custom<VendorDefinition>((value) => shape.safeParse(value).success);
const shape = z.object({
  interfaceVersion: z.unknown().optional(),
  name: z.string().regex(/^[a-z][a-z0-9]*$/),
  capabilities: z.object({ search: z.array(z.string()), types: z.array(z.string()) }),
  baseUrl: z.string(),
  keys: z.record(z.string(), z.object({ config: z.string(), environment: z.string(), secret: z.boolean() })),
  connect: z.custom<unknown>((value) => typeof value === "function"),
});
/**
 * Loads the vendors that a program adds: modules whose default export is a VendorDefinition, named as in an import from the
 * program's folder. Throws ConfigurationError.
 */
export function loadVendors(specifiers: readonly string[], folder: string): Promise<VendorDefinition[]> {
  return Promise.all(
    specifiers.map(async (specifier) => {
      const argument = `phone:vendorModules (${specifier})`;
      const module = await loadModule(specifier, folder).catch((error: unknown) => {
        throw new ConfigurationError(`cannot be loaded: ${firstReasonOf(error)}`, {
          argument,
          nextStep: "Name a package, or a file from the program's folder such as ./acme.mjs.",
        });
      });
      const parsed = definition.safeParse(module);
      if (!parsed.success) {
        throw new ConfigurationError("does not export a vendor", {
          argument,
          nextStep: "Its default export must be a VendorDefinition of pulumi-phone/vendor.",
        });
      }
      const { name, interfaceVersion: version } = parsed.data;
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
      if (Object.hasOwn(builtInVendors, name)) {
        throw new ConfigurationError(`adds "${name}", which is a vendor of pulumi-phone already`, {
          argument,
          nextStep: "Give it another name.",
        });
      }
      return parsed.data;
    }),
  );
}
