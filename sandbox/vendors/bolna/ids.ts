import type { Random } from "../../world/random";

const hexDigits = "0123456789abcdef";
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A version 4 UUID, with hyphens. */
export function uuid(random: Random): string {
  const text = (length: number) => random.text(length, hexDigits);
  return `${text(8)}-${text(4)}-4${text(3)}-${random.text(1, "89ab")}${text(3)}-${text(12)}`;
}

export function hex(random: Random, length: number): string {
  return random.text(length, hexDigits);
}

/** As the pages on SIP trunks have them. */
export function ulid(random: Random): string {
  return `01HQ${random.text(22, crockford)}`;
}

export function withoutHyphens(id: string): string {
  return id.replaceAll("-", "");
}

export function withHyphens(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
