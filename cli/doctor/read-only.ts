import { parseJson } from "../../provider/domain/parse-json";
import type { SendRequest } from "../../provider/http/transport";

/** A read and its answer, as they were on the wire. */
export interface SeenExchange {
  /** Below the base URL of the client, with its query. */
  readonly path: string;
  readonly status: number;
  readonly text: string;
  /** The parsed JSON; undefined when the body is none. */
  readonly body: unknown;
}

/**
 * Lets reads pass and shows each exchange to `see`. Whatever else an adapter tries is an error, and is not sent: so nothing can be
 * bought, changed or released through it, whatever the adapter does.
 */
export function readOnly(send: SendRequest, baseUrl: string, see: (seen: SeenExchange) => void): SendRequest {
  const below = new URL(baseUrl).pathname.replace(/\/$/, "").length;
  return async (request, effect) => {
    if (request.method !== "GET" || effect !== "read") {
      throw new Error(`a ${request.method} was refused: doctor only reads, and nothing was sent`);
    }
    const end = await send(request, effect);
    if (end.kind === "answered") {
      const { status, text } = end;
      see({ path: request.path.slice(below), status, text, body: parseJson(text) });
    }
    return end;
  };
}
