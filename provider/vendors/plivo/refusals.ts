import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import { isUnknown } from "../kit/is-unknown";

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

// Every JSON answer of Plivo's has the id of its request (plivo.com/docs/numbers/api/response).
const own = z.object({ api_id: z.string() });
const denial = own.extend({ error: z.string().regex(/not found/i) });
// Its 404 was seen without the id as well (github.com/plivo/plivo-go, baseclient.go), and then has nothing else.
const bare = z.union([z.strictObject({}), z.strictObject({ error: z.literal("not found") })]);

/** Whether Plivo says in its own words that it has no such number. `{}`, which it may answer too, could be anybody's. */
export function deniesNumber(answer: Answer): boolean {
  return isUnknown(answer) && denial.safeParse(answer.body).success;
}

/** Whether a 404 may be Plivo's own, and not that of a framework or a gateway, whose bodies have other members. */
export function isOwnNotFound(answer: Answer): boolean {
  return isUnknown(answer) && z.union([own, bare]).safeParse(answer.body).success;
}
