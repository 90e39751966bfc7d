import type { BodyForm } from "./body-form";

/** What an answer says, as far as it tells who has written it. */
interface Told {
  readonly status: number;
  readonly form: BodyForm;
  readonly body: unknown;
  /** The first line, where it is text. */
  readonly message: string | undefined;
}

// What stands before an API refuses by these what it does not know, or does not let pass.
const refusals = [403, 404, 405];
const places =
  "routes?|pages?|paths?|ur[il]s?|endpoints?|services?|upstreams?|backends?|gateways?|prox(y|ies)";
const attempts = "cannot (get|head|post|put|patch|delete)";
const ofRoutes = new RegExp(
  `\\b(no (matching )?routes?|(${places})\\b.*\\bnot (be )?found|${attempts}|missing authentication token|identify proxy|not defined by this api)\\b`,
  "i",
);
// A vendor has methods as well: of payment.
const routeWords = new RegExp(`\\b(${places}|methods?|${attempts})\\b`, "i");
/** A path that is quoted has the words of the vendor's things in it, and says nothing of them. */
const quotedPaths = /[^\s"']*\/[^\s"']*/g;
const bareWords = new Set(
  "message error errors code status statuscode success false null not found notfound method allowed".split(
    " ",
  ),
);
const bareTexts = new Set([
  ...bareWords,
  ..."page default backend http forbidden rbac access denied".split(" "),
]);
/** Members that name a request, a place or a time. */
const names = /(^|[_-])(id|path|type|instance|date|time(stamp)?)$|(Id|Date|Time)$/;
// Of a body of many megabytes the rest would take hours, and what has so much to say has said it by then.
const mostTexts = 50;
const longestText = 1_000;

/**
 * Whether a refusal is one that gateways, proxies and frameworks write by themselves, for a path or a service that they do not know: in
 * JSON or in text it looks like a vendor's, and says as little of a number or a purchase as a page does.
 */
export function isOfGateway({ status, form, body, message = "" }: Told): boolean {
  // Between a client and its proxy.
  if (status === 407) return true;
  if (!refusals.includes(status)) return false;
  if (form === "text") return areOf(bareTexts, [message]) || speaksOfRoutes(message);
  if (form !== "json") return false;
  return hasMembersOfGateways(status, body) || textsIn(body).some(speaksOfRoutes);
}

/** Whether JSON has no word of its own: it is empty, or a bare "not found", which any server says. */
export function isWordless(body: unknown): boolean {
  return areOf(bareWords, textsIn(body));
}

/**
 * Whether a text has any word of what gateways speak of. Of a refusal that is no proof: it is for who takes a text for the vendor's own
 * only where it can be nobody else's.
 */
export function mentionsRoutes(text: string): boolean {
  return routeWords.test(withoutPaths(text));
}

/** A text without its paths and addresses. */
export function withoutPaths(text: string): string {
  return text.replace(quotedPaths, " ");
}

/** Spring tells the path, AWS says this and nothing else, and Cloudflare its own name. */
function hasMembersOfGateways(status: number, body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  const members = body as Readonly<Record<string, unknown>>;
  const isOnlyForbidden = members.message === "Forbidden" && Object.keys(members).length === 1;
  const tellsPath = typeof members.path === "string" && members.path.startsWith("/");
  return tellsPath || members.cloudflare_error === true || (status === 403 && isOnlyForbidden);
}

function speaksOfRoutes(text: string): boolean {
  return ofRoutes.test(withoutPaths(text));
}

function areOf(words: ReadonlySet<string>, texts: readonly string[]): boolean {
  return texts.every((text) => (text.match(/\p{L}+/gu) ?? []).every((word) => words.has(word.toLowerCase())));
}

/** The first texts of a body, wherever it has them. */
function textsIn(value: unknown, texts: string[] = []): string[] {
  if (typeof value === "string") texts.push(value.slice(0, longestText));
  if (typeof value !== "object" || value === null) return texts;
  for (const [name, member] of Object.entries(value)) {
    if (texts.length >= mostTexts) break;
    if (!names.test(name)) textsIn(member, texts);
  }
  return texts;
}
