import type { Answer } from "../../http/client";
import { withoutPaths } from "../../http/of-gateway";
import { isUnknown } from "./is-unknown";
import { refusalReason } from "./refusal-reason";

// A search that was understood; 200 is that of a refusal in the form of a success.
const statuses = [200, 400, 404, 410, 422];
const none =
  /\b(no|zero) ((available|free|matching|phone|telephone|such|more|further|local) )*numbers?\b|\bnumbers?\b.*\b(not (be )?found|sold out|out of stock)\b|\bnone (is |are |was |were )?(available|found|left|free)\b|\b(find|found) (no|any)\b.*\bnumbers?\b/i;

/**
 * Whether a search was answered by "none": by a success without content, or by a refusal in words that say that no numbers are there, and
 * nothing of the account. Another criterion may find some. Without such words a refusal may be about the address.
 */
export function saysNone(answer: Answer): boolean {
  if (answer.ok) return answer.form === "empty";
  if (!isUnknown(answer, statuses)) return false;
  const reason = refusalReason({ ...answer, status: 400 });
  return (reason === null || reason === "taken") && none.test(withoutPaths(answer.message ?? ""));
}
