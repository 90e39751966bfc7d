import { createHash } from "node:crypto";

// No vendor's id looks so.
const digest = /^sha256:[0-9a-f]{64}$/;

/** What is written down in the place of an agent or a subaccount: it tells whether another is the same, and not which it was. */
export function digestOf(ordered: string | undefined): string | undefined {
  if (ordered === undefined || digest.test(ordered)) return ordered;
  return `sha256:${createHash("sha256").update(ordered).digest("hex")}`;
}

/** Whether what a number has is what was ordered, by itself or by {@link digestOf}. */
export function isOrdered(ordered: string | undefined, has: string | null): boolean {
  if (ordered === undefined || has === null) return ordered === undefined && has === null;
  return ordered === has || ordered === digestOf(has);
}
