import { z } from "zod";
import type { Answer, Explanation } from "../../http/client";
import { isOfGateway } from "../../http/of-gateway";
import type { Redact } from "../../http/redact";
import { refusalReason } from "../kit/refusal-reason";
import type { PurchaseRefusalReason } from "../kit/refused-purchase";

// Three shapes are documented: {code, message, details} of the gateway, {success, message, error: {code, message}} of the
// service, and in an old edition {success, message}. One schema reads all of them.
const code = z.union([z.string(), z.number()]).optional().catch(undefined);
const words = z.string().optional().catch(undefined);
const refusal = z.object({
  success: z.boolean().optional().catch(undefined),
  code,
  message: words,
  error: z.object({ code, message: words }).optional().catch(undefined),
});

const ownForm = z.union([
  z.object({ success: z.literal(false) }),
  z.object({ code: z.union([z.string(), z.number()]), message: z.string(), details: z.array(z.unknown()) }),
]);

// The HTTP statuses that codes stand for: those of gRPC (grpc.io/docs/guides/status-codes) and the four words of the service.
const meanings: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: 503, // cancelled
    2: 500, // unknown
    3: 400,
    4: 504, // deadline exceeded
    5: 404,
    6: 409,
    7: 403,
    8: 429,
    9: 400,
    10: 503, // aborted halfway
    11: 400,
    12: 501,
    13: 500,
    14: 503,
    15: 500, // data loss
    16: 401,
    FORBIDDEN: 403,
    NOT_FOUND: 404,
    INTERNAL_ERROR: 500,
    BAD_GATEWAY: 502,
  }),
);

/** The words of a refusal, in any of its shapes. */
export function explain(body: unknown): Explanation {
  const { data } = refusal.safeParse(body);
  const texts = new Set([data?.message, data?.error?.message].filter(Boolean));
  return { message: texts.size === 0 ? undefined : [...texts].join(": ") };
}

/**
 * The answer as it is meant. Whether a failure always has a failure's status is documented nowhere: a success that says
 * `success: false`, or a known code and no success, is none. The code counts where the status is a general one, and where it
 * names a fault: after a fault it is open what was done.
 */
export function asMeant(answer: Answer, redact: Redact): Answer {
  const { data } = refusal.safeParse(answer.body);
  const meaning = meanings.get(String(data?.code ?? data?.error?.code));
  const refused =
    !answer.ok || data?.success === false || (data?.success === undefined && meaning !== undefined);
  if (!refused) return answer;
  const isGeneral = answer.ok || answer.status === 400;
  const isFault = meaning !== undefined && meaning >= 500 && answer.status < 500;
  const status = isGeneral || isFault ? (meaning ?? answer.status) : answer.status;
  const said = answer.message ?? explain(answer.body).message;
  return { ...answer, ok: false, status, message: said && redact(said).slice(0, 300) };
}

/** Whether no telephony provider is chosen yet, without which nothing can be searched, bought or released. */
export function lacksProvider({ status, form, message = "" }: Answer): boolean {
  return (
    status < 500 &&
    form !== "page" &&
    /\bno (telephony )?provider\b|\bprovider\b.*\bnot\b.*\b(configured|selected|chosen)\b/i.test(message)
  );
}

/** Whether the answer says that the account has no such number, in words that cannot mean anything else. */
export function deniesNumber({ status, message = "" }: Answer): boolean {
  return (
    [200, 400, 404, 409, 410].includes(status) &&
    /\bphone number\b.*\b(does not exist|does not belong|not found|already (been )?released)\b/i.test(message)
  );
}

// Only these say that the request was understood and turned down; 200 with `success: false` is one of them.
const refusals = [200, 400, 402, 403, 404, 409, 410, 412, 422, 429];

const fault =
  /\b(internal|unexpected|unknown) (server )?(error|failure)|timed?[ -]?out|deadline|gateway|in progress|being processed/i;
const outage = /\b(service|server|system|provider)\b.*\b(un|not )available\b/i;
const funds = /\b(credits?|funds?|balance)\b/i;
const documents = /\b(documents?|kyc|compliance|regulatory|bundle|proof of address|address required)\b/i;
const price = /\bpric(e|ing)\b/i;
const gone =
  /\b(un|not |no longer )available\b|\balready (been )?(purchased|bought|sold|taken|owned|assigned|in use)\b|\bsold\b|\bnot for sale\b|\bphone number\b.*\b(not found|does not exist)\b/i;

/**
 * Reads the answer to a purchase that did not succeed. Of the reasons only the refused price is documented, in an old
 * edition; the others are known by their words. `unclear` where the words are those of a fault, null where they tell nothing.
 */
export function purchaseRefusalReason(answer: Answer): PurchaseRefusalReason | null {
  const { status, message = "", form, body } = answer;
  // A page, nothing, or what a gateway writes by itself is nobody's refusal.
  if (!refusals.includes(status) || form === "page" || form === "empty" || isOfGateway(answer)) return null;
  if (fault.test(message) || outage.test(message)) return "unclear";
  if (status === 402 || funds.test(message)) return "no-funds";
  if (documents.test(message)) return "documents";
  if (status === 429) return null;
  if (status === 403) return refusalReason(answer);
  if (price.test(message)) return "price-changed";
  if (status === 409 || (status === 404 && isOfService(body)) || gone.test(message)) return "taken";
  // What other vendors call the same, once more.
  return refusalReason(answer);
}

/** Whether the vendor speaks of credit. */
export function namesFunds({ message = "" }: Answer): boolean {
  return funds.test(message);
}

/** Whether a purchase was refused because a decimal came where the specification has an integer. */
export function refusesDecimals({ ok, status, message = "" }: Answer): boolean {
  return (
    !ok && [400, 422].includes(status) && /\bu?int(32|64)\b|\bintegers?\b|per_?minute_?price/i.test(message)
  );
}

/** Whether a body has one of the documented forms of a refusal. */
export function isOwnForm({ body }: Answer): boolean {
  return ownForm.safeParse(body).success;
}

/** A 404 of the service is about the number; one of the gateway before it may be about the address. */
function isOfService(body: unknown): boolean {
  return refusal.safeParse(body).data?.error?.code === "NOT_FOUND";
}
