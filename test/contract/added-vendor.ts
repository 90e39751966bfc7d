import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, inject } from "vitest";
import { loadStandIns } from "../../cli/load-stand-ins";
import type { ContractFixture } from "../../provider/vendors/kit/contract-fixture";
import { loadVendors } from "../../provider/vendors/modules";
import { describeVendor } from "./suite";

declare module "vitest" {
  interface ProvidedContext {
    /** The modules to test, named as in an import from `folder`. */
    readonly contract: { readonly vendor: string; readonly standIn: string; readonly folder: string };
  }
}

// Run by `pulumi-phone contract`, which provides the modules.
const { vendor, standIn, folder } = inject("contract");

describe(vendor, async () => {
  const [definition] = await loadVendors([vendor], folder, {
    named: (specifier) => `pulumi-phone contract ${specifier}`,
    folder: "the current folder",
  });
  if (definition === undefined) throw new Error(`${vendor} adds no vendor`);
  const standIns = await loadStandIns([standIn], folder);
  describeVendor(definition, await fixtureOf([standIn, vendor]), standIns);
});

/** The export `contract` of the first module that has one. */
async function fixtureOf(specifiers: readonly string[]): Promise<ContractFixture> {
  const { resolve } = createRequire(path.join(folder, "index.js"));
  for (const specifier of specifiers) {
    const module = (await import(pathToFileURL(resolve(specifier)).href)) as { contract?: ContractFixture };
    if (module.contract !== undefined) return module.contract;
  }
  throw new Error(`Neither ${specifiers.join(" nor ")} exports contract, the ContractFixture of the vendor.`);
}
