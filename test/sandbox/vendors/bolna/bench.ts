import type {
  AccountState,
  FaultInput,
  NumbersInput,
  SandboxOptions,
  VendorInfo,
} from "../../../../sandbox/index";
import { type Bench, useSandbox } from "../../../support/sandbox";
import { type Call, type Json, type Reply, send } from "../../../support/send";

/** Long enough never to pass by itself within a test. */
export const foreverMs = 600_000;

/** A sandbox for one test file, seen as Bolna. */
export function useBolna(options: SandboxOptions = {}): BolnaBench {
  return new BolnaBench(useSandbox(options));
}

export class BolnaBench {
  constructor(readonly bench: Bench) {}

  get control() {
    return this.bench.control;
  }

  get info(): VendorInfo {
    return this.bench.info("bolna");
  }

  get state(): AccountState {
    return this.bench.stateOf("bolna");
  }

  get agents(): [string, string] {
    return this.info.agents as [string, string];
  }

  get apiKey(): string {
    return this.info.credentials.bolnaApiKey ?? "";
  }

  call(path: string, call: Call = {}): Promise<Reply> {
    return this.callAs(this.apiKey, path, call);
  }

  callAs(key: string, path: string, call: Call = {}): Promise<Reply> {
    return send(`${this.info.baseUrl}${path}`, { authorization: `Bearer ${key}` }, call);
  }

  async rows(path: string, key = this.apiKey): Promise<Json[]> {
    const { status, json } = await this.callAs(key, path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    return json as unknown as Json[];
  }

  search(query = "country=US"): Promise<Json[]> {
    return this.rows(`/phone-numbers/search?${query}`);
  }

  list(key?: string): Promise<Json[]> {
    return this.rows("/phone-numbers/all", key);
  }

  async row(e164: string): Promise<Json> {
    const row = (await this.list()).find(({ phone_number }) => phone_number === e164);
    if (row === undefined) throw new Error(`no row of ${e164}`);
    return row;
  }

  async freeNumber(): Promise<string> {
    const [row] = await this.search("country=US&pattern=415");
    return String(row?.phone_number);
  }

  buy(e164: string, key = this.apiKey): Promise<Reply> {
    return this.callAs(key, "/phone-numbers/buy", {
      method: "POST",
      body: { country: "US", phone_number: e164, provider: "twilio" },
    });
  }

  /** Buys some number. Its id is as the purchase spells it. */
  async bought(key?: string): Promise<{ e164: string; id: string }> {
    const e164 = await this.freeNumber();
    const { status, json, text } = await this.buy(e164, key);
    if (status !== 200) throw new Error(`not bought: ${status} ${text}`);
    return { e164, id: String(json.id) };
  }

  /** Puts numbers into the account, and tells the ids the list has for them. */
  async own(...own: NonNullable<NumbersInput["own"]>): Promise<string[]> {
    this.control.changeNumbers({ vendor: "bolna", own });
    return own.map(({ e164 }) => {
      const row = this.state.owned.find((owned) => owned.e164 === e164);
      return String(row?.id);
    });
  }

  setUp(body: Json, key = this.apiKey): Promise<Reply> {
    return this.callAs(key, "/inbound/setup", { method: "POST", body });
  }

  unlink(id: string): Promise<Reply> {
    return this.call("/inbound/unlink", { method: "POST", body: { phone_number_id: id } });
  }

  release(id: string): Promise<Reply> {
    return this.call(`/phone-numbers/${id}`, { method: "DELETE" });
  }

  fault(
    operation: FaultInput["operation"],
    fault: FaultInput["fault"],
    more: Partial<FaultInput> = {},
  ): void {
    this.control.postFault({ vendor: "bolna", operation, fault, ...more });
  }

  async subaccounts(): Promise<Json[]> {
    return this.rows("/sub-accounts/all");
  }
}
