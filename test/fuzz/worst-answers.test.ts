import { mkdtemp } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../support/repository";
import { run } from "../support/run";

const megabyte = Buffer.alloc(1024 * 1024, " ");

/** Megabytes of nothing, as slowly as they are taken. */
async function send(answer: ServerResponse, megabytes: number): Promise<void> {
  const parts = function* () {
    for (let sent = 0; sent < megabytes; sent++) yield megabyte;
  };
  // Nobody reads on to the end.
  await pipeline(parts, answer).catch(() => {});
}

const deep = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000);

const answers: Readonly<Record<string, (answer: ServerResponse, url: string) => unknown>> = {
  large: (answer) => send(answer, 100),
  bomb: (answer) =>
    answer.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(100 * megabyte.length))),
  deep: (answer) => answer.end(deep("[", "]")),
  "deep-refusal": (answer) => answer.writeHead(400).end(deep('{"error":', "}").replace(":}", ":1}")),
  headers: (answer) => {
    answer.socket?.write(`HTTP/1.1 200 OK\r\nx: ${"9".repeat(1024 * 1024)}\r\n\r\n{}`);
  },
  many: (answer) => answer.end(`[${"1,".repeat(7 * 1024 * 1024)}1]`),
  endless: (answer, url) => {
    const page = Number(new URL(url, "http://any").searchParams.get("page"));
    const data = Array.from({ length: 100 }, (_, index) => ({ id: page * 100 + index, type: "inbound" }));
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
  },
};

test("the worst answers end in typed errors, and take no more memory than an answer may", async () => {
  const server = createServer((request, answer) => {
    const [, name = ""] = request.url?.split("/") ?? [];
    request.resume().on("end", () => answers[name]?.(answer, request.url ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const program = path.join(await mkdtemp(path.join(os.tmpdir(), "worst-")), "program.cjs");
  const entryPoints = [path.join(repository, "test/fuzz/worst-answers.ts")];
  await build({ entryPoints, outfile: program, bundle: true, platform: "node", logLevel: "silent" });
  const bodies = Object.keys(answers).filter((name) => name !== "endless");
  const ended = await run(process.execPath, [program, `http://127.0.0.1:${port}`, ...bodies]);
  expect(ended).toMatchObject({ exitCode: 0, stderr: "" });
  const { errors, megabytes } = JSON.parse(ended.stdout) as {
    errors: Record<string, string>;
    megabytes: number;
  };
  expect(errors).toEqual({
    large: expect.stringContaining("the answer was larger than 16 MiB"),
    bomb: expect.stringContaining("the answer was larger than 16 MiB"),
    deep: expect.stringContaining("the answer is not JSON"),
    "deep-refusal": expect.stringContaining("refused"),
    headers: expect.stringContaining("the connection broke: UND_ERR_HEADERS_OVERFLOW"),
    many: expect.stringContaining("the answer is not JSON"),
    endless: expect.stringContaining("the list has no end"),
  });
  expect(megabytes).toBeLessThan(500);
});
