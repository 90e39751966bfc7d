import type { IncomingMessage } from "node:http";
import type { VendorBody } from "../kit/stand-in";

const maxBodyBytes = 64 * 1024;

/** Reads a request's body, also where the method should have none, and never keeps more than the limit. */
export async function readBody(incoming: IncomingMessage): Promise<VendorBody | "too-large"> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on to the end, as an answer before it would look like a cut connection to the client.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) return "too-large";
  return parse(Buffer.concat(chunks).toString("utf8"));
}

function parse(text: string): VendorBody {
  if (text.trim() === "") return { kind: "none" };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "malformed" };
  }
}
