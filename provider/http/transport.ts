import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { Dispatcher } from "undici";
import { dispatcherTo, largestBody, ProxyError } from "./dispatcher";
import type { Attempt, Effect } from "./retry";

/** One HTTP exchange that ended: with an answer, whatever its status, or without one. */
export type Exchange =
  | (Extract<Attempt, { kind: "answered" }> & {
      readonly text: string;
      readonly requestId: string | undefined;
      /** Where a redirect points to, as it was sent. */
      readonly location?: string | undefined;
      /** When it was sent by the sender's clock, in milliseconds. */
      readonly date?: number | undefined;
    })
  | (Extract<Attempt, { kind: "broken" }> & { readonly reason: string });

/** What to send; the path is encoded already. */
export interface WireRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Milliseconds: until the answer's headers, between two parts of its body, and for all of it. */
interface Limits {
  readonly headers: number;
  readonly body: number;
  readonly total: number;
}

// A purchase that is cut short is a purchase whose outcome is open: it gets the longest patience.
const limits: Readonly<Record<Effect, Limits>> = {
  read: { headers: 15_000, body: 15_000, total: 30_000 },
  repeatable: { headers: 20_000, body: 15_000, total: 30_000 },
  purchase: { headers: 30_000, body: 10_000, total: 30_000 },
};

/** Sends one request and reads its answer within the limits of its effect. Never throws. */
export type SendRequest = (request: WireRequest, effect: Effect) => Promise<Exchange>;

/** {@link SendRequest}, over the network. */
export async function exchange(
  request: WireRequest,
  effect: Effect,
  { headers, body, total }: Limits = limits[effect],
): Promise<Exchange> {
  try {
    const response = await dispatcherTo(request.origin).request({
      origin: request.origin,
      path: request.path,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      headersTimeout: headers,
      bodyTimeout: body,
      signal: AbortSignal.timeout(total),
    });
    return {
      kind: "answered",
      status: response.statusCode,
      retryAfter: retryAfter(response.headers),
      requestId: header(response.headers, "x-request-id"),
      location: header(response.headers, "location"),
      date: timeOf(header(response.headers, "date")),
      text: await readBody(response),
    };
  } catch (error) {
    return { kind: "broken", sent: !isBeforeSending(error), reason: reasonOf(error) };
  }
}

// No encoding is asked for, and some proxies compress all the same.
const decoders: ReadonlyMap<string, (data: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>> =
  new Map([
    ["gzip", promisify(gunzip)],
    ["x-gzip", promisify(gunzip)],
    ["deflate", promisify(inflate)],
    ["br", promisify(brotliDecompress)],
  ]);

async function readBody({ headers, body }: Dispatcher.ResponseData): Promise<string> {
  const decode = decoders.get(header(headers, "content-encoding")?.trim().toLowerCase() ?? "");
  if (decode === undefined) return body.text();
  const data = Buffer.from(await body.arrayBuffer());
  return data.length === 0 ? "" : (await decode(data, { maxOutputLength: largestBody })).toString("utf8");
}

/**
 * Whether an error proves that no byte of the request left: only what went wrong while the connection was opened does. The
 * same error numbers may end a connection that was open (EHOSTUNREACH does, when retransmission gives up), so the system
 * call counts too.
 */
export function isBeforeSending(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(isBeforeSending);
  if (error instanceof ProxyError) return true;
  if (!(error instanceof Error)) return false;
  const { code = "", syscall = "" } = error as { code?: string; syscall?: string };
  return openingCalls.has(syscall) || openingFailures.has(code);
}

const openingCalls = new Set(["connect", "getaddrinfo"]);
const openingFailures = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

// Nearly always a proxy or a firewall that reads what passes.
const untrusted =
  "the certificate is not trusted; if a proxy of yours has issued it, name its authority's file in NODE_EXTRA_CA_CERTS";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name could not be looked up",
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UND_ERR_CONNECT_TIMEOUT: "no connection within 10 s",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "the answer stopped half-way",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "the answer was larger than 16 MiB",
  ERR_BUFFER_TOO_LARGE: "the answer was larger than 16 MiB",
  Z_DATA_ERROR: "the answer is not compressed as it says",
  Z_BUF_ERROR: "the compressed answer ends too early",
  TimeoutError: "no complete answer within 30 s",
};

function reasonOf(error: unknown): string {
  if (error instanceof ProxyError)
    return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
  const code = codeOf(error);
  return reasons[code] ?? `the connection broke: ${code}`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return code === "AggregateError" ? codeOf((error as AggregateError).errors[0]) : code;
}

function header(headers: Dispatcher.ResponseData["headers"], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

// RFC 9110, section 10.2.3: seconds, or a date. In milliseconds here.
function retryAfter(headers: Dispatcher.ResponseData["headers"]): number | undefined {
  const value = header(headers, "retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = timeOf(value);
  return date === undefined ? undefined : Math.max(0, date - Date.now());
}

// RFC 9110, section 5.6.7, but for the forms that nobody has sent for decades; Date.parse alone takes "-1" for a day.
function timeOf(date = ""): number | undefined {
  if (!/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(date)) return undefined;
  const time = Date.parse(date);
  return Number.isNaN(time) ? undefined : time;
}
