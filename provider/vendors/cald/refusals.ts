import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";

// The text is looked for where most APIs have it.
const refusal = z.object({
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});

/** The words of a refusal. No body of one is documented: JSON that has no known field is shown as it came. */
export function explain(body: unknown): Explanation {
  const { data } = refusal.safeParse(body);
  const message = data?.message ?? data?.error;
  return { message: message ?? (body === undefined ? undefined : JSON.stringify(body)) };
}

/** Why a purchase was not made; null where the answer does not prove that it was not, or names no reason of its own. */
export type PurchaseRefusal = "no-funds" | "no-such-agent" | "none-free";

/**
 * Reads the answer to a purchase that did not succeed. "Agent not found" is the only refusal that Cald documents; the others
 * are known by their words.
 */
export function purchaseRefusalReason(
  { status, message = "" }: Answer,
  agent: string | undefined,
): PurchaseRefusal | null {
  // Only these say that the request was understood and turned down.
  if (![400, 402, 403, 404, 409, 422].includes(status)) return null;
  if (status === 402 || /\b(fund|credit|balance|payment|billing)/i.test(message)) return "no-funds";
  if (status === 403) return null;
  if (
    /\bno(ne|t)?\b.*\bavailable\b|\b(sold out|out of stock)\b/i.test(message) &&
    !/\bagent/i.test(message)
  ) {
    return "none-free";
  }
  return status === 404 && agent !== undefined ? "no-such-agent" : null;
}
