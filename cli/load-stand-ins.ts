import { firstReasonOf } from "../provider/domain/reason";
import { loadModule } from "../provider/vendors/load-module";
import { checkedStandIns, StandInError, type StandInFactory } from "../sandbox";

/**
 * Loads stand-ins: modules whose default export is a StandInFactory, named as in an import from `folder`. Throws
 * StandInError, which names the module.
 */
export async function loadStandIns(
  specifiers: readonly string[],
  folder: string,
): Promise<readonly StandInFactory[]> {
  const added = specifiers.map(async (specifier) => {
    const source = `--stand-in ${specifier}`;
    const value = await loadModule(specifier, folder).catch((error: unknown) => {
      throw new StandInError(
        source,
        `cannot be loaded: ${firstReasonOf(error)}. Name a package, or a file from the current folder such as ./acme-stand-in.mjs.`,
        { cause: error },
      );
    });
    return { source, value };
  });
  return checkedStandIns(await Promise.all(added));
}
