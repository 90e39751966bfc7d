import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";

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

const own = z.object({ error: z.string().regex(/not found/i) });

/** Whether Plivo says in its own words that it has no such number. `{}`, which it may answer too, could be anybody's. */
export function deniesNumber({ status, body }: Answer): boolean {
  return status === 404 && own.safeParse(body).success;
}
