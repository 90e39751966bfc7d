import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { childEnvironment } from "./environment";
import { brought } from "./not-on-this-machine";
import { runOrThrow } from "./run";

/** A server of git repositories on this machine, which is trusted by whom `certificate` is given. */
export interface GitServer {
  readonly url: string;
  /** A file. */
  readonly certificate: string;
}

/** Serves a folder, with its files as they are, as the repository `phone/phone` with one tag. */
export async function serveRepository(folder: string, tag: string): Promise<GitServer> {
  const root = await mkdtemp(path.join(os.tmpdir(), "git-server-"));
  const env = childEnvironment();
  const git = (...args: string[]) => runOrThrow("git", ["-C", folder, ...args], { env });
  await git("init", "--quiet");
  await git("add", "--force", ".");
  await git("-c", "user.name=tests", "-c", "user.email=tests@localhost", "commit", "--quiet", "-m", tag);
  await git("tag", tag);
  await mkdir(path.join(root, "phone"));
  await git("clone", "--quiet", "--bare", folder, path.join(root, "phone/phone.git"));

  const [key, certificate] = [path.join(root, "key.pem"), path.join(root, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const files = ["-keyout", key, "-out", certificate];
  const asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files];
  await brought("openssl", runOrThrow("openssl", asked, { env }));
  const options = { key: await readFile(key), cert: await readFile(certificate) };
  const server = createServer(options, (request, response) => void answer(root, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `https://localhost:${(server.address() as AddressInfo).port}/phone/phone.git`, certificate };
}

/** git answers: its own program for web servers, which speaks CGI. */
async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? "", "https://localhost");
  const child = spawn("git", ["http-backend"], {
    env: childEnvironment({
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    }),
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(child.stdin);
  const output = await buffer(child.stdout);
  const end = output.indexOf("\r\n\r\n");
  for (const line of output.subarray(0, end).toString().split("\r\n")) {
    const [name = "", value = ""] = line.split(": ");
    if (name === "Status") response.statusCode = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.end(output.subarray(end + 4));
}
