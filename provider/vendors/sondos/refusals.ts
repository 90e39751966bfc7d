import { z } from "zod";
import {
  ArgumentError,
  type PhoneErrorDetails,
  RefusedError,
  UnclearPurchaseError,
  UnsupportedError,
} from "../../domain/errors";
import type { E164 } from "../../domain/number";
import type { Answer, Explanation } from "../../http/client";
import type { Release } from "../vendor";

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

const isFalse = z.object({ success: z.literal(false) });
const isError = z.object({ error: z.string().min(1) });
const failed =
  /\bfail|\b(could|can|may|must) ?not\b|\bcan't\b|\bunable\b|\bnot (be )?(deleted|released|removed|cancell?ed|allowed|possible)\b/i;
const later = /\bwill be\b|\bat the end\b/i;

/**
 * How a release ended by Sondos' own words; undefined where a success has none, or a refusal others. A success may say that it is none:
 * what is paid for must not leave the state by it.
 */
export function releaseTold({ status, ok, body }: Answer): Release | "failed" | undefined {
  const { message = "" } = explain(body);
  if ((ok || status === 400) && /already scheduled/i.test(message)) return "scheduled";
  if (!ok) return undefined;
  if (isFalse.safeParse(body).success || isError.safeParse(body).success || failed.test(message))
    return "failed";
  if (message === "") return undefined;
  // Only what was not rented, as an extension, goes at once: docs.autocalls.ai/api-reference/phone-numbers/release-phone-number.
  return /deleted/i.test(message) && !later.test(message) ? "released" : "scheduled";
}

/** Whether it is the framework of Sondos itself that does not know a path: its words are those of a gateway, too, but for the sentence. */
export function isOfFramework({ status, form, message = "" }: Answer): boolean {
  return status === 404 && form === "json" && /^The route .*could not be found\.?$/.test(message);
}

/** The error of a purchase in which Sondos failed: by its page the subscription is made first, and the number obtained after it. */
export function billedPerhaps(facts: Facts): UnclearPurchaseError {
  return new UnclearPurchaseError(
    `the vendor failed, and may have begun a subscription: if the account shows no number for it, look at the billing in ${dashboard}, or ask Sondos' support`,
    { ...facts, nextStep: "Run again: what became of it is looked up first." },
  );
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

/** The error of a release whose answer has a success's status, and says that it failed. */
export function releaseFailed(number: E164, { body }: Answer, facts: Facts): RefusedError {
  return new RefusedError(`${number} was not released, by what the answer says`, {
    ...facts,
    vendorMessage: explain(body).message?.slice(0, 300),
    nextStep: `It stays in state. Run again; if it stays so, release it in ${dashboard}.`,
  });
}
