import { expect } from "vitest";
import type { FaultInput, SandboxOptions, VendorInfo } from "../../../../sandbox/index";
import { type Bench, useSandbox } from "../../../support/sandbox";
import { type Call, type Json, type Reply, send } from "../../../support/send";

/** A sandbox for one test file, with what tests of Ravan's part of it need. */
export function useRavan(options: SandboxOptions = {}): RavanBench {
  return new RavanBench(useSandbox(options));
}

export class RavanBench {
  constructor(private readonly bench: Bench) {}

  get control() {
    return this.bench.control;
  }

  get info(): VendorInfo {
    return this.bench.info("ravan");
  }

  get key(): string {
    return this.info.credentials.ravanApiKey ?? "";
  }

  get state() {
    return this.bench.stateOf("ravan");
  }

  /** A call below the path of the numbers. */
  call(path: string, call: Call = {}): Promise<Reply> {
    return this.callAs(this.key, path, call);
  }

  callAs(key: string, path: string, call: Call = {}): Promise<Reply> {
    return this.origin(`/api/v1/phone-numbers/${path}`, { "X-Api-Key": key }, call);
  }

  origin(path: string, headers: Record<string, string>, call: Call = {}): Promise<Reply> {
    return send(this.info.baseUrl + path, headers, call);
  }

  agents(path: string, call: Call = {}): Promise<Reply> {
    return this.origin(`/api/v1/agents/${path}`, { "x-api-key": this.key }, call);
  }

  search(query = "page_size=5", country = "US"): Promise<Reply> {
    return this.call(`available-numbers/${country}/?${query}`);
  }

  /** What is free, whatever the spelling. */
  async found(query?: string, country?: string): Promise<Json[]> {
    return rows(await this.search(query, country));
  }

  async free(country?: string): Promise<Json> {
    const [row] = await this.found("page_size=1", country);
    if (row === undefined) throw new Error(`nothing free in ${country}`);
    return row;
  }

  buy(body?: unknown): Promise<Reply> {
    return this.call("buy/", { method: "POST", body });
  }

  async bought(country?: string): Promise<string> {
    const { phone_number, price } = await this.free(country);
    const { status, text, json } = await this.buy({ phone_number, price });
    if (status !== 200 || json.success !== true) throw new Error(`not bought: ${status} ${text}`);
    return String(phone_number);
  }

  /** What is owned, whatever the spelling. */
  async owned(query = ""): Promise<Json[]> {
    return rows(await this.call(`list${query}`));
  }

  release(number: string): Promise<Reply> {
    return this.call(`${number}/release/`, { method: "DELETE" });
  }

  fault(operation: FaultInput["operation"], fault: FaultInput["fault"], more: Partial<FaultInput> = {}) {
    return this.control.postFault({ vendor: "ravan", operation, fault, ...more });
  }
}

export function rows({ json }: Reply): Json[] {
  return ((json.data ?? []) as Json[]).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value,
      ]),
    ),
  );
}

/** An error of the gateway. */
export function gateway(code: number, message: unknown = expect.any(String)) {
  return { code, message, details: [] };
}

/** An error of the service. */
export function application(code: string, message: unknown = expect.any(String)) {
  return { success: false, message, error: { code, message: expect.any(String) } };
}

/** A failure without a code. */
export function plain(message: unknown = expect.any(String)) {
  return { success: false, message };
}

/** Statuses and bodies of one call made again and again. */
export async function inTurn(times: number, call: () => Promise<Reply>): Promise<[number, Json][]> {
  const seen: [number, Json][] = [];
  for (let turn = 0; turn < times; turn++) {
    const { status, json } = await call();
    seen.push([status, json]);
  }
  return seen;
}
