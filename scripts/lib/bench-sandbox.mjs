import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { repository } from "./paths.mjs";

/**
 * @typedef {{ method: string, path: string }} Call
 * @typedef {{ baseUrl: string, credentials: Record<string, string>, agents: string[] }} StandIn
 * @typedef {Awaited<ReturnType<typeof openSandbox>>} BenchSandbox
 */

/**
 * A sandbox in a process of its own, so that its work is none of what is measured. Its rate limit is off: several runs
 * follow each other faster than one program would.
 *
 * @param {number} latencyMs how long it holds every answer back, as a network would
 */
export async function openSandbox(latencyMs) {
  const command = path.join(repository, "dist/cli/main.js");
  const options = ["--latency", String(latencyMs), "--stock", "2000", "--no-rate-limit"];
  const child = spawn(process.execPath, [command, "sandbox", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => child.kill());
  const url = await announcedUrl(child);
  /** @type {{ vendors: { plivo: StandIn } }} */
  const { vendors } = await ask(`${url}/_sandbox`);

  return {
    url,
    plivo: vendors.plivo,

    /** As started: nothing owned, nothing asked. */
    async reset() {
      await ask(`${url}/_sandbox/reset`, "POST");
    },

    async forgetCalls() {
      await ask(`${url}/_sandbox/calls`, "DELETE");
    },

    /** @returns {Promise<Call[]>} what the vendor was asked since it was last forgotten */
    calls() {
      return ask(`${url}/_sandbox/calls?vendor=plivo`);
    },

    async purchases() {
      /** @type {{ plivo: { purchases: number } }} */
      const { plivo } = await ask(`${url}/_sandbox/state`);
      return plivo.purchases;
    },

    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

/** @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, null>} child */
async function announcedUrl(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the sandbox ended before it was ready");
}

/**
 * @template T
 * @param {string} url
 * @param {string} [method]
 * @returns {Promise<T>}
 */
async function ask(url, method = "GET") {
  const response = await fetch(url, { method });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return /** @type {Promise<T>} */ (response.json());
}
