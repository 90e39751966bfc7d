import { type Input, isSecret, output } from "@pulumi/pulumi";
import type { OutputName } from "../lifecycle/observed";

// A number is no secret: it is the resource's id, which the engine shows everywhere.
/** The outputs in which an argument comes back under another name: the engine keeps secret what has the name of a secret argument. */
const mirrors: Readonly<Record<string, readonly OutputName[]>> = {
  alias: ["label"],
  agent: ["boundAgent"],
  subaccount: ["heldBy"],
};

/** The outputs that mirror a secret argument; undefined when none does. */
export async function outputsToHide(
  args: Readonly<Record<string, Input<unknown>>>,
): Promise<readonly string[] | undefined> {
  const hidden = await Promise.all(
    Object.entries(mirrors).map(async ([name, outputs]) =>
      args[name] !== undefined && (await isSecret(output(args[name]))) ? outputs : [],
    ),
  );
  const names = [...new Set(hidden.flat())].toSorted();
  return names.length > 0 ? names : undefined;
}
