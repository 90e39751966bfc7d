import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import { isOfGateway, isWordless, mentionsRoutes, withoutPaths } from "../../http/of-gateway";
import { refusalReason } from "../kit/refusal-reason";
import type { PurchaseRefusalReason } from "../kit/refused-purchase";

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

/**
 * Why a purchase was not made; `no-such-agent` where that is documented, `no-such-agent?` where the status is that of an unknown
 * agent, and the words are not about one.
 */
export type PurchaseRefusal =
  | Exclude<PurchaseRefusalReason, "taken">
  | "no-such-agent"
  | "no-such-agent?"
  | "none-free";

const noneFree =
  /\b(no(ne|t)?|any)\b.*\b(available|found|left|free|match\w*|in stock)\b|\b(find|found|have) no\b|\b(sold out|out of stock)\b/i;
const ofNumbers = /\b(numbers?|prefix|area code|none|sold out|out of stock)\b/i;
const ofAgents = /\bagent/i;
/** What a server says when it says nothing of its own. */
const wordless = /^\W*(\w*message\W*|\w*error\W*)?(not[ _]found)?\W*$/i;

/**
 * Reads the answer to a purchase that did not succeed; null where it names no reason of its own, or does not prove that nothing was
 * bought. "Agent not found" is the only refusal that Cald documents; the others are known by their words.
 */
export function purchaseRefusalReason(answer: Answer, agent: string | undefined): PurchaseRefusal | null {
  const { status, form, message = "" } = answer;
  const reason = refusalReason(answer);
  if (reason !== null && reason !== "taken") return reason;
  // Only these say that the request was understood and turned down; a page or a gateway's word is nobody's refusal.
  if (![400, 404, 409, 410, 422].includes(status) || form === "page" || form === "empty") return null;
  if (isOfGateway(answer)) return null;
  if (noneFree.test(message) && ofNumbers.test(message) && !ofAgents.test(message)) return "none-free";
  if (status !== 404 || agent === undefined) return null;
  return ofAgents.test(message) || wordless.test(message) ? "no-such-agent" : "no-such-agent?";
}

/** How far an answer says that Cald knows no such thing: `perhaps` where a "not found" names nothing, which Cald may say as well as a gateway. */
export type Denial = "yes" | "perhaps" | "no";

const things = { number: /phone[ _-]?numbers?/i, agent: /agents?(?![a-z])/i } as const;

/**
 * Reads a "not found" to a call about a number or an agent. Cald documents no body of one: in words about that thing it is Cald's own, and
 * JSON without any words of its own may be.
 */
export function denies(
  thing: keyof typeof things,
  { status, form, body, message = "" }: Answer,
  statuses: readonly number[] = [404],
): Denial {
  if (!statuses.includes(status) || (form !== "json" && form !== "text")) return "no";
  if (mentionsRoutes(message)) return "no";
  if (things[thing].test(withoutPaths(message))) return "yes";
  // As one text, as the names of its members tell a framework, too: `detail`.
  return form === "json" && isWordless(JSON.stringify(body)) ? "perhaps" : "no";
}
