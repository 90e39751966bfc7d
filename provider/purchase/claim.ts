/** The part of a claim that all claims of a stack share. A claim is a URN: urn:pulumi:<stack>::<project>::<type>::<name>. */
export function stackPart(claim: string): string {
  return claim.split("::").slice(0, 2).join("::");
}
