import { Agent, type buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";
import { isLoopback } from "./loopback";

/** Answers larger than this are cut off: some vendors send an account of thousands of numbers as one page. */
export const largestBody = 16 * 1024 * 1024;

/** Milliseconds until a connection is given up that does not open, to the vendor or by a proxy. */
const openingTimeout = 10_000;

const settings = {
  connections: 32,
  pipelining: 1,
  keepAliveTimeout: 10_000,
  connect: { timeout: openingTimeout },
  maxResponseSize: largestBody,
};

// One agent for the process: it keeps one pool of connections per origin, so that all resources share them.
// It follows no redirect: a redirected write would lose its body, and a redirected key its owner.
const direct = new Agent(settings);

/** A proxy has opened no way to the vendor, so that no byte of a request has left. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

interface Proxy {
  /** The environment variable. */
  readonly variable: string;
  readonly address: URL;
}

let proxied: { readonly to: string; readonly dispatcher: Dispatcher } | undefined;

/**
 * What sends requests to an origin: through the proxies of `HTTPS_PROXY` and `HTTP_PROXY`, in capitals or not, but for the hosts of
 * `NO_PROXY`, and straight to this machine. Throws {@link ProxyError} where a variable holds no address of a proxy.
 */
export function dispatcherTo(origin: string): Dispatcher {
  if (isLoopback(new URL(origin).hostname)) return direct;
  const http = proxyOf("http_proxy");
  const https = proxyOf("https_proxy") ?? http;
  if (http === undefined && https === undefined) return direct;
  // Left out, they are read from the environment again; empty, they are none.
  const addresses = { httpProxy: http?.address.href ?? "", httpsProxy: https?.address.href ?? "" };
  const to = JSON.stringify(addresses);
  if (proxied?.to === to) return proxied.dispatcher;
  const dispatcher = new EnvHttpProxyAgent({
    ...settings,
    ...addresses,
    factory: (target, options) => poolTo(new URL(target), options, { http, https }),
    // Of the connection to the proxy itself; by default it may take five minutes to say that the way is open.
    clientFactory: (address, options) => new Pool(address, { ...options, headersTimeout: openingTimeout }),
    proxyTls: { timeout: openingTimeout },
    requestTls: { timeout: openingTimeout },
  });
  proxied = { to, dispatcher };
  return dispatcher;
}

function proxyOf(name: "http_proxy" | "https_proxy"): Proxy | undefined {
  const variable = process.env[name] === undefined ? name.toUpperCase() : name;
  const value = process.env[variable]?.trim();
  if (!value) return undefined;
  // As curl reads it: often just a host and a port.
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const address = URL.canParse(written) ? new URL(written) : undefined;
  if (address !== undefined && ["http:", "https:"].includes(address.protocol)) return { variable, address };
  throw new ProxyError(`${variable} is no address of a proxy that can be used, such as http://host:3128`);
}

/** A pool of connections, of which those through a proxy tell by the class of their error that they were never opened. */
function poolTo(
  target: URL,
  options: object,
  proxies: { readonly http: Proxy | undefined; readonly https: Proxy | undefined },
): Pool {
  const { connect } = options as { connect?: buildConnector.connector | object };
  const proxy = target.protocol === "https:" ? proxies.https : proxies.http;
  if (typeof connect !== "function" || proxy === undefined) return new Pool(target, options);
  const open = connect as buildConnector.connector;
  return new Pool(target, {
    ...options,
    connect: (to, callback) =>
      open(to, (error, socket) => {
        if (error === null) callback(null, socket);
        else callback(unopened(error, proxy, target), null);
      }),
  });
}

// Told without the user name and the password that the address of a proxy may hold.
function unopened(error: Error, { variable, address }: Proxy, target: URL): ProxyError {
  const proxy = `the proxy of ${variable}, ${address.host}`;
  const status = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (status === "407") return new ProxyError(`${proxy}, wants another user name and password`);
  if (status !== undefined)
    return new ProxyError(`${proxy}, opens no way to ${target.host}: it says ${status}`);
  return new ProxyError(`${target.host} cannot be reached by ${proxy}`, { cause: error });
}
