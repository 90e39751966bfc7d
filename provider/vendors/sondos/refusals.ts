import { z } from "zod";
import { ArgumentError, type PhoneErrorDetails, RefusedError, UnsupportedError } from "../../domain/errors";
import type { E164 } from "../../domain/number";
import type { Answer, Explanation } from "../../http/client";

type Facts = Omit<PhoneErrorDetails, "nextStep">;

export const dashboard = "Sondos' dashboard (app.sondos-ai.com)";

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

/** Whether the answer to a release says that it is under way. */
export function isScheduledAlready({ status, message = "" }: Answer): boolean {
  return status === 400 && /already scheduled/i.test(message);
}

export function nicknameTooLong(most: number): ArgumentError {
  return new ArgumentError(`has more than the ${most} characters that Sondos takes`, {
    vendor: "sondos",
    argument: "alias",
    nextStep: "Shorten it.",
  });
}

export function noNicknames(facts: Facts): UnsupportedError {
  return new UnsupportedError("this edition of Sondos cannot change nicknames", {
    ...facts,
    argument: "alias",
    nextStep: `Leave alias out, and name the number in ${dashboard}.`,
  });
}

export function notReleased(number: E164, facts: Facts): RefusedError {
  return new RefusedError(`${number} is in the account still, and Sondos says that it is not`, {
    ...facts,
    nextStep: `It stays in state. Run again; if it stays so, release it in ${dashboard}.`,
  });
}
