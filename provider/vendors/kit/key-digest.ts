import { createHash } from "node:crypto";

/**
 * The name of an account whose vendor tells none: a digest of its key, from which the key cannot be found. It tells only
 * whether the key is the same as before.
 */
export function keyDigest(vendor: string, key: string): string {
  return `key ${createHash("sha256").update(`${vendor} ${key}`).digest("hex").slice(0, 12)}`;
}
