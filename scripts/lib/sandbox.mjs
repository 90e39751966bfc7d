import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ e164: string, agent: string | null, renewsAt: string }} OwnedNumber
 * @typedef {{ owned: OwnedNumber[], purchases: number, releases: number }} VendorState
 * @typedef {{ method: string, path: string, status: number | null, at: string }} Call
 * @typedef {{ baseUrl: string, credentials: Record<string, string>, agents: [string, string] }} StandIn
 * @typedef {Awaited<ReturnType<typeof openSandbox>>} Sandbox
 */

const command = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/**
 * A sandbox in a process of its own, of which Plivo's stand-in is used.
 *
 * @param {string[]} [options] of `pulumi-phone sandbox`
 */
export async function openSandbox(options = []) {
  // Its own process group: Ctrl-C is for the caller, which decides whether the sandbox ends.
  const child = spawn(process.execPath, [command, "sandbox", ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  // Not inherited: a sandbox that is kept would hold the caller's output open, and whoever reads that would wait for it.
  child.stderr.pipe(process.stderr, { end: false });
  const killWithUs = () => child.kill();
  process.once("exit", killWithUs);
  const url = await announcedUrl(child.stdout);
  /** @type {{ vendors: { plivo: StandIn } }} */
  const { vendors } = await ask(`${url}/_sandbox`);
  const { plivoAuthId: authId, plivoAuthToken: authToken } = vendors.plivo.credentials;

  return {
    url,
    plivo: {
      ...vendors.plivo,
      /** Where paths of the account begin. */
      account: `${vendors.plivo.baseUrl}/v1/Account/${authId}/`,
      authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString("base64")}`,
    },
    pid: child.pid,

    /** As started: nothing owned, nothing asked. */
    reset: () => ask(`${url}/_sandbox/reset`, "POST"),

    forgetCalls: () => ask(`${url}/_sandbox/calls`, "DELETE"),

    /** @returns {Promise<Call[]>} what the vendor was asked since it was last forgotten */
    calls: () => ask(`${url}/_sandbox/calls?vendor=plivo`),

    async state() {
      /** @type {{ plivo: VendorState }} */
      const { plivo } = await ask(`${url}/_sandbox/state`);
      return plivo;
    },

    /** Lets it outlive this process. */
    keep() {
      process.off("exit", killWithUs);
      child.unref();
      child.stdout.destroy();
      child.stderr.destroy();
    },

    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

/** @param {import("node:stream").Readable} output */
async function announcedUrl(output) {
  for await (const line of createInterface({ input: output })) {
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
