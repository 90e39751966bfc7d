import type { z } from "zod";
import {
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
import { pacer, type RateLimit } from "./pacing";
import { redactor } from "./redact";
import { type Effect, retryRules, withRetries } from "./retry";
import { exchange as exchangeOverNetwork, type SendRequest, type WireRequest } from "./transport";

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
  /** The statuses that refuse a key; default 401. Where 403 is not among them, it is a lack of permission. */
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
  readonly requestId: string | undefined;
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
  read<T extends z.ZodType>(answer: Answer, schema: T): z.output<T>;
  /** The error of an answer that is no success, as its status tells. */
  failure(answer: Answer): PhoneError;
  /** The facts of an answer for an error that the vendor's adapter makes itself. */
  facts(answer: Answer): Omit<PhoneErrorDetails, "nextStep">;
}

/** Builds a path from parts that may come from outside: each is one segment, whatever it holds. */
export function path(strings: TemplateStringsArray, ...segments: readonly string[]): string {
  return strings.reduce(
    (whole, text, index) => `${whole}${encodeURIComponent(segments[index - 1] ?? "")}${text}`,
  );
}

/** Opens a client; `exchange` sends in the network's place. */
export function createClient(settings: ClientSettings, exchange: SendRequest = exchangeOverNetwork): Client {
  const { vendor } = settings;
  const base = new URL(settings.baseUrl);
  const redact = redactor(settings.secrets);
  const pace = pacer(settings.rateLimit);
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

  async function send(call: Call): Promise<Answer> {
    const request = wire(call);
    const outcome = await withRetries(retryRules[call.effect], async () => {
      await pace();
      const end = await exchange(request, call.effect);
      if (end.kind === "broken" || end.status !== 429 || end.retryAfter !== undefined) return end;
      const seconds = settings.explain(parseJson(end.text)).retryAfterSeconds;
      return { ...end, retryAfter: seconds === undefined ? undefined : seconds * 1000 };
    });
    if (outcome.kind === "broken") throw noAnswer(call, redact(outcome.reason), outcome.sent);
    const { status, text } = outcome;
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
      requestId: requestId && redact(requestId),
      message: message && redact(message).slice(0, 300),
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

  function facts({ call, status, message, requestId }: Answer): Omit<PhoneErrorDetails, "nextStep"> {
    return { vendor, operation: call.operation, status, vendorMessage: message, requestId };
  }

  function read<T extends z.ZodType>(answer: Answer, schema: T): z.output<T> {
    const parsed = schema.safeParse(answer.body);
    if (parsed.success) return parsed.data;
    const fault =
      answer.body === undefined
        ? "is not JSON"
        : `lacks ${parsed.error.issues[0]?.path.join(".") || "its content"}`;
    throw unclear(answer.call, `the answer ${fault}`, {
      ...facts(answer),
      nextStep:
        "Run again; if it stays so, the vendor's API has changed or the base URL is not the vendor's.",
    });
  }

  function failure(answer: Answer): PhoneError {
    const about = facts(answer);
    const { status } = answer;
    if (keyRefusals.includes(status)) {
      return new AuthenticationError("the key was refused", { ...about, nextStep: settings.keyAdvice });
    }
    if (status === 403) {
      return new PermissionError("the account may not do this", {
        ...about,
        nextStep: `Ask ${vendor} what the account lacks, or use another account.`,
      });
    }
    if (status === 404)
      return new NotFoundError("not found", { ...about, nextStep: "Check that it exists in this account." });
    if (status === 429) {
      return new RateLimitedError("too many calls", {
        ...about,
        nextStep: "Nothing was done by this call; run again in a minute.",
      });
    }
    if (status >= 500 || status === 408) {
      const nextStep =
        answer.call.effect === "purchase"
          ? "Run again: what became of it is looked up first."
          : `${vendor} has a fault; run again later.`;
      return unclear(answer.call, "the vendor failed", { ...about, nextStep });
    }
    if (status >= 300 && status < 400 && answer.call.effect === "purchase") {
      return new UnclearPurchaseError(
        "a redirect, which is not followed and does not tell what became of it",
        { ...about, nextStep: `Check the base URL: it must be the origin of ${vendor}'s API.` },
      );
    }
    if (status >= 300 && status < 400) {
      return new RefusedError("a redirect, which is not followed", {
        ...about,
        nextStep: `Check the base URL: it must be the origin of ${vendor}'s API.`,
      });
    }
    return new RefusedError("refused", {
      ...about,
      nextStep: "Fix what the vendor reports, then run again.",
    });
  }

  return { send, ask, read, failure, facts };
}

function unclear({ effect }: Call, what: string, details: PhoneErrorDetails): UnclearError {
  return effect === "purchase" ? new UnclearPurchaseError(what, details) : new UnclearError(what, details);
}

function firstLine(text: string): string | undefined {
  return (
    text
      .replace(/<[^>]*>/g, " ")
      .trim()
      .split("\n")[0]
      ?.trim() || undefined
  );
}
