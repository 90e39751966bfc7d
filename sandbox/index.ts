import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { checkedStandIns } from "./added-stand-ins";
import { Control } from "./control/control";
import { controlRoutes } from "./control/control-routes";
import { createApp } from "./http/server";
import { parseOptions, type SandboxOptions } from "./sandbox-options";
import { builtInStandIns } from "./vendors";
import { SandboxState } from "./world/sandbox-state";

export { checkedStandIns, StandInError } from "./added-stand-ins";
export type { NumbersReport } from "./control/change-numbers";
export type { Control, VendorInfo } from "./control/control";
export {
  ControlError,
  type DocumentsInput,
  type FaultInput,
  type NumbersInput,
} from "./control/control-input";
export { type Fields, fieldsOf, objectIn, objectOf } from "./kit/json-body";
export { OpenQuestions } from "./kit/open-questions";
export { type Match, type Route, Router, type RouterOptions, route } from "./kit/router";
export type {
  Answer,
  Refusal,
  StandIn,
  StandInFactory,
  StandInSettings,
  Terms,
  VendorAccess,
  VendorBody,
  VendorCall,
} from "./kit/stand-in";
export { answered, VendorRefusal } from "./kit/vendor-refusal";
export type { SandboxOptions } from "./sandbox-options";
export { plivoInboundTrunkId, plivoOutboundTrunkId } from "./vendors/plivo/directory";
export { ravanNoProviderApiKey, ravanProviderDownApiKey, ravanRestrictedApiKey } from "./vendors/ravan/keys";
export { sondosRestrictedApiKey } from "./vendors/sondos/directory";
export {
  Account,
  type AccountState,
  type Acquisition,
  type Capability,
  type FreeNumber,
  type NumberType,
  type OwnedNumber,
  type OwnedRow,
  type OwnedStatus,
  type PhoneNumber,
  type Place,
  type RenewalRule,
  type VendorId,
} from "./world/account";
export type { Call } from "./world/calls";
export { addMonths, type Clock, type Duration, isoDate } from "./world/clock";
export type { Fault, FaultName, Operation } from "./world/faults";
export { type Random, varies } from "./world/random";
export type { RateLimit } from "./world/rate-window";
export { gbNumbers } from "./world/stock/gb";
export { usNumbers } from "./world/stock/us";

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
 * Starts stand-ins for the vendors on a port of this machine, with numbers to sell and nothing sold. Throws a TypeError
 * that names the option for a value that makes no sense: StandInError for a stand-in of one's own. Only this machine reaches it unless
 * `host` says otherwise.
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
  const { host, token, port, latency, stock, seed, rateLimit, standIns } = parseOptions(options);
  const added = standIns.map((value, index) => ({ source: `standIns[${index}]`, value }));
  const state = new SandboxState({
    factories: [...builtInStandIns, ...checkedStandIns(added)],
    stock,
    seed: String(seed),
    rateLimit,
  });
  let url = "";
  const control = new Control(state, () => url);
  const app = createApp(state, controlRoutes(control), { latencyMs: latency, token });
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { keepAliveTimeout: keepAliveMs },
  }) as Server;
  const bound = await listen(server, host, port);
  url = `http://${reachableAt(host)}:${bound}`;

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

/** The host of the URL of what listens there; on every address of the machine, the one that only it can reach. */
function reachableAt(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function listen(server: Server, host: string, port: number): Promise<number> {
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
