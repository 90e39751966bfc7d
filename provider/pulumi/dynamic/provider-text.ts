import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Output, output, runtime } from "@pulumi/pulumi";
import { ConfigurationError } from "../../domain/errors";
import { installedText } from "../installed-text";
import { shownAlone } from "../shown-alone";

import provider = require("./provider");

const subpath = "pulumi-phone/provider";

let text: Promise<string> | undefined;

/**
 * The text of the provider as Pulumi stores it.
 *
 * Pulumi's serializer would write the same for an installed package, but not everywhere: where the package's name stands in
 * the folder of the project too, it names the module by a path that cannot be loaded, in the layout of pnpm it fails before
 * SDK 3.251, and of a bundle it captures all that is in it. A linked package is captured by value, which the serializer does.
 *
 * Throws ConfigurationError where Pulumi, which loads the package once more in a process of its own, could not find it.
 */
export function providerText(): Output<string> {
  text ??= textOf(source());
  return output(text);
}

/** The module that Pulumi is to load by its name; or, of a package that is linked, the provider itself. */
function source(): "installed" | object {
  const project = createRequire(path.join(process.cwd(), "index.js"));
  const found = resolved(project);
  if (found !== undefined) return isInstalled(found) ? "installed" : project(found);
  // Only what Pulumi has started itself runs where it will look for the package: an inline program need not, nor a test.
  const isOfPulumi = process.env.PULUMI_NODEJS_MONITOR !== undefined;
  if (isOfPulumi || isBundled()) throw missing();
  return isInstalled(__filename) ? "installed" : provider;
}

function textOf(found: "installed" | object): Promise<string> {
  if (found === "installed") return Promise.resolve(installedText);
  const provider = found;
  return runtime.serializeFunction(() => provider).then((serialized) => serialized.text);
}

function resolved(project: NodeJS.Require): string | undefined {
  try {
    return project.resolve(subpath);
  } catch {
    return undefined;
  }
}

function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file);
}

// A bundler writes all modules into one file, whatever it is called; as an ES module it has no such name.
function isBundled(): boolean {
  return typeof __filename === "undefined" || path.parse(__filename).name !== "provider-text";
}

function missing(): ConfigurationError {
  const manifest = manifestAbove(process.cwd()) ?? "package.json";
  const instead = isBundled() ? ", and mark it as external where the program is bundled" : "";
  return shownAlone(
    new ConfigurationError("Pulumi cannot load pulumi-phone from the folder of the program", {
      argument: manifest,
      nextStep: `Nothing was bought. Add pulumi-phone to the dependencies of this package.json, also where a library brings it along${instead}.`,
    }),
  );
}

function manifestAbove(folder: string): string | undefined {
  const manifest = path.join(folder, "package.json");
  if (existsSync(manifest)) return manifest;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : manifestAbove(parent);
}
