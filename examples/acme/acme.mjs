// A vendor of your own, in one file. Pulumi programs reach it after
//
//   pulumi config set --path 'phone:vendorModules[0]' ./acme.mjs
//   pulumi config set --secret phone:acmeApiKey
//
// Acme Numbers is made up: it sells local US numbers for one price, binds an agent, and releases at once.
// @ts-check
import {
  ArgumentError,
  NoFundsError,
  NumberTakenError,
  UnclearError,
  UnclearPurchaseError,
  UnsupportedError,
} from "pulumi-phone/vendor";

/** @import * as phone from "pulumi-phone/vendor" */

const name = "acme";

/** What Acme's API can do. Arguments that it cannot honour are refused before anything is asked of it. */
export const capabilities = /** @type {const} @satisfies {phone.Capabilities} */ ({
  countries: ["US"],
  types: ["local"],
  search: ["areaCode", "prefix"],
  purchase: "number",
  list: true,
  get: false,
  agent: { word: "bot", atPurchase: false },
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
  baseUrl: "https://api.acme.example",
  keys: { apiKey: { config: "acmeApiKey", environment: "ACME_API_KEY", secret: true } },
  connect: (settings, tools) => new Acme(settings, tools),
};
export default definition;

/** @implements {phone.Vendor} */
class Acme {
  definition = definition;
  account = "acme";
  /** @type {phone.Client} */
  #client;

  /**
   * @param {phone.AccountSettings<"apiKey">} settings
   * @param {phone.VendorTools} tools
   */
  constructor({ baseUrl, keys: { apiKey } }, { createClient }) {
    this.#client = createClient({
      vendor: name,
      baseUrl,
      headers: { "x-acme-key": apiKey },
      secrets: [apiKey],
      rateLimit: { calls: 10, perMs: 1_000 },
      explain: (body) => ({ message: textOf(body, "problem") }),
      keyAdvice: "Check phone:acmeApiKey (or ACME_API_KEY).",
    });
  }

  /** @param {phone.SearchQuery} query */
  async *search({ criteria: { areaCode = "", prefix = "" } }) {
    const starts = areaCode.length > prefix.length ? areaCode : prefix;
    const answer = await this.#ask("search", "GET", "/numbers", { query: { starts } });
    yield rowsOf(answer).map(offerOf);
  }

  /** @param {phone.E164} number */
  async find(number) {
    for await (const offers of this.search({ ...anywhere, criteria: { prefix: number.slice(2) } })) {
      const offer = offers.find(({ e164 }) => e164 === number);
      if (offer !== undefined) return offer;
    }
    return undefined;
  }

  /** @param {phone.Order} order */
  async buy({ e164 }) {
    // "purchase" keeps the client from asking again after an answer that got lost.
    const call = { operation: "buy", method: /** @type {const} */ ("POST"), path: `/mine/${e164}` };
    const answer = await this.#client.send({ ...call, effect: "purchase" });
    if (answer.status === 409) {
      throw new NumberTakenError(`${e164} is sold`, {
        ...this.#client.facts(answer),
        nextStep: "Run pulumi up again.",
      });
    }
    if (answer.status === 402) {
      throw new NoFundsError("the account has too little credit", {
        ...this.#client.facts(answer),
        nextStep: "Nothing was bought. Add credit, then run pulumi up again.",
      });
    }
    if (!answer.ok) throw this.#client.failure(answer);
    // Not Acme's own words: a proxy may have answered.
    if (answer.body === undefined) {
      throw new UnclearPurchaseError("the answer is no JSON", {
        ...this.#client.facts(answer),
        nextStep: "Run again: what became of it is looked up first.",
      });
    }
    return { e164, vendorId: e164, status: /** @type {const} */ ("active"), statusReason: null };
  }

  async list() {
    return rowsOf(await this.#ask("list", "GET", "/mine")).map(ownedOf);
  }

  /** @param {phone.NumberReference} reference */
  async get({ e164 }) {
    return (await this.list()).find((owned) => owned.e164 === e164);
  }

  /**
   * @param {phone.OwnedNumber} now
   * @param {phone.NumberChanges} changes
   */
  async update(now, { agent }) {
    if (agent !== undefined) await this.#ask("update", "PUT", `/mine/${now.e164}`, { json: { bot: agent } });
    return (await this.get(now)) ?? now;
  }

  /** @param {phone.NumberReference} reference */
  async release({ e164 }) {
    const answer = await this.#client.send({
      operation: "release",
      method: "DELETE",
      path: `/mine/${e164}`,
      effect: "repeatable",
    });
    if (answer.status === 404) return /** @type {const} */ ("gone");
    if (!answer.ok) throw this.#client.failure(answer);
    return /** @type {const} */ ("released");
  }

  /** @param {string} agent */
  async checkAgent(agent) {
    if (/^bot-\d+$/.test(agent)) return;
    throw new ArgumentError(`no such bot: ${agent}`, {
      vendor: name,
      argument: "agent",
      nextStep: "Give the id of a bot, such as bot-1.",
    });
  }

  /** @returns {Promise<void>} */
  async checkSubaccount() {
    throw new UnsupportedError("Acme has no subaccounts", {
      vendor: name,
      nextStep: "Leave subaccount out.",
    });
  }

  /**
   * @param {string} operation
   * @param {phone.Call["method"]} method
   * @param {string} path
   * @param {Partial<phone.Call>} [more]
   */
  async #ask(operation, method, path, more) {
    /** @type {phone.Call["effect"]} */
    const effect = method === "GET" ? "read" : "repeatable";
    return (await this.#client.ask({ operation, method, path, effect, ...more })).body;
  }
}

const anywhere = { country: "US", type: undefined, options: {} };

/** @param {unknown} body */
function rowsOf(body) {
  // A list that cannot be read must not look like an empty one: the numbers would be taken for gone.
  if (!Array.isArray(body)) {
    throw new UnclearError("the list is none", { vendor: name, nextStep: "Run again." });
  }
  return /** @type {{ number: phone.E164, bot?: string }[]} */ (body);
}

/**
 * @param {{ number: phone.E164 }} row
 * @returns {phone.Offer}
 */
function offerOf({ number }) {
  return {
    e164: number,
    monthlyPrice: { amount: "1.50", currency: "USD" },
    setupPrice: null,
    type: "local",
    place: null,
    capabilities: ["voice"],
    restriction: null,
    terms: null,
  };
}

/**
 * @param {{ number: phone.E164, bot?: string }} row
 * @returns {phone.OwnedNumber}
 */
function ownedOf({ number, bot }) {
  return {
    e164: number,
    vendorId: number,
    status: "active",
    statusReason: null,
    monthlyPrice: { amount: "1.50", currency: "USD" },
    renewsAt: null,
    agent: bot ?? null,
    subaccount: null,
    alias: null,
    capabilities: ["voice"],
    region: null,
    purchasedAt: null,
  };
}

/**
 * @param {unknown} body
 * @param {string} member
 */
function textOf(body, member) {
  const value = typeof body === "object" && body !== null ? Reflect.get(body, member) : undefined;
  return typeof value === "string" ? value : undefined;
}
