import { isPathSegment, printable } from "../domain/characters";
import {
  ArgumentError,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  type PhoneError,
  type PhoneErrorDetails,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
  UnreachableError,
} from "../domain/errors";
import { parseJson } from "../domain/parse-json";
import type { Schema } from "../domain/schema";
import { type BodyForm, formOf } from "./body-form";
import { isOfGateway, isWordless } from "./of-gateway";
import { pacer, type RateLimit } from "./pacing";
import { dataRedactor, redactor } from "./redact";
import { type Effect, retryRules, withRetries } from "./retry";
import {
  type Exchange,
  exchange as exchangeOverNetwork,
  type SendRequest,
  type WireRequest,
} from "./transport";

/** What the body of a refusal says. */
export interface Explanation {
  /** The vendor's own words. */
  readonly message: string | undefined;
  /** The vendor's id of the request, where the body has it. */
  readonly requestId?: string | undefined;
  /** How long to wait before the next try, where the body tells it and no header does. */
  readonly retryAfterSeconds?: number | undefined;
}

/** How to reach one account of one vendor. */
export interface ClientSettings {
  readonly vendor: string;
  /** Scheme, host, port and the path all calls start with; no slash at the end. */
  readonly baseUrl: string;
  /** Sent with every call; authorization among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** What must never be seen in a message. */
  readonly secrets: readonly string[];
  /** Null when the vendor has told none. */
  readonly rateLimit: RateLimit | null;
  /** Reads what the body of a refusal says. */
  readonly explain: (body: unknown) => Explanation;
  /** The next step for a reader whose key was refused. */
  readonly keyAdvice: string;
  /** The statuses that may refuse a key; default 401. A 403 among them does so only in words that speak of one. */
  readonly keyRefusals?: readonly number[];
}

/** One call. */
export interface Call {
  /** What it is for, in one word of ours: search, buy, list, get, update, release. */
  readonly operation: string;
  readonly method: WireRequest["method"];
  /** Below the base URL; segments that come from outside are encoded by {@link path}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly effect: Effect;
}

/** An answer, whatever its status. */
export interface Answer {
  readonly call: Call;
  readonly status: number;
  /** The parsed JSON; undefined when the body is empty or no JSON. */
  readonly body: unknown;
  readonly ok: boolean;
  /** What the body is. A `page` of HTML is never an answer of the vendor's API: a proxy, a firewall or another host wrote it. */
  readonly form: BodyForm;
  /** How long the vendor asks to wait before the next try; undefined when it does not say. */
  readonly retryAfterSeconds?: number | undefined;
  /** Where a redirect points to, without its query. */
  readonly redirectsTo?: URL | undefined;
  readonly requestId: string | undefined;
  /** Set where it is the answer to a request that was sent again, as the vendor had told to wait. */
  readonly wasSentAgain?: true | undefined;
  /** Set where a try before the one that was answered may have done what was asked for. */
  readonly mayBeDone?: true | undefined;
  /** The vendor's own words, redacted. */
  readonly message: string | undefined;
}

/** A client of one account. Throws typed errors; what it throws holds no key. */
export interface Client {
  /** Sends a call, with the retries its effect allows. Throws only when no answer came. */
  send(call: Call): Promise<Answer>;
  /** The same, and throws the failure of an answer that is no success. */
  ask(call: Call): Promise<Answer>;
  /** The body of a successful answer, read by a lenient schema; throws {@link UnclearError} when it cannot be read. */
  read<T>(answer: Answer, schema: Schema<T>): T;
  /** The error of an answer that is no success, as its status tells. */
  failure(answer: Answer): PhoneError;
  /** The facts of an answer for an error that the vendor's adapter makes itself. */
  facts(answer: Answer): Omit<PhoneErrorDetails, "nextStep">;
  /** Says a line to the user, once in the life of the process. */
  tellOnce(line: string): void;
}

/**
 * Builds a path from parts that may come from outside: each is one segment, whatever it holds. Throws ArgumentError for one that some
 * server or proxy on the way would take for more than a name: nothing, dots alone, a slash in any spelling, a control character.
 */
export function path(strings: TemplateStringsArray, ...segments: readonly string[]): string {
  return strings.reduce((whole, text, index) => `${whole}${segment(segments[index - 1] ?? "")}${text}`);
}

function segment(name: string): string {
  if (!isPathSegment(name)) {
    throw new ArgumentError(
      `${JSON.stringify(name).slice(0, 100)} cannot be the name of anything at a vendor`,
      {
        nextStep: "Nothing was changed. Give the id or the number as the vendor shows it.",
      },
    );
  }
  return encodeURIComponent(name);
}

/** Opens a client; `exchange` sends in the network's place, `tellOnce` is the voice that the user hears. */
export function createClient(
  settings: ClientSettings,
  exchange: SendRequest = exchangeOverNetwork,
  tellOnce: (line: string) => void = () => {},
): Client {
  const { vendor } = settings;
  const base = new URL(settings.baseUrl);
  const redact = redactor(settings.secrets);
  const redactData = dataRedactor(settings.secrets);
  const pace = pacer(settings.rateLimit);
  const hasLimit = settings.rateLimit !== null;
  const keyRefusals = settings.keyRefusals ?? [401];

  function wire(call: Call): WireRequest {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) query.set(name, String(value));
    }
    const body = call.json === undefined ? undefined : JSON.stringify(call.json);
    return {
      origin: base.origin,
      path: `${base.pathname.replace(/\/$/, "")}${call.path}${query.size > 0 ? `?${query}` : ""}`,
      method: call.method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...settings.headers,
      },
      body,
    };
  }

  async function exchangeOnce(request: WireRequest, { effect }: Call): Promise<Exchange> {
    const end = await inTurn(request, effect);
    const followed = otherSlash(request, end, redirects[effect]);
    return followed === undefined ? end : inTurn({ ...request, path: followed }, effect);
  }

  async function inTurn(request: WireRequest, effect: Call["effect"]): Promise<Exchange> {
    await pace.turn();
    const end = await exchange(request, effect);
    if (end.kind === "broken" || end.status !== 429) pace.admitted();
    return end;
  }

  /** How long a refusal asks to wait. Whoever throws here has had no turn: nobody waits for its end. */
  function secondsToldBy(text: string): number | undefined {
    try {
      return settings.explain(parseJson(text)).retryAfterSeconds;
    } catch (error) {
      pace.refused();
      throw error;
    }
  }

  async function send(call: Call): Promise<Answer> {
    const request = wire(call);
    let toldToWait = 0;
    // What one try may have done, no later one undoes by being turned away.
    let mayBeDone: true | undefined;
    const outcome = await withRetries(retryRules[call.effect], async () => {
      const end = await exchangeOnce(request, call);
      if (call.effect === "repeatable" && isUnclear(end)) mayBeDone = true;
      if (end.kind === "broken" || end.status !== 429) return end;
      const seconds = secondsToldBy(end.text);
      const retryAfter = end.retryAfter ?? (seconds === undefined ? undefined : seconds * 1000);
      const waitsForTurn = hasLimit && retryAfter === undefined;
      if (waitsForTurn) pace.refused();
      else pace.admitted();
      // A purchase that is called taken when it is sent again may have been made by the first request, whatever was said of that.
      if (!waitsForTurn || call.effect === "purchase") toldToWait++;
      return { ...end, retryAfter, waitsForTurn };
    });
    if (outcome.kind === "broken")
      throw noAnswer(call, redact(outcome.reason), outcome.sent || mayBeDone === true);
    const { status, retryAfter } = outcome;
    const wasSentAgain = status !== 429 && toldToWait > 0;
    const text = redactData(outcome.text);
    const body = parseJson(text);
    const ok = status >= 200 && status < 300;
    const told = ok ? { message: undefined } : settings.explain(body);
    const message = told.message ?? (ok || body !== undefined ? undefined : firstLine(text));
    const requestId = outcome.requestId ?? told.requestId;
    return {
      call,
      status,
      body,
      ok,
      form: formOf(text, body),
      retryAfterSeconds: retryAfter === undefined ? undefined : Math.ceil(retryAfter / 1000),
      redirectsTo: status >= 300 && status < 400 ? targetOf(request, outcome.location) : undefined,
      requestId: requestId && redact(requestId).slice(0, 100),
      ...(wasSentAgain && { wasSentAgain }),
      ...(mayBeDone && { mayBeDone }),
      message: message && redact(message.slice(0, 2_000)).slice(0, 300),
    };
  }

  async function ask(call: Call): Promise<Answer> {
    const answer = await send(call);
    if (!answer.ok) throw failure(answer);
    return answer;
  }

  function noAnswer(call: Call, reason: string, sent: boolean): PhoneError {
    const details = { vendor, operation: call.operation };
    if (call.effect === "read" || !sent) {
      return new UnreachableError(`${reason}, so nothing was changed`, {
        ...details,
        nextStep: `Check the network and that ${base.origin} is the right address, then run again.`,
      });
    }
    return unclear(call, reason, {
      ...details,
      nextStep: "Run again: what became of it is looked up first.",
    });
  }

  function facts(answer: Answer): Omit<PhoneErrorDetails, "nextStep"> {
    const { call, status, message, requestId, wasSentAgain, mayBeDone } = answer;
    const about = { vendor, operation: call.operation, status, vendorMessage: message, requestId };
    return { ...about, ...(wasSentAgain && { wasSentAgain }), ...(mayBeDone && { mayBeDone }) };
  }

  function read<T>(answer: Answer, schema: Schema<T>): T {
    const parsed = schema.safeParse(answer.body);
    if (parsed.success && answer.body !== undefined) return parsed.data;
    const fault =
      answer.body === undefined
        ? "is not JSON"
        : `lacks ${redact(parsed.error?.issues[0]?.path.join(".") || "its content")}`;
    throw unclear(answer.call, `the answer ${fault}`, {
      ...facts(answer),
      nextStep:
        "Run again; if it stays so, the vendor's API has changed or the base URL is not the vendor's.",
    });
  }

  function failure(answer: Answer): PhoneError {
    const about = facts(answer);
    const { status, call, message = "" } = answer;
    if (status === 429 && answer.mayBeDone) {
      return unclear(call, "too many calls, after a try without a clear answer", {
        ...about,
        nextStep: `Run again in ${wait(answer.retryAfterSeconds)}: what became of it is looked up first.`,
      });
    }
    if (status === 429) {
      return new RateLimitedError("too many calls", {
        ...about,
        nextStep: `Nothing was done by this call; run again in ${wait(answer.retryAfterSeconds)}.`,
      });
    }
    if (isFault(status)) {
      const nextStep =
        call.effect === "purchase"
          ? "Run again: what became of it is looked up first."
          : `${vendor} has a fault; run again later.`;
      return unclear(call, "the vendor failed", { ...about, nextStep });
    }
    if (status >= 300 && status < 400) return redirected(answer);
    if (isNobodys(answer)) return notOfTheApi(answer);
    if (status === 401 && keyRefusals.includes(401)) return refusedKey(about);
    if (status === 403) {
      const isKnown = ofPermission.test(message);
      if (!isKnown && keyRefusals.includes(403) && ofTheKey.test(message)) return refusedKey(about);
      return new PermissionError(isKnown ? "the account may not do this" : "access was refused", {
        ...about,
        nextStep: isKnown
          ? `Ask ${vendor} what the account lacks, or use another account.`
          : `What for is not known: the key, a right of its owner, or the account's plan. Ask ${vendor}, or use another account.`,
      });
    }
    if (status === 404)
      return new NotFoundError("not found", { ...about, nextStep: "Check that it exists in this account." });
    return new RefusedError("refused", {
      ...about,
      nextStep: "Fix what the vendor reports, then run again.",
    });
  }

  function refusedKey(about: Omit<PhoneErrorDetails, "nextStep">): PhoneError {
    return new AuthenticationError("the key was refused", { ...about, nextStep: settings.keyAdvice });
  }

  /** Something that stands between us and the API, or is another host's, has answered: it says nothing of the vendor. */
  function notOfTheApi(answer: Answer): PhoneError {
    const what = `the answer is ${kindOf(answer)} one of ${vendor}'s API`;
    const check = `Check that ${base.origin} is the address of ${vendor}'s API, and what stands before it: a proxy or a firewall may have answered.`;
    const about = facts(answer);
    return answer.call.effect === "purchase"
      ? new UnclearPurchaseError(what, {
          ...about,
          nextStep: `${check} What became of it is looked up first.`,
        })
      : new RefusedError(what, {
          ...about,
          nextStep: answer.mayBeDone ? check : `Nothing was changed. ${check}`,
        });
  }

  function redirected(answer: Answer): PhoneError {
    const { redirectsTo: target, call } = answer;
    const to =
      target === undefined ? "" : ` to ${redact(`${target.origin}${target.pathname}`).slice(0, 300)}`;
    const check =
      target === undefined || target.origin === base.origin
        ? `Check the base URL: it must be the origin of ${vendor}'s API.`
        : `If that is ${vendor}'s API, set phone:${vendor}BaseUrl to ${redact(target.origin)}.`;
    const about = facts(answer);
    return call.effect === "purchase"
      ? new UnclearPurchaseError(
          `a redirect, which is not followed and does not tell what became of it${to}`,
          { ...about, nextStep: check },
        )
      : new RefusedError(`a redirect, which is not followed${to}`, { ...about, nextStep: check });
  }

  const tell = (line: string) => tellOnce(printable(redact(line)));

  return { send, ask, read, failure, facts, tellOnce: tell };
}

/** Whether nothing tells that it is the vendor who has answered. Of a purchase, words that name nothing do not. */
function isNobodys(answer: Answer): boolean {
  const { status, form, body } = answer;
  const isPurchase = answer.call.effect === "purchase";
  if (form === "page" || isOfGateway(answer)) return true;
  if (form === "empty") return status === 404 || (isPurchase && status !== 401);
  return isPurchase && [404, 405].includes(status) && (form === "text" || isWordless(body));
}

function kindOf(answer: Answer): string {
  if (answer.form === "page") return "a page, and not";
  if (answer.form === "empty") return "empty, and not";
  return isOfGateway(answer) ? "a gateway's, and not" : "one that any server gives, and need not be";
}

const ofTheKey = /\b(keys?|tokens?|credentials?|authenticat\w+|unauthori[sz]ed|bearer|log(ged)? ?in)\b/i;
const ofPermission =
  /\b(permissions?|permitted|privileges?|rights?|roles?|scopes?|admins?|owners?|plan|tier|upgrade|subscription|not allowed|not enabled|disabled|suspended)\b/i;

// A change stays itself by those two only, and what became of a purchase is looked up.
const redirects: Readonly<Record<Effect, readonly number[]>> = {
  read: [301, 302, 303, 307, 308],
  repeatable: [307, 308],
  purchase: [],
};

// A path that a server knows with the other ending is the same one, and on the same host: the key stays where it was sent.
function otherSlash(
  { origin, path: asked }: WireRequest,
  end: Exchange,
  statuses: readonly number[],
): string | undefined {
  if (end.kind === "broken" || !statuses.includes(end.status)) return undefined;
  const from = new URL(asked, origin);
  const target = targetOf({ origin, path: asked }, end.location);
  if (target === undefined || target.host !== from.host || target.pathname === from.pathname)
    return undefined;
  const isSame = target.pathname.replace(/\/$/, "") === from.pathname.replace(/\/$/, "");
  // Some servers drop the query on the way.
  return isSame ? `${target.pathname}${from.search}` : undefined;
}

function targetOf(
  { origin, path: asked }: Pick<WireRequest, "origin" | "path">,
  location: string | undefined,
): URL | undefined {
  const from = new URL(asked, origin).href;
  return location !== undefined && URL.canParse(location, from) ? new URL(location, from) : undefined;
}

function wait(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return "a minute";
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}

function unclear({ effect }: Call, what: string, details: PhoneErrorDetails): UnclearError {
  return effect === "purchase" ? new UnclearPurchaseError(what, details) : new UnclearError(what, details);
}

/** Whether a try may have done what it asked for, as far as its end tells. */
function isUnclear(end: Exchange): boolean {
  return end.kind === "broken" ? end.sent : isFault(end.status);
}

/** Whether the vendor has failed, and says nothing of what became of a call. */
function isFault(status: number): boolean {
  return status === 408 || status >= 500;
}

function firstLine(text: string): string | undefined {
  return (
    // Of a page of many megabytes of open brackets the rest would take hours.
    text
      .slice(0, 4_000)
      .replace(/<[^>]*>/g, " ")
      .trim()
      .split("\n")[0]
      ?.trim() || undefined
  );
}
