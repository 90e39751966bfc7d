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

/** Sends a request, and gives whatever is answered. */
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
