import { Once } from "../../async/once";
import { ArgumentError, type PhoneError, UnclearError, UnclearPurchaseError } from "../../domain/errors";
import { digitsOf, type E164, nationalDigits } from "../../domain/number";
import { type Answer, type Client, path } from "../../http/client";
import { findOffer } from "../kit/find-offer";
import { readBack } from "../kit/read-back";
import { refusedPurchase } from "../kit/refused-purchase";
import type {
  AccountSettings,
  NumberChanges,
  NumberReference,
  Offer,
  Order,
  OwnedAmong,
  OwnedNumber,
  Receipt,
  Release,
  SearchQuery,
  Vendor,
  VendorDefinition,
  VendorTools,
} from "../vendor";
import { explain, purchaseRefusalReason } from "./refusals";
import { offerFrom, ownedFrom, purchaseAnswer, rentedNumber, rentedPage, stockPage, trunk } from "./rows";
import { plivoSearch } from "./search";

/** The names of Plivo's keys. */
export type PlivoKey = "authId" | "authToken";

// plivo.com/docs/voice/concepts/account-limits: for everything that is not making calls, per account.
const rateLimit = { calls: 300, perMs: 5_000 };
// Plivo's lists hold 20 rows a page at the most.
const pageSize = 20;
// A search that finds nothing in this many pages has read 1,000 numbers: more would take longer than people wait.
const mostSearchPages = 50;
const advice = {
  noFunds: "Add credit in Plivo's console",
  documents: "Have a compliance application for this country and type accepted in Plivo's console",
};

export class PlivoAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly known = new Once<void>();
  // How many numbers the list had when it was read last, and at which end of it the newest were.
  private length = 0;
  private newestFirst = false;

  constructor(
    readonly definition: VendorDefinition<PlivoKey>,
    { baseUrl, keys: { authId, authToken } }: AccountSettings<PlivoKey>,
    tools: VendorTools,
  ) {
    this.account = authId;
    this.client = tools.createClient({
      vendor: "plivo",
      baseUrl: `${baseUrl}/v1/Account/${authId}`,
      headers: { authorization: `Basic ${Buffer.from(`${authId}:${authToken}`).toString("base64")}` },
      secrets: [authToken, `${authId}:${authToken}`],
      rateLimit,
      explain,
      keyAdvice:
        "Check phone:plivoAuthId and phone:plivoAuthToken (or PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN). " +
        "Refresh and destroy use the keys of the last up, unless --run-program is given.",
    });
  }

  async *search(query: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const { query: parameters, fits } = plivoSearch(query);
    for (let page = 0; page < mostSearchPages; page++) {
      const answer = await this.client.ask({
        operation: "search",
        method: "GET",
        path: "/PhoneNumber/",
        query: { ...parameters, limit: pageSize, offset: page * pageSize },
        effect: "read",
      });
      const { meta, objects } = this.client.read(answer, stockPage);
      yield objects.map(offerFrom).filter(fits);
      if (!meta.next || objects.length === 0) return;
    }
  }

  find(number: E164, country: string): Promise<Offer | undefined> {
    const criteria = { prefix: nationalDigits(number, country) };
    return findOffer(this.search({ country, type: undefined, criteria, options: {} }), number);
  }

  async buy({ e164, agent, subaccount }: Order): Promise<Receipt> {
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: path`/PhoneNumber/${digitsOf(e164)}/`,
      json: { app_id: agent, subaccount },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, e164);
    const status = this.client.read(answer, purchaseAnswer).numbers[0]?.status.toLowerCase();
    const vendorId = digitsOf(e164);
    if (status === "success") return { e164, vendorId, status: "active", statusReason: null };
    if (status === "pending") {
      return { e164, vendorId, status: "pending", statusReason: "Plivo waits for verification documents" };
    }
    throw new UnclearPurchaseError(`the purchase of ${e164} ended in the unknown status "${status}"`, {
      ...this.client.facts(answer),
      nextStep: "Look at the number in Plivo's console.",
    });
  }

  async list(): Promise<readonly OwnedNumber[]> {
    const first = await this.listPage(0);
    const pages = [first];
    const total = first.meta.total_count;
    if (typeof total === "number") {
      const offsets = Array.from({ length: Math.ceil(total / pageSize) }, (_, page) => page * pageSize).slice(
        1,
      );
      pages.push(...(await Promise.all(offsets.map((offset) => this.listPage(offset)))));
    } else {
      for (let page = first; page.meta.next && page.objects.length > 0; ) {
        page = await this.listPage(pages.length * pageSize);
        pages.push(page);
      }
    }
    const rows = new Map(pages.flatMap((page) => page.objects).map((row) => [row.number, row]));
    // Numbers may come and go while the pages are read, so the smallest total is the one that must be there.
    const least = Math.min(...pages.map((page) => page.meta.total_count ?? 0));
    if (rows.size < least) {
      throw new UnclearError(`the list holds ${rows.size} numbers and says it has ${least}`, {
        vendor: "plivo",
        operation: "list",
        nextStep: "Nothing was changed. Run again.",
      });
    }
    return [...rows.values()].map(ownedFrom);
  }

  async get({ e164 }: NumberReference): Promise<OwnedNumber | undefined> {
    const answer = await this.client.send({
      operation: "get",
      method: "GET",
      path: path`/Number/${digitsOf(e164)}/`,
      effect: "read",
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw this.client.failure(answer);
    return ownedFrom(this.client.read(answer, rentedNumber));
  }

  /**
   * In what order the list comes is documented nowhere. Where it is by age, what was bought last is at one end of it, and a page there
   * shows twenty numbers by one call; what it does not show is looked for in the way that takes the fewest calls.
   */
  async getMany(numbers: readonly NumberReference[]): Promise<OwnedAmong> {
    const rows = new Map<E164, OwnedNumber>();
    const missing = () => numbers.filter(({ e164 }) => !rows.has(e164));
    for (const end of new Set(this.newestFirst ? [0, this.length] : [this.length, 0])) {
      const before = missing().length;
      if (before === 0) break;
      const total = await this.readFrom(end, rows, missing);
      this.length = total ?? 0;
      // Every number of the account: none of those that are missing is there.
      if (total !== undefined && rows.size >= total) return { owned: [...rows.values()], isAll: true };
      if (missing().length < before) this.newestFirst = end === 0;
    }
    if (Math.ceil(this.length / pageSize) <= missing().length)
      return { owned: await this.list(), isAll: true };
    for (const number of await Promise.all(missing().map((each) => this.get(each))))
      if (number !== undefined) rows.set(number.e164, number);
    return { owned: [...rows.values()], isAll: false };
  }

  async update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber> {
    const number = now.e164;
    // An update without app_id may put the account's default application in the place of the present one, so it is
    // sent along with every change (vendor's older update page; the newer one is silent).
    const agent = changes.agent === undefined ? now.agent : changes.agent;
    await this.client.ask({
      operation: "update",
      method: "POST",
      path: path`/Number/${digitsOf(number)}/`,
      json: {
        app_id: agent === null && changes.agent === undefined ? undefined : (agent ?? ""),
        subaccount: changes.subaccount === null ? "" : changes.subaccount,
        alias: changes.alias === null ? "" : changes.alias,
      },
      effect: "repeatable",
    });
    return readBack({
      vendor: "plivo",
      before: now,
      changes,
      look: () => this.get(now),
      byHand: "make the change in Plivo's console",
    });
  }

  async release({ e164 }: NumberReference): Promise<Release> {
    const answer = await this.client.send({
      operation: "release",
      method: "DELETE",
      path: path`/Number/${digitsOf(e164)}/`,
      effect: "repeatable",
    });
    if (answer.status === 404) return "gone";
    if (!answer.ok) throw this.client.failure(answer);
    return "released";
  }

  checkAgent(agent: string): Promise<void> {
    return this.known.answer(`agent ${agent}`, async () => {
      const application = await this.exists("application", path`/Application/${agent}/`);
      if (application !== undefined) return;
      // A number may also be answered by a SIP trunk; only an inbound one takes calls, an outbound one goes silent.
      const found = await this.exists("trunk", path`/Zentrunk/Trunk/${agent}/`);
      const direction = found && this.client.read(found, trunk).trunk_direction;
      if (direction === "inbound") return;
      const outbound = direction === "outbound";
      throw new ArgumentError(
        `${outbound ? "an outbound trunk cannot answer calls" : "no such application"}: ${agent}`,
        {
          vendor: "plivo",
          argument: "agent",
          nextStep: "Give the id of an application or of an inbound SIP trunk of this account.",
        },
      );
    });
  }

  checkSubaccount(subaccount: string): Promise<void> {
    return this.known.answer(`subaccount ${subaccount}`, async () => {
      if ((await this.exists("subaccount", path`/Subaccount/${subaccount}/`)) !== undefined) return;
      throw new ArgumentError(`no such subaccount: ${subaccount}`, {
        vendor: "plivo",
        argument: "subaccount",
        nextStep: "Give the auth id (SA…) of a subaccount of this account.",
      });
    });
  }

  /** Reads page after page, as long as they show what is missing. Gives how many numbers there are, where that is told. */
  private async readFrom(
    start: number,
    rows: Map<E164, OwnedNumber>,
    missing: () => readonly NumberReference[],
  ): Promise<number | undefined> {
    for (let offset = start; ; offset += pageSize) {
      const before = missing().length;
      const { objects, meta } = await this.listPage(offset);
      for (const each of objects.map(ownedFrom)) rows.set(each.e164, each);
      const left = missing().length;
      if (left === 0 || left === before || objects.length < pageSize) return meta.total_count ?? undefined;
    }
  }

  private async listPage(offset: number) {
    const query = { limit: pageSize, offset };
    const answer = await this.client.ask({
      operation: "list",
      method: "GET",
      path: "/Number/",
      query,
      effect: "read",
    });
    return this.client.read(answer, rentedPage);
  }

  private async exists(operation: string, address: string): Promise<Answer | undefined> {
    const answer = await this.client.send({ operation, method: "GET", path: address, effect: "read" });
    if (answer.ok) return answer;
    // Ids that are malformed, not only unknown, are answered by 400 in some of Plivo's APIs.
    if (answer.status === 404 || answer.status === 400) return undefined;
    throw this.client.failure(answer);
  }

  private purchaseError(answer: Answer, number: E164): PhoneError {
    const reason = purchaseRefusalReason(answer);
    if (reason === null) return this.client.failure(answer);
    return refusedPurchase(reason, number, this.client.facts(answer), advice);
  }
}
