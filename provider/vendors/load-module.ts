import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** The default export of a module that is named as in an import from `folder`; undefined where it has none. Rejects as `import` does. */
export async function loadModule(specifier: string, folder: string): Promise<unknown> {
  const { resolve } = createRequire(path.join(folder, "index.js"));
  const outer = defaultOf(await import(pathToFileURL(resolve(specifier)).href));
  // Of a CommonJS module that was compiled from one with a default export, it is a level further down.
  return defaultOf(outer) ?? outer;
}

function defaultOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "default" in value ? value.default : undefined;
}
