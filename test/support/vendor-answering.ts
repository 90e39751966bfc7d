import { createClient } from "../../provider/http/client";
import type { Vendor, VendorDefinition } from "../../provider/vendors/vendor";
import { type Request, serve } from "./server";

/** A request as the vendor got it, with its address taken apart. */
export interface FakeCall extends Omit<Request, "url"> {
  readonly url: URL;
}

/** An answer of any form: JSON, or plain text. */
export interface FakeAnswer {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
}

/** An adapter in front of a server that answers what the stand-in never would, for the rest of the test. */
export async function vendorAnswering<Key extends string>(
  definition: VendorDefinition<Key>,
  keys: Readonly<Record<Key, string>>,
  answer: (call: FakeCall) => FakeAnswer,
  tell: (line: string) => void = () => {},
): Promise<Vendor> {
  const told = new Set<string>();
  const tellOnce = (line: string) => {
    if (!told.has(line)) tell(line);
    told.add(line);
  };
  const { url: baseUrl } = await serve((request) => {
    const {
      status = 200,
      json = {},
      text,
    } = answer({ ...request, url: new URL(request.url, "http://localhost") });
    const type = text === undefined ? "application/json" : "text/plain";
    return { status, headers: { "content-type": type }, body: text ?? JSON.stringify(json) };
  });
  return definition.connect(
    { baseUrl, keys },
    { createClient: (settings) => createClient(settings, undefined, tellOnce) },
  );
}
