/** The claim of a resource of that name. */
export function claimOf(name: string): string {
  return `urn:pulumi:dev::phones::pulumi-nodejs:dynamic/phone:PhoneNumber::${name}`;
}
