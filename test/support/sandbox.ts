import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, beforeEach } from "vitest";
import type { E164 } from "../../provider/domain/number";
import type { RunCli } from "../../provider/host/backend";
import type { ConfigurationReader } from "../../provider/host/configuration";
import type { Context } from "../../provider/lifecycle/context";
import { openContext, type Surroundings } from "../../provider/pulumi/open-context";
import type { AccountState, SandboxOptions, VendorInfo } from "../../sandbox";
import { AccountUnderTest, useSandboxFor } from "./account-under-test";
import { defined } from "./expect";
import { type Call, type Json, type Reply, send } from "./send";

/** A sandbox for one test file, as started before each of its tests; its rate limit is off unless asked for. */
export function useSandbox(options: SandboxOptions = {}): Bench {
  const bench = useSandboxFor(new Bench(), options);
  beforeEach(() => {
    // Each test is a machine of its own: what another one wrote down of its purchases is not there.
    process.env.PULUMI_HOME = mkdtempSync(path.join(os.tmpdir(), "pulumi-home-"));
  });
  return bench;
}

/** The Pulumi CLI of a machine with a stack that is empty and no other: what is in state matters to tests that ask for it. */
export async function noStacks(args: readonly string[]): Promise<string> {
  if (args[1] === "ls" || args[1] === "history") return "[]";
  return JSON.stringify({ version: 3, deployment: { manifest: { time: new Date().toISOString() } } });
}

/** Configuration from plain values, by full key. */
export function configuration(values: Readonly<Record<string, string>> = {}): ConfigurationReader {
  return { get: (key) => values[key] };
}

/** A context, and every line it has told. */
export interface Told {
  readonly context: Context;
  readonly lines: string[];
}

/** A context of one test file that reaches no vendor, with the lines that each of its tests has told. */
export function useOffline(): Told {
  const lines: string[] = [];
  let context: Context | undefined;
  beforeAll(async () => {
    context = await openContext(configuration(), { tell: (line) => lines.push(line), cli: noStacks });
  });
  beforeEach(() => {
    lines.length = 0;
  });
  return {
    lines,
    get context() {
      return defined(context);
    },
  };
}

/** Plivo's account at a sandbox, and the lifecycle in front of it. */
export class Bench extends AccountUnderTest {
  constructor() {
    super("plivo");
  }

  get plivo(): VendorInfo {
    return this.info("plivo");
  }

  /** How a vendor is reached, and what it has. */
  info(vendor: string): VendorInfo {
    return defined(this.control.vendors()[vendor]);
  }

  /** What an account holds and what happened there. */
  stateOf(vendor: string): AccountState {
    return defined(this.control.state()[vendor]);
  }

  get authId(): string {
    return defined(this.plivo.credentials.plivoAuthId);
  }

  get token(): string {
    return defined(this.plivo.credentials.plivoAuthToken);
  }

  get agents(): [string, string] {
    return this.plivo.agents as unknown as [string, string];
  }

  get subaccounts(): [string, string] {
    return this.plivo.subaccounts as unknown as [string, string];
  }

  get owned(): string[] {
    return this.state.owned.map(({ e164 }) => e164);
  }

  /** A context of a new process, on the sandbox. */
  async context(values: Readonly<Record<string, string>> = {}, cli: RunCli = noStacks): Promise<Told> {
    const lines: string[] = [];
    const config = configuration({ "phone:sandbox": this.sandbox.url, ...values });
    return { context: await openContext(config, { tell: (line) => lines.push(line), cli }), lines };
  }

  /** A context of a new process that reaches the sandbox the way it would reach the real vendor: with given keys. */
  async contextWithKeys(
    values: Readonly<Record<string, string>>,
    surroundings: Surroundings = {},
  ): Promise<Told> {
    const lines: string[] = [];
    const config = configuration({ "phone:plivoBaseUrl": this.plivo.baseUrl, ...values });
    const tell = (line: string) => lines.push(line);
    return { context: await openContext(config, { tell, cli: noStacks, ...surroundings }), lines };
  }

  /** A call to Plivo below the account, with the main account's keys. */
  call(path: string, call: Call = {}): Promise<Reply> {
    return this.callAs(this.authId, this.token, path, call);
  }

  callAs(authId: string, token: string, path: string, call: Call = {}): Promise<Reply> {
    const authorization = `Basic ${Buffer.from(`${authId}:${token}`).toString("base64")}`;
    return send(`${this.plivo.baseUrl}/v1/Account/${authId}/${path}`, { authorization }, call);
  }

  /** A control call over HTTP. */
  controlCall(path: string, call: Call = {}): Promise<Reply> {
    return send(`${this.sandbox.url}/_sandbox${path}`, {}, call);
  }

  async search(query: string): Promise<Json[]> {
    const { json } = await this.call(`PhoneNumber/?${query}`);
    return json.objects as Json[];
  }

  /** The digits of some free number. */
  async freeNumber(query = "country_iso=US&type=local"): Promise<string> {
    const [row] = await this.search(`${query}&limit=1`);
    return String(defined(row).number);
  }

  buy(digits: string, body?: Json): Promise<Reply> {
    return this.call(`PhoneNumber/${digits}/`, { method: "POST", body });
  }

  async bought(query?: string, body?: Json): Promise<string> {
    const digits = await this.freeNumber(query);
    const reply = await this.buy(digits, body);
    if (reply.status >= 300) throw new Error(`not bought: ${reply.status} ${reply.text}`);
    return digits;
  }

  async row(digits: string): Promise<Json> {
    return (await this.call(`Number/${digits}/`)).json;
  }

  update(digits: string, body: Json): Promise<Reply> {
    return this.call(`Number/${digits}/`, { method: "POST", body });
  }
}

/** `+1415…`: numbers in a range of which the sandbox has none in stock, so that a test knows them all. */
export function testNumber(index: number): E164 {
  return `+1907234${String(index).padStart(4, "0")}`;
}

/** US numbers to put into the stock, all alike unless said otherwise. */
export function testNumbers(count: number, price = "0.80") {
  return Array.from({ length: count }, (_, index) => ({ e164: testNumber(index), country: "US", price }));
}
