import type { SandboxOptions, VendorInfo } from "../../../../sandbox/index";
import { type Bench, useSandbox } from "../../../support/sandbox";
import { type Call, type Json, type Reply, send } from "../../../support/send";

/** A sandbox for one test file, with what tests of Cald's part of it need. */
export function useCald(options: SandboxOptions = {}): CaldBench {
  return new CaldBench(useSandbox(options));
}

export class CaldBench {
  constructor(private readonly bench: Bench) {}

  get control() {
    return this.bench.control;
  }

  get info(): VendorInfo {
    return this.bench.info("cald");
  }

  get key(): string {
    return this.info.credentials.caldApiKey ?? "";
  }

  get agents(): [string, string] {
    return [...this.info.agents] as [string, string];
  }

  get state() {
    return this.bench.stateOf("cald");
  }

  /** A call below Cald's base path. */
  call(path: string, call: Call = {}): Promise<Reply> {
    return this.callAs(this.key, path, call);
  }

  callAs(authorization: string, path: string, call: Call = {}): Promise<Reply> {
    return this.origin(`/client/api/v1/${path}`, authorization, call);
  }

  origin(path: string, authorization: string, call: Call = {}): Promise<Reply> {
    return send(this.info.baseUrl + path, { authorization }, call);
  }

  buy(body?: Json): Promise<Reply> {
    return this.call("phonenumbers", { method: "POST", body });
  }

  /** The id of a number just bought. */
  async bought(body?: Json): Promise<string> {
    const { status, text, json } = await this.buy(body);
    if (status !== 200) throw new Error(`not bought: ${status} ${text}`);
    return String(json.phoneNumberId);
  }

  update(id: string, body?: Json): Promise<Reply> {
    return this.call(`phonenumbers/${id}`, { method: "PATCH", body });
  }

  release(id: string): Promise<Reply> {
    return this.call(`phonenumbers/${id}`, { method: "DELETE" });
  }
}
