import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { firstReasonOf } from "../provider/domain/reason";
import { StandInError, type StandInFactory } from "../sandbox";
import { checkedStandIns } from "../sandbox/added-stand-ins";

/**
 * Loads stand-ins: modules whose default export is a StandInFactory, named as in an import from `folder`. Throws
 * StandInError, which names the module.
 */
export async function loadStandIns(
  specifiers: readonly string[],
  folder: string,
): Promise<readonly StandInFactory[]> {
  const { resolve } = createRequire(path.join(folder, "index.js"));
  const added = specifiers.map(async (specifier) => {
    const source = `--stand-in ${specifier}`;
    const module = await load(specifier, resolve).catch((error: unknown) => {
      throw new StandInError(
        source,
        `cannot be loaded: ${firstReasonOf(error)}. Name a package, or a file from the current folder such as ./acme-stand-in.mjs.`,
        { cause: error },
      );
    });
    return { source, value: defaultExport(module) };
  });
  return checkedStandIns(await Promise.all(added));
}

function load(specifier: string, resolve: NodeJS.RequireResolve): Promise<unknown> {
  return Promise.resolve().then(() => import(pathToFileURL(resolve(specifier)).href));
}

/** Also of a CommonJS module that was compiled from one with a default export: there it is a level further down. */
function defaultExport(module: unknown): unknown {
  const outer = memberDefault(module);
  return memberDefault(outer) ?? outer;
}

function memberDefault(value: unknown): unknown {
  return typeof value === "object" && value !== null && "default" in value ? value.default : undefined;
}
