/**
 * The claim of a resource: its own URN, `urn:pulumi:<stack>::<project>::<type>::<name>`
 * (pulumi.com/docs/iac/concepts/resources/names). It says who may call a number its own. URNs are taken apart here only.
 */

/** The part of a claim that all claims of a stack share. */
export function stackPart(claim: string): string {
  return claim.split("::").slice(0, 2).join("::");
}

/** The claim without its stack: what stays the same when the stack is renamed. */
export function withoutStack(claim: string): string {
  return claim.split("::").slice(1).join("::");
}

/** The claim without its own type, but with those of its parents: what stays the same when another front serves the resource. */
export function withoutType(claim: string): string {
  const [stack, project, type = "", ...name] = claim.split("::");
  return [stack, project, type.slice(0, type.lastIndexOf("$") + 1), ...name].join("::");
}

/** The part of a claim that names its project. */
export function projectPart(claim: string): string {
  return claim.split("::")[1] ?? "";
}

/** `organization/project/stack`: the stack of a claim by the name that the Pulumi CLI takes. */
export function stackOf(claim: string, organization: string): string {
  const [head = "", project = ""] = claim.split("::");
  const [, , stack = ""] = head.split(":");
  return `${organization}/${project}/${stack}`;
}

/** The resource's own type, without those of its parents. */
export function typeOf(claim: string): string {
  return (claim.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/**
 * The claim of a child under a claim that its parent had, as Pulumi's engine makes it: a name that begins with that of the parent begins
 * with the parent's former one (`inheritedChildAlias`, pkg/resource/deploy/step_generator.go).
 */
export function inheritedClaim(
  { name, type }: { readonly name: string; readonly type: string },
  parentName: string,
  formerParent: string,
): string {
  const [stack, project, parentType] = formerParent.split("::");
  const former = name.startsWith(parentName) ? nameOf(formerParent) + name.slice(parentName.length) : name;
  return [stack, project, `${parentType}$${type}`, former].join("::");
}

/** Whether a provider, by its URN, is the engine's own, which has the stack's configuration: the engine may add the version to its name. */
export function isDefaultProvider(urn: string): boolean {
  return /^default(_\d+_\d+_\d+|$)/.test(nameOf(urn));
}

/** The resource's logical name, which is how messages call it. */
export function nameOf(claim: string): string {
  return claim.split("::").at(-1) ?? claim;
}
