import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import type { PurchaseRefusalReason } from "../kit/refused-purchase";

// Plivo's own command line looks for the text under all of these names; a body that has none is answered for by its status.
const refusal = z.object({
  api_id: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  Error: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  global_error: z.string().optional().catch(undefined),
  data: z.object({ error: z.string() }).optional().catch(undefined),
});

export function explain(body: unknown): Explanation {
  const { data } = refusal.safeParse(body);
  const message = data?.error ?? data?.Error ?? data?.message ?? data?.global_error ?? data?.data?.error;
  return { message, requestId: data?.api_id };
}

/** Why a purchase was not made; null where the answer does not prove that it was not, or names no reason of its own. */
export function purchaseRefusalReason({ status, message = "" }: Answer): PurchaseRefusalReason | null {
  if (status === 404) return "taken";
  if (status < 500 && /insufficient\b.*\bfund/i.test(message)) return "no-funds";
  return status === 400 && /compliance/i.test(message) ? "documents" : null;
}
