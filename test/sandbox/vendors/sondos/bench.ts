import type { FaultInput, SandboxOptions, VendorInfo } from "../../../../sandbox/index";
import { type Bench, useSandbox } from "../../../support/sandbox";
import { type Call, type Json, type Reply, send } from "../../../support/send";

const jsonOnly = { accept: "application/json" };

/** A sandbox for one test file, with what tests of Sondos' part of it need. */
export function useSondos(options: SandboxOptions = {}): SondosBench {
  return new SondosBench(useSandbox(options));
}

export class SondosBench {
  constructor(private readonly bench: Bench) {}

  get control() {
    return this.bench.control;
  }

  get info(): VendorInfo {
    return this.bench.info("sondos");
  }

  get key(): string {
    return this.info.credentials.sondosApiKey ?? "";
  }

  /** An inbound assistant, another one, and an outbound one. */
  get agents(): [string, string, string] {
    const { agents } = this.info;
    return [agents[0] ?? "", agents[1] ?? "", agents.at(-1) ?? ""];
  }

  get state() {
    return this.bench.stateOf("sondos");
  }

  fault(
    operation: FaultInput["operation"],
    fault: FaultInput["fault"],
    more: Partial<FaultInput> = {},
  ): void {
    this.control.postFault({ vendor: "sondos", operation, fault, ...more });
  }

  /** A call below `/api/user/`. */
  call(path: string, call: Call = {}): Promise<Reply> {
    return this.origin(`/api/user/${path}`, { authorization: `Bearer ${this.key}` }, call);
  }

  origin(path: string, headers: Record<string, string>, call: Call = {}): Promise<Reply> {
    return send(this.info.baseUrl + path, { ...jsonOnly, ...headers }, call);
  }

  /** What a search finds, in whichever form it comes. */
  async search(query = "country_code=US"): Promise<Json[]> {
    const { json } = await this.call(`phone-numbers/search?${query}`);
    return Array.isArray(json) ? (json as Json[]) : (json.data as Json[]);
  }

  async freeNumber(query?: string): Promise<string> {
    const [row] = await this.search(query);
    if (row === undefined) throw new Error(`nothing free for ${query}`);
    return String(row.phone_number);
  }

  buy(phone_number: unknown): Promise<Reply> {
    return this.call("phone-numbers/purchase", { method: "POST", body: { phone_number } });
  }

  /** The id of a number just bought. */
  async bought(query?: string): Promise<number> {
    const { status, text, json } = await this.buy(await this.freeNumber(query));
    if (status !== 201) throw new Error(`not bought: ${status} ${text}`);
    return (json.data as { id: number }).id;
  }

  async list(): Promise<Json[]> {
    return (await this.call("phone-numbers/all")).json.data as Json[];
  }

  rename(id: number | string, body: Json): Promise<Reply> {
    return this.call(`phone-numbers/${id}`, { method: "PUT", body });
  }

  release(id: number | string): Promise<Reply> {
    return this.call(`phone-numbers/${id}`, { method: "DELETE" });
  }

  bind(agent: string, phone_number_id: unknown): Promise<Reply> {
    return this.call(`assistant/${agent}`, { method: "PUT", body: { phone_number_id } });
  }

  /** The number of an assistant, as the list of assistants shows it. */
  async numberOf(agent: string): Promise<unknown> {
    const { json } = await this.call("assistants/get?per_page=100");
    return (json.data as Json[]).find(({ id }) => String(id) === agent)?.phone_number_id;
  }
}
