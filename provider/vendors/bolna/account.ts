import { FreshList } from "../../async/fresh-list";
import { Once } from "../../async/once";
import { ArgumentError, type PhoneError, RefusedError, UnclearPurchaseError } from "../../domain/errors";
import { type E164, nationalDigits } from "../../domain/number";
import { sameId } from "../../domain/same-id";
import { type Answer, type Call, type Client, path } from "../../http/client";
import { findOffer } from "../kit/find-offer";
import { idToSend } from "../kit/id-to-send";
import { isNoneFound } from "../kit/is-none-found";
import { isUnknown } from "../kit/is-unknown";
import { keyDigest } from "../kit/key-digest";
import { goesOn, type ListLength, requireWhole } from "../kit/list-length";
import { namesNumber } from "../kit/names-number";
import { noSuchCall } from "../kit/no-such-call";
import { noSuchAgent, notInAccount } from "../kit/not-found";
import { OddRows } from "../kit/odd-rows";
import { readBack } from "../kit/read-back";
import { refusalReason } from "../kit/refusal-reason";
import { refusedPurchase } from "../kit/refused-purchase";
import { requireEnd } from "../kit/require-end";
import type { Rows } from "../kit/rows";
import { settleRelease } from "../kit/settle-release";
import { singleKeyAdvice } from "../kit/single-key";
import type {
  AccountSettings,
  NumberChanges,
  NumberReference,
  Offer,
  Order,
  OwnedNumber,
  Receipt,
  Release,
  SearchQuery,
  Vendor,
  VendorDefinition,
  VendorTools,
} from "../vendor";
import { asRead, formsOf } from "./ids";
import { explain, isOwnRefusal } from "./refusals";
import { type ListedNumber, offerPage, ownedPage, purchaseAnswer, releaseAnswer } from "./rows";
import { bolnaSearch } from "./search";

/** The names of Bolna's keys. */
export type BolnaKey = "apiKey";

// bolna.ai/docs/api-reference/rate-limiting: for all calls used here but that for an agent, which is asked for once.
const rateLimit = { calls: 1_000, perMs: 60_000 };
const listing = { vendor: "bolna", operation: "list" };
const advice = {
  noFunds: "Fill the wallet in Bolna's dashboard",
  documents: "Have a compliance application accepted in Bolna's dashboard",
};
// Answers that may mean an unknown id: 404 by the page on errors, 400 by the endpoints, 422 by Bolna's own clients.
const unknownId = [400, 404, 422];

export class BolnaAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly oddRows: OddRows;
  private readonly listed = new FreshList(() => this.listAll());
  private readonly known = new Once<void>();

  constructor(
    readonly definition: VendorDefinition<BolnaKey>,
    { baseUrl, keys: { apiKey } }: AccountSettings<BolnaKey>,
    tools: VendorTools,
  ) {
    this.account = keyDigest("bolna", apiKey);
    this.client = tools.createClient({
      vendor: "bolna",
      baseUrl,
      headers: { authorization: `Bearer ${apiKey}` },
      secrets: [apiKey],
      rateLimit,
      explain,
      // 401 by the documentation, 403 in practice (github.com/bolna-ai/mcp, src/index.ts).
      keyRefusals: [401, 403],
      keyAdvice: singleKeyAdvice("bolna", "; in an organization it must be an admin's"),
    });
    this.oddRows = new OddRows(this.client, { vendor: "bolna", id: ["id"], number: ["phone_number"] });
  }

  async *search(query: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const { query: parameters, fits } = bolnaSearch(query);
    const call = {
      operation: "search",
      method: "GET",
      path: "/phone-numbers/search",
      effect: "read",
    } as const;
    const answer = await this.client.send({ ...call, query: parameters });
    if (isNoneFound(answer)) return;
    if (!answer.ok) throw this.client.failure(answer);
    // No page but this one is documented.
    yield this.oddRows.offered(this.client.read(answer, offerPage)).filter(fits);
  }

  find(number: E164, country: string): Promise<Offer | undefined> {
    const criteria = { prefix: nationalDigits(number, country) };
    return findOffer(this.search({ country, type: undefined, criteria, options: {} }), number);
  }

  async buy({ e164, country, terms }: Order): Promise<Receipt> {
    this.oddRows.askedFor(e164);
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: "/phone-numbers/buy",
      // Which carrier it would be without one is documented nowhere.
      json: { country, phone_number: e164, provider: terms?.provider },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, e164);
    const bought = this.client.read(answer, purchaseAnswer);
    if (!namesNumber(bought.phone_number, e164)) {
      const confirmed = bought.phone_number ?? "no number";
      throw new UnclearPurchaseError(`${e164} was ordered, and ${confirmed} confirmed`, {
        ...this.client.facts(answer),
        confirmed: bought.phone_number ?? undefined,
        nextStep: "Look at both numbers in Bolna's dashboard.",
      });
    }
    return { e164, vendorId: bought.id, status: "active", statusReason: null };
  }

  async list(): Promise<readonly OwnedNumber[]> {
    const { rows } = await this.listed.read();
    return rows.filter(({ rented }) => rented).map(({ number }) => number);
  }

  async get(number: NumberReference): Promise<OwnedNumber | undefined> {
    return (await this.look(number))?.number;
  }

  async update(now: OwnedNumber, { agent }: NumberChanges): Promise<OwnedNumber> {
    if (agent === undefined) return now;
    const list = await this.listed.read();
    const row = this.rowIn(list, now);
    // The list may lag behind a purchase, whose answer has told the id.
    const id = row?.number.vendorId ?? this.idOf(now, list, "update");
    if (!id) throw notInAccount(now.e164, { vendor: "bolna", operation: "update" });
    const answer = await this.bind(id, agent, row?.carrier);
    if (!answer.ok) await this.refusedUpdate(answer, now, agent);
    // The three bodies of a success have no field in common, so the list is what tells.
    return readBack({
      vendor: "bolna",
      before: now,
      changes: { agent },
      look: () => this.get(now),
      byHand: "make the change in Bolna's dashboard",
      facts: this.client.facts(answer),
      holds: (shown) => isBoundTo(shown, agent),
    });
  }

  async release(number: NumberReference): Promise<Release> {
    const id = this.idOf(number, await this.listed.read(), "release");
    if (!id) return "gone";
    const answer = await this.byEitherForm(id, (form) => ({
      operation: "release",
      method: "DELETE",
      path: path`/phone-numbers/${form}`,
      effect: "repeatable",
    }));
    return settleRelease({
      client: this.client,
      answer,
      number: number.e164,
      told: answer.ok && releaseAnswer.safeParse(answer.body).success ? "released" : undefined,
      // It may be unknown under this id only: only a list without the number proves that its rent has ended.
      unknown: unknownId,
      look: () => this.get(number),
      byHand: "release it in Bolna's dashboard",
    });
  }

  checkAgent(agent: string): Promise<void> {
    return this.known.answer(agent, async () => {
      if (agent !== asRead(agent)) {
        throw new ArgumentError("the agent's id is not written as Bolna's rows are read", {
          vendor: "bolna",
          argument: "agent",
          nextStep: "Nothing was done. Write it in lower case and with its hyphens.",
        });
      }
      if (!(await this.hasAgent(agent))) throw noSuchAgent(agent, { vendor: "bolna" }, agentAdvice);
    });
  }

  async checkSubaccount(): Promise<never> {
    throw noSuchCall("bolna", "subaccount");
  }

  /** All rows of the account, those of connected carriers too. */
  private async listAll(): Promise<Rows<ListedNumber>> {
    const rows = new Map<string, ListedNumber>();
    const odd = new Map<string, unknown>();
    const pages: ListLength[] = [];
    let deleted = 0;
    let last = "";
    for (let page = 1; ; page++) {
      requireEnd(page, listing);
      const answer = await this.client.ask({
        operation: "list",
        method: "GET",
        path: "/phone-numbers/all",
        // The list is documented without pages. Where it has them all the same, they are counted from 1.
        query: { page_number: page === 1 ? undefined : page },
        effect: "read",
      });
      const part = this.client.read(answer, ownedPage);
      const before = rows.size + odd.size;
      // A deleted row is known by nothing: where a page is answered twice, its are counted once.
      const text = JSON.stringify(part);
      if (text !== last) deleted += part.rows.filter((row) => row === null).length;
      last = text;
      for (const row of part.rows) if (row !== null) rows.set(row.number.vendorId, row);
      for (const row of part.odd) odd.set(JSON.stringify(row), row);
      pages.push(part.length);
      const seen = rows.size + odd.size;
      if (seen > before && goesOn(pages, seen + deleted)) continue;
      requireWhole(pages, seen + deleted, this.client.facts(answer));
      break;
    }
    this.oddRows.passOver("list", [...odd.values()]);
    return { rows: [...rows.values()], odd: [...odd.values()] };
  }

  /** The row of the number, whatever it says of itself: one that has ceased to call itself rented is the same number still. */
  private async look(wanted: NumberReference): Promise<ListedNumber | undefined> {
    return this.rowIn(await this.listed.read(), wanted);
  }

  private rowIn({ rows, odd }: Rows<ListedNumber>, wanted: NumberReference): ListedNumber | undefined {
    const ofNumber = rows.filter(({ number }) => number.e164 === wanted.e164);
    const found =
      ofNumber.find(({ number }) => sameId(number.vendorId, wanted.vendorId ?? "")) ??
      ofNumber.find(({ rented }) => rented) ??
      ofNumber[0];
    if (found === undefined) this.oddRows.requireNone(odd, wanted);
    return found;
  }

  private idOf(number: NumberReference, list: Rows<ListedNumber>, operation: string): string | undefined {
    return idToSend({
      number,
      listed: list.rows.map((row) => row.number),
      own: () => this.rowIn(list, number)?.number.vendorId,
      facts: { vendor: "bolna", operation },
    });
  }

  private bind(id: string, agent: string | null, carrier: string | null | undefined): Promise<Answer> {
    const call = { operation: "update", method: "POST", effect: "repeatable" } as const;
    return this.byEitherForm(id, (form) =>
      agent === null
        ? { ...call, path: "/inbound/unlink", json: { phone_number_id: form } }
        : {
            ...call,
            path: "/inbound/setup",
            json: {
              agent_id: agent,
              phone_number_id: form,
              // For Plivo's numbers only, where an agent that answers another one already may be refused without it.
              allow_multiple: carrier === "plivo" ? true : undefined,
            },
          },
    );
  }

  /** Which form of an id a call takes is documented nowhere; where none is known, the answer to the form as received counts. */
  private async byEitherForm(id: string, call: (form: string) => Call): Promise<Answer> {
    const [first, second] = formsOf(id);
    const answer = await this.client.send(call(first ?? id));
    if (second === undefined || !unknownId.includes(answer.status)) return answer;
    const other = await this.client.send(call(second));
    return unknownId.includes(other.status) ? answer : other;
  }

  private async hasAgent(agent: string): Promise<boolean> {
    const answer = await this.client.send({
      operation: "agent",
      method: "GET",
      path: path`/v2/agent/${agent}`,
      effect: "read",
    });
    if (isUnknown(answer, unknownId)) return false;
    if (!answer.ok) throw this.client.failure(answer);
    return true;
  }

  /** The same statuses may mean the number or the agent, and that there was nothing to unlink: returns only then. */
  private async refusedUpdate(answer: Answer, now: OwnedNumber, agent: string | null): Promise<void> {
    const { e164 } = now;
    const facts = this.client.facts(answer);
    if (!unknownId.includes(answer.status)) throw this.client.failure(answer);
    const seen = await this.get(now);
    if (seen === undefined) throw notInAccount(e164, facts);
    if (agent === null && seen.agent === null) return;
    if (agent !== null && !(await this.hasAgent(agent))) throw noSuchAgent(agent, facts, agentAdvice);
    throw this.refused(answer, `${e164} was not changed`);
  }

  private purchaseError(answer: Answer, number: E164): PhoneError {
    // 404 is Bolna's answer for whatever it does not know (bolna.ai/docs/api-reference/errors).
    const reason = refusalReason(answer, isOwnRefusal(answer) ? [404, 410] : []);
    if (reason === null) return this.client.failure(answer);
    return refusedPurchase(reason, number, this.client.facts(answer), advice);
  }

  /** The refusal of a change to a number that is there: by its status alone, it could be taken for gone. */
  private refused(answer: Answer, what: string): RefusedError {
    return new RefusedError(what, {
      ...this.client.facts(answer),
      nextStep: "Run again; if it stays so, make the change in Bolna's dashboard.",
    });
  }
}

function isBoundTo(number: OwnedNumber, agent: string | null): boolean {
  return agent === null || number.agent === null ? number.agent === agent : sameId(number.agent, agent);
}

const agentAdvice =
  "Give the id of an agent of this account or, with a sub-account's key, of that sub-account.";
