/** The claim of a resource of that name. */
export function claimOf(name: string, stack = "dev"): string {
  return `urn:pulumi:${stack}::phones::pulumi-nodejs:dynamic/phone:PhoneNumber::${name}`;
}
