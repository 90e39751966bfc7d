import type { Call, Client } from "../../provider/http/client";
import { createClient } from "../../provider/http/client";

export const secret = "s3cret/Token+with=signs";
export const basic = `Basic ${Buffer.from(`name:${secret}`).toString("base64")}`;

/** A client as the adapters make them, on any address. */
export function clientOf(baseUrl: string): Client {
  return createClient({
    vendor: "plivo",
    baseUrl,
    headers: { authorization: basic },
    secrets: [secret, `name:${secret}`],
    rateLimit: null,
    explain: (body) => {
      const { error } = (body ?? {}) as { error?: unknown };
      return { message: typeof error === "string" ? error : undefined };
    },
    keyAdvice: "Check the key",
  });
}

export const reading: Call = { operation: "list", method: "GET", path: "/Number/", effect: "read" };
export const changing: Call = {
  operation: "update",
  method: "POST",
  path: "/Number/1/",
  json: { alias: "a" },
  effect: "repeatable",
};
export const buying: Call = {
  operation: "buy",
  method: "POST",
  path: "/PhoneNumber/1/",
  json: {},
  effect: "purchase",
};

/** Sends the call, and makes an error of an answer that is no success, as the adapters do. */
export async function sendOrThrow(client: Client, call: Call): Promise<unknown> {
  return (await client.ask(call)).body;
}
