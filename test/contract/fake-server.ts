import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createClient } from "../../provider/http/client";
import type { Vendor, VendorDefinition } from "../../provider/vendors/vendor";

/** A request as the vendor got it. */
export interface FakeCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came; empty when there was none. */
  readonly body: string;
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
): Promise<Vendor> {
  const server = createServer(async (request, response) => {
    const { method = "", headers } = request;
    const url = new URL(request.url ?? "", "http://localhost");
    const {
      status = 200,
      json = {},
      text: plain,
    } = answer({ method, url, headers, body: await text(request) });
    const type = plain === undefined ? "application/json" : "text/plain";
    response.writeHead(status, { "content-type": type }).end(plain ?? JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return definition.connect({ baseUrl, keys }, { createClient });
}
