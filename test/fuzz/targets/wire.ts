import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { z } from "zod";
import { createClient } from "../../../provider/http/client";
import { exchange } from "../../../provider/http/transport";
import { formsOf, keysIn } from "../../support/key-leaks";
import { oddText } from "../generators/json";
import { must, mustBeReadable, mustBeTyped, outcomeOf } from "../outcome";
import type { Target } from "../target";

/** What a server sends, whatever it was asked. */
type Sent =
  /** Anything at all, in base64, and then the end of the connection, or silence. */
  | { readonly kind: "bytes"; readonly bytes: string; readonly stays: boolean }
  /** A body that is shorter than its headers say, or says nothing of its end. */
  | { readonly kind: "cut"; readonly says: number; readonly sends: number }
  | { readonly kind: "chunks"; readonly sizes: readonly string[] }
  | { readonly kind: "header"; readonly name: string; readonly value: string; readonly times: number }
  | { readonly kind: "trickle"; readonly milliseconds: number }
  | { readonly kind: "encoded"; readonly encoding: string; readonly zeros: number; readonly cut: number }
  | { readonly kind: "redirect"; readonly status: number; readonly to: Elsewhere; readonly text: string }
  /** The body shows the key that came with the request. */
  | { readonly kind: "echo"; readonly status: number; readonly form: number };

type Elsewhere = "host" | "port" | "scheme" | "user" | "slash" | "text";

interface Case {
  readonly effect: "read" | "purchase";
  readonly sent: Sent;
}

const key = "a-marked-key-0123456789abcdef";
const limits = { headers: 60, body: 60, total: 120 };

const sent: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({
    kind: fc.constant("bytes" as const),
    bytes: fc
      .oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc
          .tuple(
            fc.constantFrom("HTTP/1.1 200 OK\r\n", "HTTP/1.1 999 \r\n\r\n", "HTTP/1.0 200\r\n\r\n"),
            oddText,
          )
          .map(([head, text]) => Buffer.from(head + text)),
      )
      .map((bytes) => Buffer.from(bytes).toString("base64")),
    stays: fc.integer({ min: 0, max: 30 }).map((draw) => draw === 0),
  }),
  fc.record({
    kind: fc.constant("cut" as const),
    says: fc.constantFrom(0, 1, 10, 1_000, 2 ** 31, 2 ** 53),
    sends: fc.nat(200),
  }),
  fc.record({
    kind: fc.constant("chunks" as const),
    sizes: fc.array(fc.constantFrom("0", "1", "5", "ffffffff", "-1", "zz", ""), { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant("header" as const),
    name: fc.constantFrom("x-request-id", "retry-after", "content-type", "content-length", "x", "set-cookie"),
    value: oddText.filter((text) => !/[\r\n]/.test(text)),
    times: fc.constantFrom(1, 2, 100, 5_000),
  }),
  fc.constant({ kind: "trickle" as const, milliseconds: 20 }),
  fc.record({
    kind: fc.constant("encoded" as const),
    encoding: fc.constantFrom("gzip", "br", "deflate", "gzip, gzip", "zstd", "x"),
    zeros: fc.constantFrom(0, 100, 1_000, 10_000, 20_000_000),
    cut: fc.nat(20),
  }),
  fc.record({
    kind: fc.constant("redirect" as const),
    status: fc.constantFrom(300, 301, 302, 303, 304, 307, 308),
    to: fc.constantFrom<Elsewhere>("host", "port", "scheme", "user", "slash", "text"),
    text: oddText.filter((text) => !/[\r\n]/.test(text)),
  }),
  fc.record({
    kind: fc.constant("echo" as const),
    status: fc.constantFrom(200, 400, 401, 403, 404),
    form: fc.nat(100),
  }),
);

/** A server that answers as it likes, and another one that nobody named. */
interface Wire {
  readonly port: number;
  readonly elsewhere: number;
  sent: Sent;
  /** Which case it is, as the path of its request tells. */
  readonly turn: number;
  /** How many requests came, and how many connections to the other one. */
  requests: number;
  strays: number;
}

let opened: Promise<Wire> | undefined;

/** Answers over a real connection: what HTTP itself is made of, spoilt. */
export const wire: Target<Case> = {
  name: "wire",
  share: 10,
  cases: fc.record({ effect: fc.constantFrom("purchase" as const, "read" as const), sent }),
  async play({ effect, sent: answer }) {
    opened ??= open();
    const server = await opened;
    Object.assign(server, { sent: answer, turn: server.turn + 1, requests: 0, strays: 0 });
    const client = createClient(
      {
        vendor: "acme",
        baseUrl: `http://127.0.0.1:${server.port}/api`,
        headers: { authorization: `Bearer ${key}` },
        secrets: [key],
        rateLimit: null,
        explain: (body) => ({ message: typeof body === "string" ? body : JSON.stringify(body) }),
        keyAdvice: "Set it.",
      },
      // What is tried again is the simulator's to look at, and takes seconds here.
      async (request, as) => {
        const end = await exchange(request, as, limits);
        const isFinal = end.kind === "answered" && end.status < 500 && ![408, 429].includes(end.status);
        return isFinal || as === "purchase" ? end : { ...refused, text: JSON.stringify(end) };
      },
    );
    const call = { operation: "list", method: "POST" as const, path: `/numbers/${server.turn}`, effect };
    const outcome = await outcomeOf(async () => {
      const given = await client.ask({ ...call, ...(effect === "purchase" && { json: { number: "1" } }) });
      return client.read(given, z.object({ numbers: z.array(z.string()) }));
    });
    must(server.strays === 0, "a connection to another host");
    must(server.requests <= (effect === "purchase" ? 1 : 2), `${server.requests} requests`);
    if (outcome.kind === "value") return;
    mustBeTyped(outcome.error, answer.kind);
    const { message } = outcome.error as Error;
    mustBeReadable(message, answer.kind);
    must(keysIn([key], [["message", message]]).length === 0, `the key is told: ${message}`);
  },
};

const refused = { kind: "answered", status: 400, retryAfter: undefined, requestId: undefined } as const;

async function open(): Promise<Wire> {
  const state = { sent: { kind: "trickle", milliseconds: 1 } as Sent, turn: 0, requests: 0, strays: 0 };
  const elsewhere = await listening((socket) => {
    Object.assign(state, { strays: wired.strays + 1 });
    socket.destroy();
  });
  const port = await listening((socket) => {
    socket.once("data", (data) => {
      // One of an earlier case may come late, as nobody waits for it any more.
      if (data.includes(`/numbers/${wired.turn}`)) wired.requests++;
      answer(socket, wired);
    });
  });
  const wired: Wire = Object.assign(state, { port, elsewhere });
  return wired;
}

/** Listens without holding the process, or the run, open. */
async function listening(serve: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => {});
    socket.unref();
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

const compressed = new Map<number, Buffer>();

function answer(socket: Socket, { sent: given, elsewhere, port, turn }: Wire): Socket {
  const end = (head: string, body: string | Buffer = "") => {
    socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    return socket.end(body);
  };
  switch (given.kind) {
    case "bytes":
      socket.write(Buffer.from(given.bytes, "base64"));
      return given.stays ? socket : socket.end();
    case "cut":
      return end(`200 OK\r\ncontent-length: ${given.says}`, '{"numbers":['.padEnd(given.sends, '"1",'));
    case "chunks":
      return end(
        "200 OK\r\ntransfer-encoding: chunked",
        given.sizes.map((size) => `${size}\r\n[]\r\n`).join(""),
      );
    case "header":
      return end(
        `200 OK\r\n${`${given.name}: ${given.value}\r\n`.repeat(given.times)}connection: close`,
        "{}",
      );
    case "trickle": {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const timer = setInterval(() => socket.write(" "), given.milliseconds);
      return socket.on("close", () => clearInterval(timer));
    }
    case "encoded": {
      const body = compressed.get(given.zeros) ?? gzipSync(Buffer.alloc(given.zeros));
      compressed.set(given.zeros, body);
      return end(`200 OK\r\ncontent-encoding: ${given.encoding}`, body.subarray(0, body.length - given.cut));
    }
    case "redirect": {
      const to: Record<Elsewhere, string> = {
        host: `http://localhost:${elsewhere}/api/numbers/${turn}`,
        port: `http://127.0.0.1:${elsewhere}/api/numbers/${turn}/`,
        scheme: `//127.0.0.1:${elsewhere}/api/numbers/${turn}/`,
        user: `http://127.0.0.1:${port}@127.0.0.1:${elsewhere}/api/numbers/${turn}/`,
        slash: `/api/numbers/${turn}/`,
        text: given.text,
      };
      return end(`${given.status} Moved\r\nlocation: ${to[given.to]}\r\ncontent-length: 0`);
    }
    case "echo": {
      const forms = formsOf(key);
      const form = forms[given.form % forms.length];
      return end(
        `${given.status} Told\r\nx-request-id: ${form}`,
        JSON.stringify({ message: form, [key]: form }),
      );
    }
  }
}
