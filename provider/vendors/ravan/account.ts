import { FreshList } from "../../async/fresh-list";
import {
  NotFoundError,
  type NumberTakenError,
  type PhoneError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
} from "../../domain/errors";
import { countryOfNumber, type E164, e164FromVendor } from "../../domain/number";
import { isOtherId, sameId } from "../../domain/same-id";
import { type Answer, type Call, type Client, path } from "../../http/client";
import { type Redact, redactor } from "../../http/redact";
import { beforeOrder } from "../kit/before-order";
import { hasDigits } from "../kit/criteria";
import { findOffer } from "../kit/find-offer";
import { keyDigest } from "../kit/key-digest";
import { goesOn, type ListLength, requireWhole } from "../kit/list-length";
import { noSuchCall } from "../kit/no-such-call";
import { OddRows } from "../kit/odd-rows";
import { numberTaken, refusedPurchase } from "../kit/refused-purchase";
import { requireEnd } from "../kit/require-end";
import type { Rows } from "../kit/rows";
import { saysNone } from "../kit/says-none";
import { settleRelease } from "../kit/settle-release";
import { singleKeyAdvice } from "../kit/single-key";
import type {
  AccountSettings,
  NumberReference,
  Offer,
  OfferTerms,
  Order,
  OwnedNumber,
  Receipt,
  Release,
  SearchQuery,
  Vendor,
  VendorDefinition,
  VendorTools,
} from "../vendor";
import {
  asMeant,
  deniesNumber,
  explain,
  isOwnForm,
  lacksProvider,
  namesFunds,
  purchaseRefusalReason,
  refusesDecimals,
} from "./refusals";
import { regionCode } from "./regions";
import {
  isInactive,
  keyOf,
  type OwnedRow,
  offerFrom,
  ownedAnswer,
  ownedFrom,
  ownedRows,
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
const largePage = 1_000;

export class RavanAccount implements Vendor {
  readonly account: string;
  private readonly client: Client;
  private readonly redact: Redact;
  private readonly owned = new FreshList(() => this.readOwned());
  private readonly oddRows: OddRows;
  /** Numbers that a search has shown, and that were not asked for since. */
  private readonly forSale = new Set<E164>();
  /** Numbers that were ordered: what a search shows of one later may be as old as the search. */
  private readonly ordered = new Set<E164>();
  /** Inactive rows of numbers that were for sale again: what was given back once, and not what is bought now. */
  private readonly past = new Set<string>();
  private pageSize: number | undefined = largePage;

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
    this.oddRows = new OddRows(this.client, {
      vendor: "ravan",
      id: ["id"],
      number: ["number", "phone_number", "phoneNumber"],
    });
  }

  async *search({ country, criteria }: SearchQuery): AsyncGenerator<readonly Offer[]> {
    const region = criteria.region === undefined ? undefined : regionCode(country, criteria.region);
    const answer = await this.available(country, region);
    if (answer === undefined) return;
    const { rows, odd } = this.client.read(answer, stockAnswer(country)).data;
    const offers = this.oddRows.offered({ rows: rows.map((row) => offerFrom(row, region)), odd });
    for (const { e164 } of offers) this.forSale.add(e164);
    yield offers.filter((offer) => hasDigits(offer, { country, criteria }));
  }

  find(number: E164, country: string): Promise<Offer | undefined> {
    return findOffer(this.search({ country, type: undefined, criteria: {}, options: {} }), number);
  }

  async buy({ e164, country, terms: agreed }: Order): Promise<Receipt> {
    // A purchase must repeat the price of a search.
    const terms = agreed ?? (await beforeOrder(() => this.find(e164, country)))?.terms;
    if (!terms) throw notForSale(e164);
    this.oddRows.askedFor(e164);
    this.forSale.delete(e164);
    this.ordered.add(e164);
    let answer = await this.order(e164, terms);
    // The specification has integers where the search has decimals: refused for those, nothing was read, and they may be left out.
    if (refusesDecimals(answer)) answer = await this.order(e164, { price: terms.price ?? null });
    if (!answer.ok) throw await this.purchaseError(answer, e164);
    return this.receipt(answer, e164, country);
  }

  async list(): Promise<readonly OwnedNumber[]> {
    const { rows } = await this.owned.read();
    // What is inactive while its number is for sale is not what is bought then.
    for (const row of rows.filter(isInactive)) this.isPast(row);
    return rows.filter((row) => !isInactive(row)).map(ownedFrom);
  }

  /** A number that is known stays that number where it is shown as inactive; only other rows of it come before. */
  async get(number: NumberReference): Promise<OwnedNumber | undefined> {
    const { rows, odd } = await this.owned.read();
    const same = rows.filter(({ e164 }) => e164 === number.e164);
    const isKnown = ({ id }: OwnedRow) => id != null && sameId(id, number.vendorId ?? "");
    const found =
      same.find((row) => !isInactive(row) && isKnown(row)) ??
      same.find((row) => !isInactive(row)) ??
      same.find(({ id }) => id === number.vendorId) ??
      (await this.unlessPast(number.e164, same));
    if (found !== undefined) return ownedFrom(found);
    this.oddRows.requireNone(odd, number);
    return undefined;
  }

  async update(): Promise<never> {
    throw noSuchCall("ravan", "update");
  }

  async release(number: NumberReference): Promise<Release> {
    // It is released by its number, whoever has bought that since.
    const now = number.vendorId === null ? undefined : await this.get(number);
    if (now !== undefined && isOtherId(now.vendorId, number.vendorId)) return "gone";
    const answer = await this.send({
      operation: "release",
      method: "DELETE",
      path: path`/${number.e164}/release/`,
      effect: "repeatable",
    });
    if (lacksProvider(answer)) throw this.noProvider(answer);
    const isSaid = answer.ok && releaseAnswer.safeParse(answer.body).success;
    return settleRelease({
      client: this.client,
      answer,
      number: number.e164,
      told: isSaid ? "released" : deniesNumber(answer) ? "gone" : undefined,
      look: () => this.get(number),
      // The list may keep what was released, as inactive.
      stillShown: ({ status }) => (status === "lapsing" ? "released" : undefined),
      byHand: `release it in ${dashboard}`,
    });
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

  private order(e164: E164, terms: OfferTerms): Promise<Answer> {
    return this.send({
      operation: "buy",
      method: "POST",
      path: "/buy/",
      json: { phone_number: e164, ...purchaseTerms(terms) },
      effect: "purchase",
    });
  }

  /** The first of these inactive rows that is of no number which was given back once: whether it is for sale again a search tells. */
  private async unlessPast(number: E164, rows: readonly OwnedRow[]): Promise<OwnedRow | undefined> {
    const present = () => rows.find((row) => !this.isPast(row));
    if (present() === undefined || this.ordered.has(number)) return present();
    await this.find(number, countryOfNumber(number));
    return present();
  }

  /** Whether the row is that of a number which was given back once: it is inactive while the number is for sale. */
  private isPast(row: OwnedRow): boolean {
    if (this.forSale.has(row.e164)) this.past.add(keyOf(row));
    return this.past.has(keyOf(row));
  }

  /** What the search shows; undefined where Ravan says that there are no numbers. */
  private async available(country: string, region: string | undefined): Promise<Answer | undefined> {
    const search = (size: number | undefined) =>
      this.send({
        operation: "search",
        method: "GET",
        path: path`/available-numbers/${country}/`,
        query: { page_size: size, region },
        effect: "read",
      });
    let answer = await search(this.pageSize);
    // So many may be too many, which Ravan says by 500 as well; then its own size is taken.
    if (this.pageSize !== undefined && isBadInput(answer) && !lacksProvider(answer) && !saysNone(answer)) {
      answer = await search(undefined);
      if (answer.ok) this.pageSize = undefined;
    }
    if (saysNone(answer)) return undefined;
    if (answer.ok) return answer;
    if (answer.status === 500) {
      throw new UnclearError("the vendor failed", {
        ...this.client.facts(answer),
        nextStep: `Run again later. Ravan answers bad input so, too, and ${mayBeUnknown(country, region)}`,
      });
    }
    if (!isVague(answer)) throw this.failure(answer);
    throw await this.explained(
      answer,
      new RefusedError("the search was refused", {
        ...this.client.facts(answer),
        nextStep: `Ravan ${mayBeUnknown(country, region)}`,
      }),
    );
  }

  /** Every number of the account. Pages are documented of other lists only, so the first call asks for none. */
  private async readOwned(): Promise<Rows<OwnedRow>> {
    const rows = new Map<string, unknown>();
    const pages: ListLength[] = [];
    for (let page = 1; ; page++) {
      requireEnd(page, { vendor: "ravan", operation: "list" });
      const before = rows.size;
      const answer = await this.send({
        operation: "list",
        method: "GET",
        path: "/list",
        query: { offset: before === 0 ? undefined : before },
        effect: "read",
      });
      if (!answer.ok) throw this.failure(answer);
      const { data, length } = this.client.read(answer, ownedAnswer);
      for (const row of data) rows.set(keyOf(row), row);
      pages.push(length);
      if (rows.size > before && goesOn(pages, rows.size)) continue;
      requireWhole(pages, rows.size, this.client.facts(answer));
      break;
    }
    const read = ownedRows.parse([...rows.values()]);
    this.oddRows.passOver("list", read.odd);
    return read;
  }

  private receipt(answer: Answer, e164: E164, country: string): Receipt {
    const { data } = this.client.read(answer, purchaseAnswer);
    const status = data?.status?.toLowerCase() || "active";
    const receipt = { e164, vendorId: null };
    if (data?.phone_number && e164FromVendor(data.phone_number, [country]) !== e164) {
      const what = `the purchase of ${e164} was answered with ${data.phone_number}`;
      throw this.unclear(answer, what, { confirmed: data.phone_number });
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
    if (lacksProvider(answer)) return this.noProvider(answer);
    const reason = purchaseRefusalReason(answer);
    if (reason === "unclear") return this.unclear(answer, "the vendor failed");
    // A fault proves nothing, whatever it says; but it may say what a person can do.
    if (answer.status >= 500 && namesFunds(answer)) {
      return this.unclear(answer, `the vendor failed, and says "${answer.message}"`, {
        first: `${advice.noFunds}. `,
      });
    }
    if (reason !== null) return refusedPurchase(reason, number, this.client.facts(answer), advice);
    const error = this.failure(answer);
    return isVague(answer) && !error.mayHaveBought ? this.explained(answer, error) : error;
  }

  /** The error of an answer that is no success, whatever was asked for. */
  private failure(answer: Answer): PhoneError {
    if (lacksProvider(answer)) return this.noProvider(answer);
    const error = this.client.failure(answer);
    // The client would say that a number is not found, or of a purchase that the words could be anybody's.
    if (!NotFoundError.isInstance(error) && !(answer.status === 404 && isOwnForm(answer))) return error;
    return new RefusedError("not found", {
      ...this.client.facts(answer),
      nextStep: "Nothing was changed. Check that the base URL is the origin of Ravan's API.",
    });
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

  private unclear(
    answer: Answer,
    what: string,
    { first = "", confirmed }: { readonly first?: string; readonly confirmed?: string } = {},
  ): UnclearPurchaseError {
    const nextStep = `${first}Run again: what became of it is looked up first. ${dashboard} shows it, too.`;
    return new UnclearPurchaseError(what, { ...this.client.facts(answer), confirmed, nextStep });
  }
}

/** Refusals that may have any reason. */
function isVague({ ok, status }: Answer): boolean {
  return !ok && [200, 400, 404, 422].includes(status);
}

/** Ravan was seen to answer 500 to what it cannot read. */
function isBadInput(answer: Answer): boolean {
  return isVague(answer) || answer.status === 500;
}

function mayBeUnknown(country: string, region: string | undefined): string {
  return `may sell no numbers of ${country}${region === undefined ? "" : `, or know no region ${region} there`}.`;
}

function notForSale(number: E164): NumberTakenError {
  return numberTaken(`${number} is not among the numbers for sale`, { vendor: "ravan", operation: "buy" });
}
