import { FreshList } from "../../async/fresh-list";
import {
  type NotFoundError,
  type PhoneError,
  type PhoneErrorDetails,
  UnclearPurchaseError,
} from "../../domain/errors";
import { type E164, nationalDigits } from "../../domain/number";
import { type Answer, type Client, path } from "../../http/client";
import { afterAnswer } from "../kit/after-answer";
import { beforeOrder } from "../kit/before-order";
import { idToSend } from "../kit/id-to-send";
import { isUnknown } from "../kit/is-unknown";
import { keyDigest } from "../kit/key-digest";
import { requireWhole } from "../kit/list-length";
import { noSuchCall } from "../kit/no-such-call";
import { notInAccount } from "../kit/not-found";
import { ownedNumber } from "../kit/number-rows";
import { OddRows } from "../kit/odd-rows";
import { readBack } from "../kit/read-back";
import { refusalReason } from "../kit/refusal-reason";
import { numberTaken, refusedPurchase } from "../kit/refused-purchase";
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
import { ask, askForStock, requireAnswer } from "./ask";
import { Assistants, agentOf } from "./assistants";
import { sondosCapabilities } from "./capabilities";
import {
  billedPerhaps,
  dashboard,
  explain,
  isOfFramework,
  nicknameTooLong,
  noNicknames,
  notReleased,
  releaseFailed,
  releaseTold,
} from "./refusals";
import { type Assistant, offerFrom, ownedFrom, purchaseAnswer, type RentedRow, rented, stock } from "./rows";
import { mostDigits, sondosSearch } from "./search";

/** The names of Sondos's keys. */
export type SondosKey = "apiKey";

const { longest: longestNickname } = sondosCapabilities.label;
const advice = {
  noFunds: `Fix the payment method in ${dashboard}`,
};

export class SondosAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly assistants: Assistants;
  private readonly oddRows: OddRows;
  private readonly owned = new FreshList(() => this.readOwned());

  constructor(
    readonly definition: VendorDefinition<SondosKey>,
    { baseUrl, keys: { apiKey } }: AccountSettings<SondosKey>,
    tools: VendorTools,
  ) {
    this.account = keyDigest("sondos", apiKey);
    this.client = tools.createClient({
      vendor: "sondos",
      baseUrl: `${baseUrl}/api`,
      headers: { authorization: `Bearer ${apiKey}` },
      // What follows the bar is the secret; the digits before it only number the keys.
      secrets: [apiKey, apiKey.slice(apiKey.indexOf("|") + 1)],
      // Sondos documents none. A former label of its platform names 100 calls a minute (docs.famulor.io); a stack that has
      // more to do is told to wait by 429, after which nothing was done.
      rateLimit: null,
      explain,
      keyAdvice: singleKeyAdvice(
        "sondos",
        ": the whole key, with the digits and the bar that it starts with",
      ),
    });
    this.assistants = new Assistants(this.client);
    this.oddRows = new OddRows(this.client, { vendor: "sondos", id: ["id"], number: ["phone_number"] });
  }

  async *search(query: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const { query: parameters, fits } = sondosSearch(query);
    yield (await this.offers(query.country, parameters)).filter(fits);
  }

  async find(number: E164, country: string): Promise<Offer | undefined> {
    // The last digits: should `contains` know no country code, digits of it would find nothing.
    const contains = nationalDigits(number, country).slice(-mostDigits);
    const offers = await this.offers(country, { country_code: country, contains });
    return offers.find(({ e164 }) => e164 === number);
  }

  async buy({ e164, country }: Order): Promise<Receipt> {
    // Sondos sells only what a search has shown, and the process that searched may have been another one.
    if ((await beforeOrder(() => this.find(e164, country))) === undefined) {
      throw numberTaken(`${e164} is not for sale any more`, { vendor: "sondos", operation: "buy" });
    }
    this.oddRows.askedFor(e164);
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: "/user/phone-numbers/purchase",
      json: { phone_number: e164 },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, e164);
    const { id, e164: bought } = this.client.read(answer, purchaseAnswer(country)).data;
    if (bought !== e164) {
      throw new UnclearPurchaseError(`the purchase of ${e164} was answered with ${bought}`, {
        ...this.client.facts(answer),
        confirmed: bought,
        nextStep: `Run again: what became of it is looked up first. ${dashboard} shows it, too.`,
      });
    }
    return { e164, vendorId: id ?? null, status: "active", statusReason: null };
  }

  async list(): Promise<readonly OwnedNumber[]> {
    const [{ rows }, assistants] = await Promise.all([this.owned.read(), this.assistants.shown()]);
    return rows.map((row) => asShown(row, assistants));
  }

  async get(number: NumberReference): Promise<OwnedNumber | undefined> {
    const row = await this.rowOf(number, ({ e164 }) => e164 === number.e164);
    return row && asShown(row, await this.assistants.shown());
  }

  async update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber> {
    const { agent, alias } = changes;
    if (alias && [...alias].length > longestNickname) throw nicknameTooLong(longestNickname);
    const id = await this.idOf(now, "update");
    if (id === undefined) throw lost(now.e164);
    if (agent !== undefined) await this.setAgent(id, now, agent);
    if (alias !== undefined) await this.setNickname(id, now, alias);
    return readBack({
      vendor: "sondos",
      before: now,
      changes,
      // Of a nickname the assistants tell nothing.
      look: () => (agent === undefined ? this.withAgentOf({ ...now, vendorId: id }) : this.withAgent(now)),
      byHand: (unchanged) =>
        unchanged.includes("agent") && agent !== null
          ? `make the change in ${dashboard}. An assistant has one number at most: look whether another one asks for the same agent`
          : `make the change in ${dashboard}`,
      lost: () => lost(now.e164),
    });
  }

  async release(number: NumberReference): Promise<Release> {
    const id = await this.idOf(number, "release");
    if (id === undefined) return "gone";
    const answer = await this.client.send({
      operation: "release",
      method: "DELETE",
      path: path`/user/phone-numbers/${id}`,
      effect: "repeatable",
    });
    const told = releaseTold(answer);
    // An edition that has no such call answers 404, too: it is the list that proves.
    if (told === "failed" || answer.status === 404) {
      if (!(await afterAnswer(this.client, answer, () => this.has(id, number)))) return "gone";
      const facts = this.client.facts(answer);
      throw told === "failed" ? releaseFailed(number.e164, answer, facts) : notReleased(number.e164, facts);
    }
    // A page is no answer of the API; in the list a number under notice looks like any other.
    requireAnswer(this.client, answer);
    return settleRelease({
      client: this.client,
      answer,
      number: number.e164,
      told,
      look: () => this.withAgentOf(ownedNumber({ e164: number.e164, vendorId: id })),
      stillShown: () => "scheduled",
      byHand: `release it in ${dashboard}`,
    });
  }

  checkAgent(agent: string): Promise<void> {
    return this.assistants.check(agent);
  }

  async checkSubaccount(): Promise<never> {
    throw noSuchCall("sondos", "subaccount");
  }

  private async offers(
    country: string,
    query: Readonly<Record<string, string | undefined>>,
  ): Promise<readonly Offer[]> {
    const path = "/user/phone-numbers/search";
    const found = await askForStock(this.client, {
      operation: "search",
      path,
      query,
      schema: stock(country),
    });
    if (found === undefined) return [];
    const { rows, odd } = found;
    return this.oddRows.offered({ rows: rows.map(offerFrom), odd });
  }

  private async readOwned(): Promise<Rows<RentedRow>> {
    // Never /user/phone-numbers: an older list, of those numbers only that can text.
    const question = { operation: "list", path: "/user/phone-numbers/all", schema: rented };
    const page = await ask(this.client, question);
    requireWhole([page.length], page.size, { vendor: "sondos", operation: "list" });
    this.oddRows.passOver("list", page.odd);
    return page;
  }

  /** The row of the number that is meant; undefined when the account has none, and nothing that may be it. */
  private async rowOf(
    number: NumberReference,
    isMeant: (row: RentedRow) => boolean,
  ): Promise<RentedRow | undefined> {
    return this.rowIn(await this.owned.read(), number, isMeant);
  }

  private rowIn(
    { rows, odd }: Rows<RentedRow>,
    number: NumberReference,
    isMeant: (row: RentedRow) => boolean,
  ): RentedRow | undefined {
    // Where a number is there more than once, its own id comes first.
    const row = rows.find((each) => isMeant(each) && each.id === number.vendorId) ?? rows.find(isMeant);
    if (row === undefined) this.oddRows.requireNone(odd, number);
    return row;
  }

  /** The number with its agent, or the fault of the assistants. */
  private async withAgent(number: NumberReference): Promise<OwnedNumber | undefined> {
    const row = await this.rowOf(number, ({ e164 }) => e164 === number.e164);
    return row && ownedFrom(row, agentOf(row.id, await this.assistants.list()));
  }

  /** The number as the list has it, answered by what it was before. */
  private async withAgentOf(before: OwnedNumber): Promise<OwnedNumber | undefined> {
    const row = await this.rowOf(before, ({ id }) => id === before.vendorId);
    return row && ownedFrom(row, before.agent);
  }

  private async idOf({ e164, vendorId }: NumberReference, operation: string): Promise<string | undefined> {
    const list = await this.owned.read();
    // Anything but an integer would be null on the wire, and take a number away where one is to be given.
    const number = { e164, vendorId: vendorId !== null && /^\d+$/.test(vendorId) ? vendorId : null };
    return idToSend({
      number,
      listed: list.rows.map((row) => ({ e164: row.e164, vendorId: row.id })),
      own: () => this.rowIn(list, { e164, vendorId }, (row) => row.e164 === e164)?.id,
      facts: { vendor: "sondos", operation },
    });
  }

  private async has(id: string, { e164 }: NumberReference): Promise<boolean> {
    return (await this.rowOf({ e164, vendorId: id }, (row) => row.id === id)) !== undefined;
  }

  private async setAgent(id: string, now: OwnedNumber, agent: string | null): Promise<void> {
    const { e164, agent: before } = now;
    // A number must not lose what answers it for the sake of an assistant that cannot.
    if (agent !== null) await this.assistants.check(agent);
    // First of all, as Sondos gives no number to a second inbound assistant.
    if (before !== null && before !== agent) await this.assistants.takeAway(id, before);
    if (agent === null) return;
    const answer = await this.assistants.assign(id, agent);
    if (answer.ok) return;
    if (answer.status === 422 && !(await this.has(id, now))) throw lost(e164, this.client.facts(answer));
    throw this.client.failure(answer);
  }

  private async setNickname(id: string, number: OwnedNumber, nickname: string | null): Promise<void> {
    const answer = await this.client.send({
      operation: "update",
      method: "PUT",
      path: path`/user/phone-numbers/${id}`,
      json: { nickname },
      effect: "repeatable",
    });
    if (answer.ok) {
      requireAnswer(this.client, answer);
      return;
    }
    // Editions before 2026 have no such call, for which the framework has one of two answers.
    if (!isUnknown(answer, [404, 405]) && !isOfFramework(answer)) throw this.client.failure(answer);
    const facts = this.client.facts(answer);
    if (answer.status === 405 || (await this.has(id, number))) throw noNicknames(facts);
    throw lost(number.e164, facts);
  }

  private purchaseError(answer: Answer, number: E164): PhoneError {
    // In use by whom is not said; a number of this very account is found there by the lifecycle.
    const reason = refusalReason(answer);
    if (reason === null)
      return answer.status >= 500 ? billedPerhaps(this.client.facts(answer)) : this.client.failure(answer);
    return refusedPurchase(reason, number, this.client.facts(answer), advice);
  }
}

/** A number as it is shown: where the assistants could not be read, whatever answers it is not told. */
function asShown(row: RentedRow, assistants: readonly Assistant[] | undefined): OwnedNumber {
  return assistants === undefined
    ? { ...ownedFrom(row, null), untold: ["agent"] }
    : ownedFrom(row, agentOf(row.id, assistants));
}

function lost(number: E164, facts: Omit<PhoneErrorDetails, "nextStep"> = updating): NotFoundError {
  return notInAccount(number, facts);
}

const updating = { vendor: "sondos", operation: "update" };
