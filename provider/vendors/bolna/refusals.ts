import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import { isWordless } from "../../http/of-gateway";

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

// bolna.ai/docs/api-reference/errors: the form of every refusal.
const documented = z.object({ error: z.number(), message: z.string() });

/** Whether a refusal is in the documented form, or has words of its own: a bare "not found" in another form could be anybody's. */
export function isOwnRefusal({ form, body }: Answer): boolean {
  return form === "json" && (documented.safeParse(body).success || !isWordless(body));
}
