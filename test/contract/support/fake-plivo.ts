import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createClient } from "../../../provider/http/client";
import { plivo } from "../../../provider/vendors/plivo";
import type { Vendor } from "../../../provider/vendors/vendor";

export interface FakeAnswer {
  readonly status?: number;
  readonly json?: unknown;
}

/** The adapter in front of a server that answers what the stand-in never would. */
export async function plivoAnswering(answer: (method: string, url: URL) => FakeAnswer): Promise<Vendor> {
  const server = createServer((request, response) => {
    const { status = 200, json = {} } = answer(
      request.method ?? "",
      new URL(request.url ?? "", "http://localhost"),
    );
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
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
  return plivo.connect(
    { baseUrl, keys: { authId: "MA0123456789ABCDEFGH", authToken: "a-token" } },
    { createClient },
  );
}

/** One page of a list. */
export function page(
  objects: readonly unknown[],
  meta: object = { total_count: objects.length, next: null },
): FakeAnswer {
  return { json: { meta, objects } };
}
