import type { Answer } from "../../http/client";
import { isUnknown } from "./is-unknown";

/** Whether a search was answered by "there is none", which is no error: 404 in the vendor's own words, or a success without content. */
export function isNoneFound(answer: Answer): boolean {
  return isUnknown(answer) || (answer.ok && answer.form === "empty");
}
