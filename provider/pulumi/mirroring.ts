import type { OutputName } from "../lifecycle/observed";
import type { ChangeableName } from "../vendors/vendor";

// A number is no secret: it is the resource's id, which the engine shows everywhere.
const mirrors: Readonly<Record<ChangeableName, OutputName>> = {
  alias: "label",
  agent: "boundAgent",
  subaccount: "heldBy",
};

/** The outputs in which these arguments come back under another name: the engine keeps secret what has the name of a secret argument. */
export function mirroring(names: readonly string[]): readonly OutputName[] {
  return Object.entries(mirrors)
    .flatMap(([name, output]) => (names.includes(name) ? [output] : []))
    .toSorted();
}
