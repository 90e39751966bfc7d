// The API of the example's vendor, Acme Numbers, for the contract suite.
// @ts-check
import { Account, fieldsOf, OpenQuestions, Router, route, usNumbers } from "pulumi-phone/sandbox";

/** @import { Answer, StandInFactory, VendorCall } from "pulumi-phone/sandbox" */
/** @import { ContractFixture } from "pulumi-phone/vendor" */

/** @type {ContractFixture} */
export const contract = {
  country: "US",
  criteria: { areaCode: { areaCode: "415" }, prefix: { prefix: "4152" } },
  pageSize: { search: null, list: null },
  testNumber: (index) => `+1907234${String(index).padStart(4, "0")}`,
  testRange: { prefix: "907234" },
  testPrefix: "+1907234",
  priceOfCountry: "1.50",
  unknownAgent: "robot-9",
  wrongKeys: { apiKey: "wrong-key-0123456789" },
};

const terms = /** @type {const} */ ({ monthlyPrice: "1.50", setupPrice: "0", capabilities: ["voice"] });

/** @type {StandInFactory} */
export default {
  vendor: "acme",
  open({ random, clock, stock }) {
    const apiKey = random.text(32, "0123456789abcdef");
    const numbers = usNumbers(random, stock).map((number) => ({ ...number, ...terms }));
    const account = new Account(clock, (e164) => e164, numbers);
    const questions = new OpenQuestions();

    /** @type {(id: string, call: VendorCall) => Answer} */
    const search = (_, { query }) => {
      const starts = `+1${query.get("starts") ?? ""}`;
      const found = account.stock().filter(({ e164 }) => e164.startsWith(starts));
      return { status: 200, body: found.map(({ e164 }) => ({ number: e164 })) };
    };
    const list = () => ({
      status: 200,
      body: account.visible().map(({ e164, agent }) => ({ number: e164, ...(agent && { bot: agent }) })),
    });
    const sold = () => ({ status: 409, body: { problem: "sold" } });
    /** @type {(id: string, call: VendorCall) => Answer} */
    const buy = (id, { listLagMs }) => {
      const number = account.inStock(id);
      if (number === undefined) return sold();
      account.buy(number, { lagMs: listLagMs });
      return { status: questions.next("status of a purchase", 200, 201), body: {} };
    };
    /** @type {(id: string, call: VendorCall) => Answer} */
    const bind = (id, { body }) => {
      const owned = account.owned(id);
      if (owned === undefined) return { status: 404, body: { problem: "no such number" } };
      const bot = fieldsOf(body).bot;
      owned.agent = typeof bot === "string" ? bot : null;
      return { status: 200, body: {} };
    };
    /** @type {(id: string) => Answer} */
    const release = (id) => {
      if (account.owned(id) === undefined) return { status: 404, body: { problem: "no such number" } };
      account.release(id);
      return { status: 204 };
    };
    const router = new Router(
      [
        route("GET", "/numbers", search, "search"),
        route("GET", "/mine", list, "list"),
        route("POST", "/mine/:id", buy, "buy"),
        route("PUT", "/mine/:id", bind, "bind"),
        route("DELETE", "/mine/:id", release, "release"),
      ],
      { decodesIds: true },
    );
    return {
      access: { credentials: { acmeApiKey: apiKey }, agents: ["bot-1", "bot-2"] },
      secrets: [apiKey],
      account,
      operations: ({ method, path }) => router.operations(method, path),
      answer(call) {
        if (call.headers.get("x-acme-key") !== apiKey) return { status: 401, body: { problem: "bad key" } };
        const found = router.match(call.method, call.path);
        if (found.kind !== "route") return { status: 404, body: { problem: "no such call" } };
        return found.route.handler(found.id, call);
      },
      taken({ path }) {
        account.take(decodeURIComponent(path.slice("/mine/".length)));
        return sold();
      },
      refuse: (refusal) => ({
        status: { "rate-limited": 429, "server-error": 500, "no-funds": 402, "too-large": 413 }[refusal],
        body: { problem: refusal },
      }),
      terms: () => terms,
    };
  },
};
