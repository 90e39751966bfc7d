import type { Answer } from "../../http/client";
import { isUnknown } from "./is-unknown";
import { saysNone } from "./says-none";

/**
 * Whether a search was answered by "there is none", at a vendor that has 404 for it: in whatever words that are no gateway's, or as
 * {@link saysNone} tells. That another criterion is tried in vain, where the address is wrong, costs nothing.
 */
export function isNoneFound(answer: Answer): boolean {
  return isUnknown(answer) || saysNone(answer);
}
