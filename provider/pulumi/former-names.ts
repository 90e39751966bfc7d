import { type Input, type Output, output, type Resource } from "@pulumi/pulumi";
import { inheritedClaim, nameOf, typeOf } from "../domain/claim";

/** What the SDK keeps of a resource for itself. */
interface Registered {
  readonly __name?: string;
  readonly __pulumiType?: string;
  readonly __aliases?: readonly Input<string>[];
  readonly __parentResource?: Resource;
}

/**
 * Every URN that a resource may have had: those of its own aliases, and those under the aliases of its parents. The SDK computes only the
 * first, and leaves the others to the engine, which tells nobody.
 */
export function formerNames(resource: Resource): Output<string[]> {
  const {
    __name: name = "",
    __pulumiType: type = "",
    __aliases: aliases = [],
    __parentResource: parent,
  } = resource as Registered;
  if (parent === undefined) return output([...aliases]);
  const { __name: parentName = "" } = parent as Registered;
  return output([[...aliases], formerNames(parent)]).apply(([own = [], parents = []]) => {
    const names = [{ name, type }, ...own.map((alias) => ({ name: nameOf(alias), type: typeOf(alias) }))];
    const inherited = parents.flatMap((formerParent) =>
      names.map((each) => inheritedClaim(each, parentName, formerParent)),
    );
    return [...new Set([...own, ...inherited])];
  });
}
