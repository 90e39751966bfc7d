import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import type { PurchaseRefusalReason } from "../kit/refused-purchase";

const words = z.string().min(1);
// `error` is a text or an internal number, `detail` a text or a list of what is invalid.
const refusal = z.object({
  message: words.optional().catch(undefined),
  detail: z
    .union([words, z.array(z.object({ msg: words })).transform(([first]) => first?.msg)])
    .optional()
    .catch(undefined),
  error: words.optional().catch(undefined),
});

/** The words of a refusal, looked for in the order of Bolna's own clients (github.com/bolna-ai/cli, internal/api). */
export function explain(body: unknown): Explanation {
  const { data } = refusal.safeParse(body);
  const message = data?.message ?? data?.detail ?? data?.error;
  return { message: message ?? (body === undefined ? undefined : JSON.stringify(body)) };
}

const noFunds = /\b(wallet|balance|insufficient|funds?|credits?|recharge|payment)\b/i;
const compliance = /\b(compliance|kyc|documents?|regulatory)\b/i;
const taken =
  /\b(un|not |no longer )(available|for sale)\b|\bnumber\b.*\bnot found\b|\balready\b|\b(been|is|was) (taken|sold|bought|purchased|rented)\b/i;

/**
 * Why a purchase was not made; null where the answer does not prove that it was not. Bolna documents a 400 for all of them, and no words; so the words are
 * read, and what belongs to the account comes first, as it would refuse the next number, too.
 */
export function purchaseRefusalReason({ status, message = "" }: Answer): PurchaseRefusalReason | null {
  // Only these say that the request was understood and turned down.
  if (![400, 402, 403, 404, 409, 410, 422].includes(status)) return null;
  if (status === 402 || noFunds.test(message)) return "no-funds";
  if (compliance.test(message)) return "documents";
  // 404 is Bolna's answer for whatever it does not know (bolna.ai/docs/api-reference/errors).
  return status === 404 || status === 410 || taken.test(message) ? "taken" : null;
}
