import { FreshList } from "../../async/fresh-list";
import {
  type NumberTakenError,
  type PhoneError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
} from "../../domain/errors";
import { type E164, e164FromVendor } from "../../domain/number";
import { type Answer, type Call, type Client, path } from "../../http/client";
import { type Redact, redactor } from "../../http/redact";
import { beforeOrder } from "../kit/before-order";
import { hasDigits } from "../kit/criteria";
import { findOffer } from "../kit/find-offer";
import { keyDigest } from "../kit/key-digest";
import { noSuchCall } from "../kit/no-such-call";
import { numberTaken, refusedPurchase } from "../kit/refused-purchase";
import { singleKeyAdvice } from "../kit/single-key";
import type {
  AccountSettings,
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
import { asMeant, deniesNumber, explain, lacksProvider, purchaseRefusalReason } from "./refusals";
import { regionCode } from "./regions";
import {
  type OwnedRow,
  offerFrom,
  ownedAnswer,
  ownedFrom,
  purchaseAnswer,
  purchaseTerms,
  releaseAnswer,
  stockAnswer,
} from "./rows";

/** The names of Ravan's keys. */
export type RavanKey = "apiKey";

const dashboard = "Ravan's dashboard (app.ravan.ai)";
const advice = { noFunds: `Add credit in ${dashboard}`, documents: `Give the documents in ${dashboard}` };
// There are no further pages, so one answer must hold as many as possible; the most that may be asked for is documented nowhere.
const pageSize = 1_000;

export class RavanAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly redact: Redact;
  private readonly owned = new FreshList(() => this.readOwned());

  constructor(
    readonly definition: VendorDefinition<RavanKey>,
    { baseUrl, keys: { apiKey } }: AccountSettings<RavanKey>,
    tools: VendorTools,
  ) {
    this.account = keyDigest("ravan", apiKey);
    this.redact = redactor([apiKey]);
    this.client = tools.createClient({
      vendor: "ravan",
      baseUrl: `${baseUrl}/api/v1/phone-numbers`,
      headers: { "x-api-key": apiKey },
      secrets: [apiKey],
      // There is one (guides/troubleshooting), but its size is documented nowhere.
      rateLimit: null,
      explain,
      keyAdvice: singleKeyAdvice("ravan"),
    });
  }

  async *search({ country, criteria }: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const region = criteria.region === undefined ? undefined : regionCode(country, criteria.region);
    const answer = await this.available(country, region);
    const { data } = this.client.read(answer, stockAnswer);
    yield data
      .map((row) => offerFrom(row, region))
      .filter((offer) => hasDigits(offer, { country, criteria }));
  }

  find(number: E164, country: string): Promise<Offer | undefined> {
    return findOffer(this.search({ country, type: undefined, criteria: {}, options: {} }), number);
  }

  async buy({ e164, country, terms: agreed }: Order): Promise<Receipt> {
    // A purchase must repeat the price of a search.
    const terms = agreed ?? (await beforeOrder(() => this.find(e164, country)))?.terms;
    if (!terms) throw notForSale(e164);
    const answer = await this.send({
      operation: "buy",
      method: "POST",
      path: "/buy/",
      json: { phone_number: e164, ...purchaseTerms(terms) },
      effect: "purchase",
    });
    if (!answer.ok) throw await this.purchaseError(answer, e164);
    return this.receipt(answer, e164);
  }

  async list(): Promise<readonly OwnedNumber[]> {
    return this.owned.read();
  }

  async get({ e164 }: NumberReference): Promise<OwnedNumber | undefined> {
    return (await this.list()).find((owned) => owned.e164 === e164);
  }

  async update(): Promise<never> {
    throw noSuchCall("ravan", "update");
  }

  async release(number: NumberReference): Promise<Release> {
    const answer = await this.send({
      operation: "release",
      method: "DELETE",
      path: path`/${number.e164}/release/`,
      effect: "repeatable",
    });
    if (answer.ok) {
      this.client.read(answer, releaseAnswer);
      return "released";
    }
    if (deniesNumber(answer)) return "gone";
    // A 404 in other words may be about the address, or about what stands before it: only the list proves that the number is gone.
    const isOpen = answer.status === 404 && !lacksProvider(answer);
    if (isOpen && (await this.get(number)) === undefined) return "gone";
    throw this.failure(answer);
  }

  async checkAgent(): Promise<never> {
    throw noSuchCall("ravan", "agent");
  }

  async checkSubaccount(): Promise<never> {
    throw noSuchCall("ravan", "subaccount");
  }

  private async send(call: Call): Promise<Answer> {
    return asMeant(await this.client.send(call), this.redact);
  }

  private async available(country: string, region: string | undefined): Promise<Answer> {
    const search = (size: number | undefined) =>
      this.send({
        operation: "search",
        method: "GET",
        path: path`/available-numbers/${country}/`,
        query: { page_size: size, region },
        effect: "read",
      });
    let answer = await search(pageSize);
    // So many may be too many; then the vendor's own size is taken.
    if (isVague(answer) && !lacksProvider(answer)) answer = await search(undefined);
    if (answer.ok) return answer;
    if (!isVague(answer)) throw this.failure(answer);
    throw await this.explained(
      answer,
      new RefusedError("the search was refused", {
        ...this.client.facts(answer),
        nextStep: `Ravan may sell no numbers of ${country}${region === undefined ? "" : `, or know no region ${region} there`}.`,
      }),
    );
  }

  /** Every number of the account. Pages are documented of other lists only, so the first call asks for none. */
  private async readOwned(): Promise<readonly OwnedNumber[]> {
    const rows = new Map<string, OwnedRow>();
    for (;;) {
      const before = rows.size;
      const answer = await this.send({
        operation: "list",
        method: "GET",
        path: "/list",
        query: { offset: before === 0 ? undefined : before },
        effect: "read",
      });
      if (!answer.ok) throw this.failure(answer);
      const { data, meta } = this.client.read(answer, ownedAnswer);
      for (const row of data) rows.set(row.id, row);
      // A total of 0 beside rows is one that was not told.
      const [total, limit] = [Number(meta?.total ?? 0), Number(meta?.limit ?? 0)];
      const isPart = total > 0 ? rows.size < total : limit > 0 && data.length >= limit;
      if (!isPart) break;
      if (rows.size === before) {
        throw new UnclearError(`the list holds ${rows.size} numbers and says that there are more`, {
          ...this.client.facts(answer),
          nextStep: "Nothing was changed. Run again.",
        });
      }
    }
    // Whether released numbers stay in the list is documented nowhere; an inactive one is taken for gone.
    return [...rows.values()].filter(({ is_active }) => is_active !== false).map(ownedFrom);
  }

  private receipt(answer: Answer, e164: E164): Receipt {
    const { data } = this.client.read(answer, purchaseAnswer);
    const status = data?.status?.toLowerCase() || "active";
    const receipt = { e164, vendorId: null };
    if (data?.phone_number && e164FromVendor(data.phone_number) !== e164) {
      throw this.unclear(answer, `the purchase of ${e164} was answered with ${data.phone_number}`);
    }
    if (status === "active") return { ...receipt, status: "active", statusReason: null };
    if (/fail|reject|declin|cancel|error/.test(status)) {
      throw this.unclear(answer, `the purchase of ${e164} succeeded and ended in the status "${status}"`);
    }
    // "active" is the only status that is documented. Whatever the others mean, the answer says that the purchase was made.
    const isPending = /pending|process|progress|queue|review|provision/.test(status);
    return {
      ...receipt,
      status: isPending ? "pending" : "active",
      statusReason: `Ravan calls it "${data?.status}"`,
    };
  }

  private async purchaseError(answer: Answer, number: E164): Promise<PhoneError> {
    if (lacksProvider(answer)) return this.failure(answer);
    const reason = purchaseRefusalReason(answer);
    if (reason === "unclear") return this.unclear(answer, "the vendor failed");
    if (reason !== null) return refusedPurchase(reason, number, this.client.facts(answer), advice);
    return isVague(answer) ? this.explained(answer, this.failure(answer)) : this.failure(answer);
  }

  /** The error of an answer that is no success, whatever was asked for. */
  private failure(answer: Answer): PhoneError {
    if (lacksProvider(answer)) return this.noProvider(answer);
    // The client would say that a number is not found.
    if (answer.status === 404) {
      return new RefusedError("not found", {
        ...this.client.facts(answer),
        nextStep: "Nothing was changed. Check that the base URL is the origin of Ravan's API.",
      });
    }
    return this.client.failure(answer);
  }

  /**
   * How a missing telephony provider shows is documented of one call only, which tells the chosen one: it is asked after a
   * refusal that names no other reason. Its own failure must not hide the refusal.
   */
  private async explained(answer: Answer, error: PhoneError): Promise<PhoneError> {
    if (lacksProvider(answer)) return this.noProvider(answer);
    const selected = await this.send({
      operation: "telephony",
      method: "GET",
      path: "/selected-telephony",
      effect: "read",
    }).catch(() => undefined);
    return selected !== undefined && selected.status === 404 && lacksProvider(selected)
      ? this.noProvider(selected)
      : error;
  }

  private noProvider(answer: Answer): PhoneError {
    return new RefusedError("the organization has chosen no telephony provider", {
      ...this.client.facts(answer),
      nextStep: `Nothing was changed. Choose one in ${dashboard}, under phone numbers, then run again.`,
    });
  }

  private unclear(answer: Answer, what: string): UnclearPurchaseError {
    const nextStep = `Run again: what became of it is looked up first. ${dashboard} shows it, too.`;
    return new UnclearPurchaseError(what, { ...this.client.facts(answer), nextStep });
  }
}

/** Refusals that may have any reason. */
function isVague({ ok, status }: Answer): boolean {
  return !ok && [200, 400, 404, 422].includes(status);
}

function notForSale(number: E164): NumberTakenError {
  return numberTaken(`${number} is not among the numbers for sale`, { vendor: "ravan", operation: "buy" });
}
