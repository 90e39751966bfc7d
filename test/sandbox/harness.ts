import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox, type VendorInfo } from "../../sandbox/index";

export type Json = Record<string, unknown>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly rawBody?: string;
  readonly signal?: AbortSignal;
}

/** A sandbox for one test file, as started before each test. */
export function useSandbox(options: SandboxOptions = {}): Bench {
  const bench = new Bench();
  beforeAll(async () => {
    bench.sandbox = await startSandbox({ rateLimit: false, ...options });
  });
  beforeEach(() => bench.sandbox.control.reset());
  afterAll(() => bench.sandbox.close());
  return bench;
}

export class Bench {
  sandbox!: Sandbox;

  get control() {
    return this.sandbox.control;
  }

  get plivo(): VendorInfo {
    const info = this.control.vendors().plivo;
    if (info === undefined) throw new Error("no plivo");
    return info;
  }

  /** The main account's auth id. */
  get authId(): string {
    return this.plivo.credentials.plivoAuthId ?? "";
  }

  get state() {
    const state = this.control.state().plivo;
    if (state === undefined) throw new Error("no plivo");
    return state;
  }

  /** A call to Plivo below the account, with the main account's keys. */
  call(path: string, call: Call = {}): Promise<Reply> {
    return this.callAs(this.authId, this.plivo.credentials.plivoAuthToken ?? "", path, call);
  }

  callAs(authId: string, token: string, path: string, call: Call = {}): Promise<Reply> {
    const authorization = `Basic ${Buffer.from(`${authId}:${token}`).toString("base64")}`;
    return send(`${this.plivo.baseUrl}/v1/Account/${authId}/${path}`, { authorization }, call);
  }

  /** A control call over HTTP. */
  controlCall(path: string, call: Call = {}): Promise<Reply> {
    return send(`${this.sandbox.url}/_sandbox${path}`, {}, call);
  }

  async search(query: string): Promise<Json[]> {
    const { json } = await this.call(`PhoneNumber/?${query}`);
    return json.objects as Json[];
  }

  /** The digits of some free number. */
  async freeNumber(query = "country_iso=US&type=local"): Promise<string> {
    const [row] = await this.search(`${query}&limit=1`);
    if (row === undefined) throw new Error(`nothing free for ${query}`);
    return String(row.number);
  }

  buy(digits: string, body?: Json): Promise<Reply> {
    return this.call(`PhoneNumber/${digits}/`, { method: "POST", body });
  }

  async bought(query?: string, body?: Json): Promise<string> {
    const digits = await this.freeNumber(query);
    const reply = await this.buy(digits, body);
    if (reply.status >= 300) throw new Error(`not bought: ${reply.status} ${reply.text}`);
    return digits;
  }

  async row(digits: string): Promise<Json> {
    return (await this.call(`Number/${digits}/`)).json;
  }

  update(digits: string, body: Json): Promise<Reply> {
    return this.call(`Number/${digits}/`, { method: "POST", body });
  }
}

export async function send(url: string, headers: Record<string, string>, call: Call): Promise<Reply> {
  const { method = "GET", body, rawBody = body === undefined ? undefined : JSON.stringify(body) } = call;
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(rawBody !== undefined && { "content-type": "application/json" }) },
    body: rawBody ?? null,
    redirect: "manual",
    signal: call.signal ?? null,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
