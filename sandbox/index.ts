import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Control } from "./control/control";
import { controlRoutes } from "./control/control-routes";
import { createApp } from "./http/server";
import { parseOptions, type SandboxOptions } from "./options";
import { bolna } from "./vendors/bolna";
import { cald } from "./vendors/cald";
import { plivo } from "./vendors/plivo";
import { ravan } from "./vendors/ravan";
import { sondos } from "./vendors/sondos";
import { World } from "./world/world";

export type { Control, VendorInfo } from "./control/control";
export { ControlError, type FaultInput, type NumbersInput } from "./control/control-schema";
export type { NumbersReport } from "./control/stocktaking";
export type { SandboxOptions } from "./options";
export { plivoInboundTrunkId, plivoOutboundTrunkId } from "./vendors/plivo/directory";
export {
  ravanNoProviderApiKey,
  ravanProviderDownApiKey,
  ravanRestrictedApiKey,
} from "./vendors/ravan/keys";
export { sondosRestrictedApiKey } from "./vendors/sondos/directory";
export type { AccountState, NumberType, OwnedRow, OwnedStatus } from "./world/account";
export type { Call } from "./world/calls";
export type { Duration } from "./world/clock";
export type { Fault, FaultName, Operation } from "./world/faults";

const host = "127.0.0.1";
const standIns = [plivo, bolna, cald, ravan, sondos];
/** Long, so that no client meets the moment an idle connection ends and takes it for a fault. */
const keepAliveMs = 60_000;

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:40123`; the value for `PHONE_SANDBOX`. */
  readonly url: string;
  readonly port: number;
  /** What the control calls under `/_sandbox` do, without the detour over HTTP. */
  readonly control: Control;
  /** Stops at once: open connections are cut, answers still held back are dropped. */
  close(): Promise<void>;
}

/**
 * Starts stand-ins for the vendors on a port of this machine, with numbers to sell and nothing sold.
 *
 * @example
 * ```ts
 * const sandbox = await startSandbox({ stock: 50, rateLimit: false });
 * process.env.PHONE_SANDBOX = sandbox.url;
 * sandbox.control.postFault({ vendor: "plivo", operation: "buy", fault: "reset-after" });
 * // ... run the program under test, then look at what it did
 * console.log(sandbox.control.state().plivo?.purchases);
 * await sandbox.close();
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port, latency, stock, seed, rateLimit } = parseOptions(options);
  const world = new World({
    factories: standIns,
    stock,
    seed: String(seed),
    rateLimit,
  });
  let url = "";
  const control = new Control(world, () => url);
  const app = createApp(world, controlRoutes(control), latency);
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { keepAliveTimeout: keepAliveMs },
  }) as Server;
  const bound = await listen(server, port);
  url = `http://${host}:${bound}`;

  let closing: Promise<void> | undefined;
  return {
    url,
    port: bound,
    control,
    close: () => {
      closing ??= close(server);
      return closing;
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
