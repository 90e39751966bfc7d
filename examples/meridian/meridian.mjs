// A vendor of your own, in one file. Pulumi programs reach it after
//
//   pulumi config set --path 'phone:vendorModules[0]' ./meridian.mjs
//   pulumi config set --secret phone:meridianApiKey
//
// Meridian is made up: its lists have cursors, its prices are in millionths, and a purchase is an order that is polled.
// @ts-check
import {
  afterOrder,
  findOffer,
  isUnknown,
  noSuchAgent,
  notInAccount,
  numberTaken,
  OddRows,
  offer,
  ownedNumber,
  path,
  readBack,
  readMoney,
  refusedPurchase,
  rowsOf,
  settleRelease,
  singleKey,
  singleKeyAdvice,
  UnclearPurchaseError,
  UnsupportedError,
  vendorNumber,
  waitUntil,
} from "pulumi-phone/vendor";
import { z } from "zod";

/** @import * as phone from "pulumi-phone/vendor" */

const name = "meridian";

/** What Meridian's API can do. Arguments that it cannot honour are refused before anything is asked of it. */
export const capabilities = /** @type {const} @satisfies {phone.Capabilities} */ ({
  countries: ["US"],
  types: ["local"],
  search: ["areaCode", "prefix"],
  purchase: "number",
  list: true,
  get: true,
  agent: { word: "assistant", atPurchase: false },
  subaccount: { instead: "" },
  label: { instead: "and write it on the wall" },
  renewalDate: false,
  release: { when: "at-once", rentEnds: "at once" },
});

/** @type {phone.VendorDefinition<"apiKey">} */
const definition = {
  interfaceVersion: 1,
  name,
  capabilities,
  baseUrl: "https://api.meridian.example",
  keys: singleKey(name),
  connect: (settings, tools) => new Meridian(settings, tools),
};
export default definition;

const micros = z.int().nonnegative();
const offerRow = z.object({ number: vendorNumber, price_micros: micros });
const lineRow = offerRow.extend({ id: z.string(), assistant: z.string().nullable() });
const order = z.object({
  id: z.string(),
  state: z.enum(["pending", "done", "failed"]),
  line: z.string().nullable(),
});

const longestOrderMs = 10_000;

/** @implements {phone.Vendor} */
class Meridian {
  definition = definition;
  account = name;
  /** @type {phone.Client} */
  #client;
  /** @type {OddRows} */
  #oddRows;

  /**
   * @param {phone.AccountSettings<"apiKey">} settings
   * @param {phone.VendorTools} tools
   */
  constructor({ baseUrl, keys: { apiKey } }, { createClient }) {
    this.#client = createClient({
      vendor: name,
      baseUrl,
      headers: { authorization: `Bearer ${apiKey}` },
      secrets: [apiKey],
      rateLimit: { calls: 10, perMs: 1_000 },
      explain: (body) => ({ message: z.object({ error: z.string() }).safeParse(body).data?.error }),
      keyAdvice: singleKeyAdvice(name),
    });
    this.#oddRows = new OddRows(this.#client, { vendor: name, id: ["id"], number: ["number"] });
  }

  /** @param {phone.SearchQuery} query */
  async *search({ criteria: { areaCode = "", prefix = "" } }) {
    const starts = areaCode.length > prefix.length ? areaCode : prefix;
    for await (const { rows, odd } of this.#pages("search", "/available", offerRow, { starts }))
      yield this.#oddRows.offered({ rows: rows.map(offerOf), odd });
  }

  /** @param {phone.E164} number */
  async find(number) {
    const query = { country: "US", type: undefined, options: {}, criteria: { prefix: number.slice(2) } };
    return findOffer(this.search(query), number);
  }

  /** @param {phone.Order} wanted */
  async buy({ e164 }) {
    this.#oddRows.askedFor(e164);
    // "purchase" keeps the client from asking again after an answer that got lost.
    const answer = await this.#client.send({
      operation: "buy",
      method: "POST",
      path: "/orders",
      json: { number: e164 },
      effect: "purchase",
    });
    const facts = this.#client.facts(answer);
    if (answer.status === 409) throw refusedPurchase("taken", e164, facts, advice);
    if (answer.status === 402) throw refusedPurchase("no-funds", e164, facts, advice);
    if (!answer.ok) throw this.#client.failure(answer);
    const ended = await this.#endOf(this.#client.read(answer, order), facts);
    if (ended.state === "failed") throw numberTaken(`the order of ${e164} has failed`, facts);
    if (ended.line === null) throw unclear(facts);
    return { e164, vendorId: ended.line, status: /** @type {const} */ ("active"), statusReason: null };
  }

  async list() {
    return (await this.#lines()).rows;
  }

  /** @param {phone.NumberReference} reference */
  async get(reference) {
    const id = await this.#idOf(reference);
    if (id === undefined) return undefined;
    const answer = await this.#client.send({
      operation: "get",
      method: "GET",
      path: path`/lines/${id}`,
      effect: "read",
    });
    if (isUnknown(answer)) return undefined;
    if (!answer.ok) throw this.#client.failure(answer);
    return ownedOf(this.#client.read(answer, lineRow));
  }

  /**
   * @param {phone.OwnedNumber} now
   * @param {phone.NumberChanges} changes
   */
  async update(now, { agent }) {
    if (agent === undefined) return now;
    const id = await this.#idOf(now);
    if (id === undefined) throw notInAccount(now.e164, { vendor: name });
    const answer = await this.#client.send({
      operation: "update",
      method: "PATCH",
      path: path`/lines/${id}`,
      json: { assistant: agent },
      effect: "repeatable",
    });
    if (isUnknown(answer)) throw notInAccount(now.e164, this.#client.facts(answer));
    if (!answer.ok) throw this.#client.failure(answer);
    // Whatever the answer shows, the line itself is what tells.
    const look = () => this.get(now);
    return readBack({ vendor: name, before: now, changes: { agent }, look, byHand: "change it by hand" });
  }

  /** @param {phone.NumberReference} reference */
  async release(reference) {
    const id = await this.#idOf(reference);
    if (id === undefined) return /** @type {const} */ ("gone");
    const answer = await this.#client.send({
      operation: "release",
      method: "DELETE",
      path: path`/lines/${id}`,
      effect: "repeatable",
    });
    return settleRelease({
      client: this.#client,
      answer,
      number: reference.e164,
      told: isUnknown(answer) ? "gone" : undefined,
      look: () => this.get(reference),
      byHand: "release it by hand",
    });
  }

  /** @param {string} agent */
  async checkAgent(agent) {
    if (!/^assistant-\d$/.test(agent)) throw noSuchAgent(agent, { vendor: name });
  }

  /** @returns {Promise<void>} */
  async checkSubaccount() {
    throw new UnsupportedError("Meridian has no subaccounts", {
      vendor: name,
      nextStep: "Leave subaccount out.",
    });
  }

  /**
   * The id of a line. It is not known of a number whose purchase gave no answer.
   *
   * @param {phone.NumberReference} reference
   */
  async #idOf(reference) {
    if (reference.vendorId !== null) return reference.vendorId;
    const { rows, odd } = await this.#lines();
    const found = rows.find(({ e164 }) => e164 === reference.e164);
    if (found === undefined) this.#oddRows.requireNone(odd, reference);
    return found?.vendorId ?? undefined;
  }

  /** Every line of the account, and rows that are none. */
  async #lines() {
    const all = [];
    const others = [];
    for await (const { rows, odd } of this.#pages("list", "/lines", lineRow, {})) {
      all.push(...rows.map(ownedOf));
      others.push(...odd);
    }
    this.#oddRows.passOver("list", others);
    return { rows: all, odd: others };
  }

  /**
   * Polls an order. It has been placed by now, so whatever goes wrong here leaves the purchase unclear.
   *
   * @param {z.output<typeof order>} placed
   * @param {ReturnType<phone.Client["facts"]>} facts
   */
  async #endOf(placed, facts) {
    const look = async () => {
      const call = {
        operation: "order",
        method: /** @type {const} */ ("GET"),
        path: path`/orders/${placed.id}`,
      };
      return this.#client.read(await this.#client.ask({ ...call, effect: "read" }), order);
    };
    const ended = await afterOrder(facts, () =>
      waitUntil(look, ({ state }) => state !== "pending", longestOrderMs),
    );
    if (ended.state === "pending") throw unclear(facts);
    return ended;
  }

  /**
   * @template {z.ZodType} T
   * @param {string} operation
   * @param {string} from
   * @param {T} row
   * @param {phone.Call["query"]} query
   */
  async *#pages(operation, from, row, query) {
    const page = z.object({ items: rowsOf(row), next: z.string().nullable() });
    /** @type {string | undefined} */
    let after;
    do {
      const call = {
        operation,
        method: /** @type {const} */ ("GET"),
        path: from,
        query: { ...query, after },
      };
      const { items, next } = this.#client.read(await this.#client.ask({ ...call, effect: "read" }), page);
      yield items;
      after = next ?? undefined;
    } while (after !== undefined);
  }
}

const advice = { noFunds: "Add credit", documents: "Send the documents" };

/** @param {ReturnType<phone.Client["facts"]>} facts */
function unclear(facts) {
  return new UnclearPurchaseError("the order was placed, and its end is not known", {
    ...facts,
    nextStep: "Run again: what became of it is looked up first.",
  });
}

/** @param {number} amount in millionths of a dollar */
function priceOf(amount) {
  return readMoney((amount / 1_000_000).toFixed(6), "USD") ?? null;
}

/** @param {z.output<typeof offerRow>} row */
function offerOf({ number, price_micros }) {
  return offer({
    e164: number,
    monthlyPrice: priceOf(price_micros),
    type: "local",
    capabilities: ["voice"],
  });
}

/** @param {z.output<typeof lineRow>} row */
function ownedOf({ id, number, price_micros, assistant }) {
  return ownedNumber({
    e164: number,
    vendorId: id,
    status: "active",
    monthlyPrice: priceOf(price_micros),
    agent: assistant,
    capabilities: ["voice"],
  });
}
