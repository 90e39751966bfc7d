import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";

// Endpoints of numbers say `error`, those of assistants `message`; refused keys have both, failed validations a list of
// problems for each field.
const text = z.string().min(1).optional().catch(undefined);
const refusal = z.object({
  error: text,
  message: text,
  errors: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  retry_after: z
    .union([z.number().nonnegative(), z.string().regex(/^\d+$/).transform(Number)])
    .optional()
    .catch(undefined),
});

export function explain(body: unknown): Explanation {
  const { data } = refusal.safeParse(body);
  const told = [data?.error, data?.message, ...Object.values(data?.errors ?? {}).flat()];
  const words = new Set(told.filter((each) => each !== undefined));
  return { message: [...words].join(": ") || undefined, retryAfterSeconds: data?.retry_after };
}

/** Whether the answer to a purchase says that the account cannot pay: no payment method, or one that was refused. */
export function isNotPaid({ status }: Answer): boolean {
  return status === 402;
}

/**
 * Whether the answer to a purchase says that the number cannot be had: in use, or not for sale. In use by whom is not said; one of
 * this very account is found there by the lifecycle.
 */
export function isTaken({ status, message = "" }: Answer): boolean {
  return status === 400 && /already in use|not available/i.test(message);
}

/** Whether the answer to a release says that it is under way. */
export function isScheduledAlready({ status, message = "" }: Answer): boolean {
  return status === 400 && /already scheduled/i.test(message);
}
