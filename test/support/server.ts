import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** One answer; `cut` breaks the connection off instead, before or after half of an answer was sent. */
export interface Canned {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  readonly cut?: "before" | "half-way";
}

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A server of this test, with everything it was asked. */
export interface FakeServer {
  readonly url: string;
  readonly requests: Request[];
  /** Connections that were opened, ever. */
  readonly sockets: Set<Socket>;
}

/** Starts a server that gives these answers in order, the last one again and again; or whatever a function says. */
export async function serve(
  answers: readonly Canned[] | ((request: Request) => Canned | Promise<Canned>),
): Promise<FakeServer> {
  const requests: Request[] = [];
  const sockets = new Set<Socket>();
  const answerTo = async (request: Request) =>
    typeof answers === "function"
      ? answers(request)
      : (answers[Math.min(requests.length, answers.length) - 1] ?? {});
  const server = createServer(async (incoming, outgoing) => {
    const request = await received(incoming);
    requests.push(request);
    send(await answerTo(request), outgoing);
  });
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, sockets };
}

async function received(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const { method = "", url = "", headers } = incoming;
  return { method, url, headers, body: Buffer.concat(parts).toString() };
}

function send({ status = 200, headers = {}, body = "{}", cut }: Canned, outgoing: ServerResponse): void {
  if (cut === "before") {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  if (cut === "half-way") {
    outgoing.writeHead(status, { ...headers, "content-length": String(body.length * 2) });
    outgoing.write(body, () => outgoing.socket?.destroy());
    return;
  }
  outgoing.writeHead(status, headers);
  outgoing.end(body);
}
