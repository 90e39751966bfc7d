import { FreshList } from "../../async/fresh-list";
import type { NotFoundError, PhoneError, PhoneErrorDetails } from "../../domain/errors";
import { type E164, nationalDigits } from "../../domain/number";
import { type Answer, type Client, path } from "../../http/client";
import { beforeOrder } from "../kit/before-order";
import { keyDigest } from "../kit/key-digest";
import { noSuchCall } from "../kit/no-such-call";
import { notInAccount } from "../kit/not-found";
import { readBack } from "../kit/read-back";
import { numberTaken, refusedPurchase } from "../kit/refused-purchase";
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
import { ask } from "./ask";
import { Assistants, agentOf } from "./assistants";
import {
  dashboard,
  explain,
  isScheduledAlready,
  nicknameTooLong,
  noNicknames,
  notReleased,
  purchaseRefusalReason,
} from "./refusals";
import { done, offerFrom, ownedFrom, purchaseAnswer, rented, stock } from "./rows";
import { mostDigits, sondosSearch } from "./search";

/** The names of Sondos's keys. */
export type SondosKey = "apiKey";

// docs.autocalls.ai/api-reference/phone-numbers/update-phone-number
const longestNickname = 50;
const advice = {
  noFunds: `Fix the payment method in ${dashboard}`,
};

export class SondosAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly assistants: Assistants;
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
      // Sondos documents none. Another label of the platform names 100 calls a minute (docs.famulor.io); a stack that has
      // more to do is told to wait by 429, after which nothing was done.
      rateLimit: null,
      explain,
      keyAdvice: singleKeyAdvice(
        "sondos",
        ": the whole key, with the digits and the bar that it starts with",
      ),
    });
    this.assistants = new Assistants(this.client);
  }

  async *search(query: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const { query: parameters, fits } = sondosSearch(query);
    yield (await this.offers(parameters)).filter(fits);
  }

  async find(number: E164, country: string): Promise<Offer | undefined> {
    // The last digits: should `contains` know no country code, digits of it would find nothing.
    const contains = nationalDigits(number, country).slice(-mostDigits);
    const offers = await this.offers({ country_code: country, contains });
    return offers.find(({ e164 }) => e164 === number);
  }

  async buy({ e164, country }: Order): Promise<Receipt> {
    // Sondos sells only what a search has shown, and the process that searched may have been another one.
    if ((await beforeOrder(() => this.find(e164, country))) === undefined) {
      throw numberTaken(`${e164} is not for sale any more`, { vendor: "sondos", operation: "buy" });
    }
    const answer = await this.client.send({
      operation: "buy",
      method: "POST",
      path: "/user/phone-numbers/purchase",
      json: { phone_number: e164 },
      effect: "purchase",
    });
    if (!answer.ok) throw this.purchaseError(answer, e164);
    const { id, phone_number } = this.client.read(answer, purchaseAnswer).data;
    return { e164: phone_number, vendorId: id ?? null, status: "active", statusReason: null };
  }

  list(): Promise<readonly OwnedNumber[]> {
    return this.owned.read();
  }

  async get({ e164 }: NumberReference): Promise<OwnedNumber | undefined> {
    return (await this.list()).find((owned) => owned.e164 === e164);
  }

  async update(now: OwnedNumber, changes: NumberChanges): Promise<OwnedNumber> {
    const { agent, alias } = changes;
    if (alias && [...alias].length > longestNickname) throw nicknameTooLong(longestNickname);
    const id = await this.idOf(now);
    if (id === undefined) throw lost(now.e164);
    if (agent !== undefined) await this.setAgent(id, now, agent);
    if (alias !== undefined) await this.setNickname(id, now.e164, alias);
    return readBack({
      vendor: "sondos",
      before: now,
      changes,
      look: () => this.get(now),
      byHand: (unchanged) =>
        unchanged.includes("agent") && agent !== null
          ? `make the change in ${dashboard}. An assistant has one number at most: look whether another one asks for the same agent`
          : `make the change in ${dashboard}`,
      lost: () => lost(now.e164),
    });
  }

  async release(number: NumberReference): Promise<Release> {
    const id = await this.idOf(number);
    if (id === undefined) return "gone";
    const answer = await this.client.send({
      operation: "release",
      method: "DELETE",
      path: path`/user/phone-numbers/${id}`,
      effect: "repeatable",
    });
    if (isScheduledAlready(answer)) return "scheduled";
    if (answer.status === 404) {
      // An edition that has no such call answers the same status: it is the list that proves.
      if (await this.has(id)) throw notReleased(number.e164, this.client.facts(answer));
      return "gone";
    }
    if (!answer.ok) throw this.client.failure(answer);
    // Only what was not rented, as an extension, goes at once: docs.autocalls.ai/api-reference/phone-numbers/release-phone-number.
    return /deleted/i.test(this.client.read(answer, done).message ?? "") ? "released" : "scheduled";
  }

  checkAgent(agent: string): Promise<void> {
    return this.assistants.check(agent);
  }

  async checkSubaccount(): Promise<never> {
    throw noSuchCall("sondos", "subaccount");
  }

  private offers(query: Readonly<Record<string, string | undefined>>): Promise<Offer[]> {
    const question = { operation: "search", path: "/user/phone-numbers/search", query, schema: stock };
    return ask(this.client, question).then((rows) => rows.map(offerFrom));
  }

  private async readOwned(): Promise<readonly OwnedNumber[]> {
    // Never /user/phone-numbers: an older list, of those numbers only that can text.
    const question = { operation: "list", path: "/user/phone-numbers/all", schema: rented };
    const [rows, assistants] = await Promise.all([ask(this.client, question), this.assistants.list()]);
    return rows.map((row) => ownedFrom(row, agentOf(row.id, assistants)));
  }

  private async idOf(number: NumberReference): Promise<string | undefined> {
    // Anything but an integer would be null on the wire, and take a number away where one is to be given.
    if (number.vendorId !== null && /^\d+$/.test(number.vendorId)) return number.vendorId;
    return (await this.get(number))?.vendorId ?? undefined;
  }

  private async has(id: string): Promise<boolean> {
    return (await this.list()).some(({ vendorId }) => vendorId === id);
  }

  private async setAgent(
    id: string,
    { e164, agent: before }: OwnedNumber,
    agent: string | null,
  ): Promise<void> {
    // A number must not lose what answers it for the sake of an assistant that cannot.
    if (agent !== null) await this.assistants.check(agent);
    // First of all, as Sondos gives no number to a second inbound assistant.
    if (before !== null && before !== agent) await this.assistants.takeAway(id, before);
    if (agent === null) return;
    const answer = await this.assistants.assign(id, agent);
    if (answer.ok) return;
    if (answer.status === 422 && !(await this.has(id))) throw lost(e164, this.client.facts(answer));
    throw this.client.failure(answer);
  }

  private async setNickname(id: string, number: E164, nickname: string | null): Promise<void> {
    const answer = await this.client.send({
      operation: "update",
      method: "PUT",
      path: path`/user/phone-numbers/${id}`,
      json: { nickname },
      effect: "repeatable",
    });
    if (answer.ok) {
      this.client.read(answer, done);
      return;
    }
    const facts = this.client.facts(answer);
    // Editions before 2026 have no such call, for which the framework has one of two answers.
    if (answer.status === 405 || (answer.status === 404 && (await this.has(id)))) throw noNicknames(facts);
    throw answer.status === 404 ? lost(number, facts) : this.client.failure(answer);
  }

  private purchaseError(answer: Answer, number: E164): PhoneError {
    const reason = purchaseRefusalReason(answer);
    if (reason === null) return this.client.failure(answer);
    return refusedPurchase(reason, number, this.client.facts(answer), advice);
  }
}

function lost(number: E164, facts: Omit<PhoneErrorDetails, "nextStep"> = updating): NotFoundError {
  return notInAccount(number, facts);
}

const updating = { vendor: "sondos", operation: "update" };
