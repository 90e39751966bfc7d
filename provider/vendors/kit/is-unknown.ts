import type { Answer } from "../../http/client";

/**
 * Whether the vendor says that it knows no such thing: one of these statuses, in its own words. A page, or no body at all, may be a
 * proxy's or another host's answer, and says nothing.
 */
export function isUnknown({ status, form }: Answer, statuses: readonly number[] = [404]): boolean {
  return statuses.includes(status) && (form === "json" || form === "text");
}
