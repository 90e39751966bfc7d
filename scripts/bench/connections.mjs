import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openSandbox } from "../lib/sandbox.mjs";
import { inParallel, median, seconds, timed, times } from "./timing.mjs";

/**
 * @typedef {import("../lib/sandbox.mjs").Sandbox} Sandbox
 * @typedef {import("./timing.mjs").Measure} Measure
 */

const reads = 100;
const atOnce = 10;
const repeats = 3;
const latencyMs = 40;
/** A new connection to a vendor costs one round trip for TCP and one for TLS before anything is asked. */
const handshakeRoundTrips = 2;

/** @returns {Promise<Measure[]>} */
export async function measureConnections() {
  // Its limit is off: a hundred reads are made again and again.
  const sandbox = await openSandbox(["--latency", String(latencyMs), "--no-rate-limit"]);
  try {
    return await measured(sandbox);
  } finally {
    await sandbox.close();
  }
}

/**
 * @param {Sandbox} sandbox
 * @returns {Promise<Measure[]>}
 */
async function measured(sandbox) {
  const { exchange } = await import("../../.cache/build/provider/http/transport.js");
  const { Client } = await import("undici");
  const { account, authorization } = sandbox.plivo;
  const relay = await openRelay(Number(new URL(account).port), latencyMs * handshakeRoundTrips);
  const request = {
    origin: relay.origin,
    path: `${new URL(account).pathname}Number/`,
    method: /** @type {const} */ ("GET"),
    headers: { authorization },
    body: undefined,
  };
  const pooled = async () => {
    const outcome = await exchange(request, "read");
    if (outcome.kind !== "answered" || outcome.status !== 200)
      throw new Error("the sandbox did not answer a read");
  };
  const fresh = async () => {
    const client = new Client(relay.origin);
    const { path, method, headers } = request;
    const { body } = await client.request({ path, method, headers });
    await body.text();
    await client.close();
  };

  /** @param {() => Promise<void>} read */
  const measure = async (read) => {
    const runs = [];
    relay.connections = 0;
    for (let run = 0; run < repeats; run++) {
      runs.push(await timed(() => inParallel(Array.from({ length: reads }), atOnce, read)));
    }
    return { ms: median(runs), connections: relay.connections };
  };
  try {
    const kept = await measure(pooled);
    const opened = await measure(fresh);
    return [
      {
        name: `connections: ${reads} reads over a fresh one each, against the pool`,
        ratio: times(opened.ms / kept.ms),
        figures: `${seconds(opened.ms)} to ${seconds(kept.ms)}; ${opened.connections} to ${kept.connections} connections in ${repeats} runs`,
        meaning: `A new connection costs ${handshakeRoundTrips} round trips here, as TCP and TLS do, so about ${handshakeRoundTrips + 1} is the best. At 1 connections are not kept.`,
      },
    ];
  } finally {
    await relay.close();
  }
}

/**
 * Passes bytes on to a port of this machine, counts connections, and lets each begin as late as its handshakes would.
 *
 * @param {number} port
 * @param {number} handshakeMs
 */
async function openRelay(port, handshakeMs) {
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const server = createServer(async (near) => {
    relay.connections += 1;
    keep(near);
    await sleep(handshakeMs);
    const far = keep(connect(port, "127.0.0.1"));
    near.pipe(far).pipe(near);
  });
  const keep = (/** @type {import("node:net").Socket} */ socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port: own } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const relay = {
    origin: `http://127.0.0.1:${own}`,
    connections: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return relay;
}
