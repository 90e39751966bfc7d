import { FreshList } from "../../async/fresh-list";
import { Once } from "../../async/once";
import { ArgumentError, type PhoneError, UnclearError, UnclearPurchaseError } from "../../domain/errors";
import { digitsOf, type E164, nationalDigits } from "../../domain/number";
import { type Answer, type Client, path } from "../../http/client";
import { findOffer } from "../kit/find-offer";
import { isUnknown } from "../kit/is-unknown";
import { goesOn, type ListLength, requireWhole } from "../kit/list-length";
import { namesNumber } from "../kit/names-number";
import { OddRows } from "../kit/odd-rows";
import { readBack } from "../kit/read-back";
import { refusalReason } from "../kit/refusal-reason";
import { refusedPurchase } from "../kit/refused-purchase";
import { requireEnd } from "../kit/require-end";
import type { Rows } from "../kit/rows";
import { saysNone } from "../kit/says-none";
import { settleRelease } from "../kit/settle-release";
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
import { plivoOptions } from "./options";
import { deniesNumber, explain, isOwnNotFound } from "./refusals";
import { offerFrom, ownedFrom, purchaseAnswer, rentedNumber, rentedPage, stockPage, trunk } from "./rows";
import { type PlivoSearch, plivoSearches } from "./search";

/** The names of Plivo's keys. */
export type PlivoKey = "authId" | "authToken";

// plivo.com/docs/voice/concepts/account-limits: for everything that is not making calls, per account.
const rateLimit = { calls: 300, perMs: 5_000 };
// Plivo's lists hold 20 rows a page at the most.
const pageSize = 20;
// A search that finds nothing in this many pages has read 1,000 numbers: more would take longer than people wait.
const mostSearchPages = 50;
// plivo.com/docs/numbers/api/account-phone-number: a release that was made is answered without content.
const documentedRelease = 204;
const pagesOf = (rows = 0) => Math.ceil(rows / pageSize);
const listing = { vendor: "plivo", operation: "list" };
const advice = {
  noFunds: "Add credit in Plivo's console",
  documents: "Have a compliance application for this country and type accepted in Plivo's console",
};

export class PlivoAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly known = new Once<void>();
  private readonly oddRows: OddRows;
  private readonly listed = new FreshList(() => this.readOwned());
  // How many numbers the list had when it was read last, and at which end of it the newest were.
  private length: number | undefined;
  private newestFirst = false;
  // The first release without words that the account was looked at after.
  private released: Promise<Release> | undefined;

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
    this.oddRows = new OddRows(this.client, { vendor: "plivo", id: ["number"], number: ["number"] });
  }

  async *search(query: SearchQuery): AsyncGenerator<readonly Offer[]> {
    for (const search of plivoSearches(query)) {
      let found = false;
      for await (const offers of this.searchPages(search)) {
        found ||= offers.length > 0;
        yield offers.filter(search.fits);
      }
      if (found) return;
    }
  }

  find(number: E164, country: string): Promise<Offer | undefined> {
    const criteria = { prefix: nationalDigits(number, country) };
    return findOffer(this.search({ country, type: undefined, criteria, options: {} }), number);
  }

  async buy({ e164, agent, subaccount, options = {} }: Order): Promise<Receipt> {
    this.oddRows.askedFor(e164);
    const { complianceApplicationId } = plivoOptions.parse(options);
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: path`/PhoneNumber/${digitsOf(e164)}/`,
      json: { app_id: agent, subaccount, compliance_application_id: complianceApplicationId },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, e164);
    const [made] = this.client.read(answer, purchaseAnswer).numbers;
    if (!namesNumber(made?.number ?? null, e164)) {
      throw new UnclearPurchaseError(`${e164} was ordered, and ${made?.number ?? "no number"} confirmed`, {
        ...this.client.facts(answer),
        confirmed: made?.number,
        nextStep: "Look at both numbers in Plivo's console.",
      });
    }
    const status = made?.status.toLowerCase();
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
    return (await this.listed.read()).rows;
  }

  async get(number: NumberReference): Promise<OwnedNumber | undefined> {
    const { e164 } = number;
    const answer = await this.client.send({
      operation: "get",
      method: "GET",
      path: path`/Number/${digitsOf(e164)}/`,
      effect: "read",
    });
    if (answer.ok) return this.shown(answer, e164);
    // `{}` has no words, but says enough of a number that was for sale a moment ago.
    const isDenied = deniesNumber(answer) || (isOwnNotFound(answer) && this.oddRows.isForSale(e164));
    if (isDenied) return undefined;
    if (answer.status !== 404) throw this.client.failure(answer);
    // Somebody else may have answered: only the list proves that the account has it not.
    const { rows, odd } = await this.listed.read();
    const found = rows.find((row) => row.e164 === e164);
    if (found === undefined) this.oddRows.requireNone(odd, number);
    return found;
  }

  /**
   * In what order the list comes is documented nowhere. Where it is by age, what was bought last is at one end of it, and a page there
   * shows twenty numbers by one call; what it does not show is looked for in the way that takes the fewest calls.
   */
  async getMany(numbers: readonly NumberReference[]): Promise<OwnedAmong> {
    const rows = new Map<E164, OwnedNumber>();
    const missing = () => numbers.filter(({ e164 }) => !rows.has(e164));
    const length = this.length ?? 0;
    let isEndSeen = false;
    for (const end of new Set(this.newestFirst ? [0, length] : [length, 0])) {
      const before = missing().length;
      if (before === 0) break;
      const { total, hasNext } = await this.readFrom(end, rows, missing);
      this.length = total ?? 0;
      isEndSeen ||= !hasNext;
      // Every number of the account: none of those that are missing is there.
      if (total !== undefined && rows.size >= total && isEndSeen)
        return { owned: [...rows.values()], isAll: true };
      if (missing().length < before) this.newestFirst = end === 0;
    }
    if (pagesOf(this.length) <= missing().length) {
      const all = await this.listed.read();
      for (const each of all.rows) rows.set(each.e164, each);
      // A row that cannot be read may be one of those that are missing: they are asked for.
      if (all.odd.length === 0) return { owned: all.rows, isAll: true };
    }
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

  async release(number: NumberReference): Promise<Release> {
    const answer = await this.client.send({
      operation: "release",
      method: "DELETE",
      path: path`/Number/${digitsOf(number.e164)}/`,
      effect: "repeatable",
    });
    const settled = () =>
      settleRelease({
        client: this.client,
        answer,
        number: number.e164,
        told: deniesNumber(answer) ? "gone" : undefined,
        look: () => this.get(number),
        byHand: "release it in Plivo's console",
      });
    if (answer.status !== documentedRelease) return settled();
    // It has no words, and a host that is not Plivo's may say it of everything: the first is looked after, and those after it are believed.
    if (this.released !== undefined) return this.released.catch(settled);
    const first = settled();
    this.released = first;
    first.catch(() => {
      this.released = undefined;
    });
    return first;
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

  private async *searchPages({ query }: PlivoSearch): AsyncGenerator<readonly Offer[]> {
    for (let page = 0; page < mostSearchPages; page++) {
      const answer = await this.client.send({
        operation: "search",
        method: "GET",
        path: "/PhoneNumber/",
        query: { ...query, limit: pageSize, offset: page * pageSize },
        effect: "read",
      });
      if (isOwnNotFound(answer) || saysNone(answer)) return;
      if (!answer.ok) throw this.client.failure(answer);
      const { length, objects } = this.client.read(answer, stockPage);
      yield this.oddRows.offered({ rows: objects.rows.map(offerFrom), odd: objects.odd });
      if (!length.hasNext || objects.rows.length === 0) return;
    }
  }

  private async readOwned(): Promise<Rows<OwnedNumber>> {
    const pages: ListLength[] = [];
    const rows = new Map<E164, OwnedNumber>();
    const odd: unknown[] = [];
    const seen = () => rows.size + odd.length;
    const take = ({ length, objects }: Awaited<ReturnType<typeof this.listPage>>) => {
      pages.push(length);
      for (const each of objects.rows.map(ownedFrom)) rows.set(each.e164, each);
      odd.push(...objects.odd);
    };
    take(await this.listPage(0));
    // All pages that the total tells of at once, and whatever comes after them one by one.
    const known = pagesOf(pages[0]?.total);
    requireEnd(known, listing);
    const offsets = Array.from({ length: known }, (_, page) => page * pageSize).slice(1);
    for (const page of await Promise.all(offsets.map((offset) => this.listPage(offset)))) take(page);
    for (let before = 0; rows.size > before && goesOn(pages, seen()); ) {
      requireEnd(pages.length + 1, listing);
      before = rows.size;
      take(await this.listPage(pages.length * pageSize));
    }
    requireWhole(pages, seen(), listing);
    this.oddRows.passOver("list", odd);
    return { rows: [...rows.values()], odd };
  }

  /** Reads page after page, as long as they show what is missing. Gives what the last one says of the list's length. */
  private async readFrom(
    start: number,
    rows: Map<E164, OwnedNumber>,
    missing: () => readonly NumberReference[],
  ): Promise<ListLength> {
    for (let offset = start; ; offset += pageSize) {
      const before = missing().length;
      const { objects, length } = await this.listPage(offset);
      this.oddRows.passOver("list", objects.odd);
      for (const each of objects.rows.map(ownedFrom)) rows.set(each.e164, each);
      const left = missing().length;
      const shown = objects.rows.length + objects.odd.length;
      if (left === 0 || left === before || shown < pageSize) return length;
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

  /** The number that was asked for, of an answer that shows one. */
  private shown(answer: Answer, e164: E164): OwnedNumber {
    const owned = ownedFrom(this.client.read(answer, rentedNumber));
    if (owned.e164 === e164) return owned;
    throw new UnclearError(`${e164} was asked for, and ${owned.e164} shown`, {
      ...this.client.facts(answer),
      nextStep: "Nothing was changed. Run again.",
    });
  }

  private async exists(operation: string, address: string): Promise<Answer | undefined> {
    const answer = await this.client.send({ operation, method: "GET", path: address, effect: "read" });
    if (answer.ok) return answer;
    // Ids that are malformed, not only unknown, are answered by 400 in some of Plivo's APIs.
    if (isUnknown(answer, [400, 404])) return undefined;
    throw this.client.failure(answer);
  }

  private purchaseError(answer: Answer, number: E164): PhoneError {
    // "Not found" is Plivo's answer to the purchase of a number that is gone (github.com/plivo/plivo-node, issue 144).
    const reason = refusalReason(answer, isOwnNotFound(answer) ? [404] : []);
    if (reason === null) return this.client.failure(answer);
    return refusedPurchase(reason, number, this.client.facts(answer), advice);
  }
}
