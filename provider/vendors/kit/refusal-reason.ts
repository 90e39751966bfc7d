import type { Answer } from "../../http/client";
import { isOfGateway } from "../../http/of-gateway";
import type { PurchaseRefusalReason } from "./refused-purchase";

// Only these say that the request was understood and turned down.
const refusals = [400, 402, 403, 404, 409, 410, 412, 422];

const fault =
  /\b(internal|unexpected|unknown) (server )?(error|failure)\b|\btimed?[ -]?out\b|\bdeadline\b|\bgateway\b|\bin progress\b|\bbeing processed\b|\b(service|server|system|carrier)\b.*\b(un|not )available\b/i;
const funds = /\b(funds?|credits?|balance|wallet|recharge|top[- ]?up|payments?|billing|prepaid|money)\b/i;
const documents =
  /compliance|\b(kyc|documents?|documentation|regulatory|verification|verify|verified|end[- ]users?|bundle|identity|proof of (address|identity)|address (is )?required)\b/i;
const plan =
  /\b(plans?|tier|upgrade|subscription|trial|quota|limit (was |has been )?(reached|exceeded)|maximum number of)\b/i;
const permission =
  /\b(permissions?|permitted|privileges?|not allowed|forbidden|roles?|scopes?|admins?|not authori[sz]ed)\b/i;
const taken =
  /\b(un|not |no longer )(available|for sale|purchasable)\b|\balready\b|\b(been|is|was) (taken|sold|bought|purchased|rented|reserved)\b|\b(sold out|out of stock|not in stock)\b|\bnumber\b.*\b(not found|does not exist)\b/i;

/**
 * Why a purchase was not made, in the words that vendors have for it; null where the answer names no reason of its own. What belongs
 * to the account comes before what belongs to the number, as it would refuse the next number, too. `takenStatuses` are those that
 * the vendor gives to a number that is not for sale, whatever its words; in JSON, as any server says "not found" in text.
 *
 * @example
 * ```ts
 * const reason = refusalReason(answer, [404]);
 * throw reason === null ? client.failure(answer) : refusedPurchase(reason, e164, client.facts(answer), advice);
 * ```
 */
export function refusalReason(
  answer: Answer,
  takenStatuses: readonly number[] = [],
): PurchaseRefusalReason | null {
  const { status, form, message = "", body } = answer;
  if (!refusals.includes(status)) return null;
  // A page or a gateway's word is nobody's refusal, and empty is no word of the vendor's.
  if (form === "page" || isOfGateway(answer) || (form === "empty" && status !== 402)) return null;
  const words = [message, ...codesOf(body)].join(" ").replaceAll("_", " ");
  if (fault.test(words)) return "unclear";
  if (status === 402 || funds.test(words)) return "no-funds";
  if (documents.test(words)) return "documents";
  if (plan.test(words)) return "plan";
  if (permission.test(words)) return "permission";
  return (form === "json" && takenStatuses.includes(status)) || taken.test(words) ? "taken" : null;
}

/** The codes of a refusal, such as `insufficient_funds`, wherever a body has them. */
function codesOf(body: unknown): string[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => {
    if (typeof value === "string") return /code|type|reason/i.test(name) ? [value] : [];
    return codesOf(value);
  });
}
