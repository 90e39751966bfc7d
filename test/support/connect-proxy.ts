import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";

/** What it says to who asks for a way: a status; nothing, ever; or that the connection is cut. */
type Refusal = number | "silence" | "cut";

export interface ConnectProxyOptions {
  /** The user and password that it wants. */
  readonly credentials?: string;
  /** Instead of opening the way. */
  readonly refusal?: Refusal;
  /** Where every way ends, whatever host was asked for. */
  readonly leadsTo: number;
  /** Stands between both ends; by default it passes on what they say. */
  readonly between?: (client: Duplex, server: Socket) => void;
}

/** A proxy of this test, with the hosts and ports that it was asked for. */
export interface ConnectProxy {
  /** Host and port. */
  readonly address: string;
  readonly asked: string[];
}

/** Starts a proxy that opens ways by `CONNECT`, as those of companies do (RFC 9110, section 9.3.6). */
export async function connectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const { credentials, refusal, leadsTo, between = pass } = options;
  const asked: string[] = [];
  const ends = new Set<Duplex>();
  const server = createServer();
  server.on("connect", ({ url = "", headers }, client) => {
    asked.push(url);
    ends.add(client.on("error", () => {}));
    const isWelcome =
      credentials === undefined ||
      headers["proxy-authorization"] === `Basic ${Buffer.from(credentials).toString("base64")}`;
    const answer = isWelcome ? refusal : 407;
    if (answer === "silence") return;
    if (answer === "cut") {
      client.destroy();
      return;
    }
    if (answer !== undefined) {
      client.end(`HTTP/1.1 ${answer} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const target = connect(leadsTo, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      between(client, target);
    });
    ends.add(target.on("error", () => client.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const end of ends) end.destroy();
        server.closeAllConnections();
      }),
  );
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function pass(client: Duplex, server: Socket): void {
  client.pipe(server).pipe(client);
}
