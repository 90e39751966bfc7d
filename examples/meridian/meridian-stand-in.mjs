// The API of the example's vendor, Meridian, for the contract suite and the sandbox.
// @ts-check
import { Account, OpenQuestions, objectIn, Router, route, usNumbers } from "pulumi-phone/sandbox";

/** @import { Answer, FreeNumber, OwnedNumber, StandInFactory, VendorCall } from "pulumi-phone/sandbox" */
/** @import { ContractFixture } from "pulumi-phone/vendor" */

const pageSize = 20;

/** @type {ContractFixture} */
export const contract = {
  country: "US",
  criteria: { areaCode: { areaCode: "415" }, prefix: { prefix: "4152" } },
  pageSize: { search: pageSize, list: pageSize },
  testNumber: (index) => `+1907234${String(index).padStart(4, "0")}`,
  testRange: { prefix: "907234" },
  testPrefix: "+1907234",
  unknownAgent: "robot-9",
  unknownId: "line-19072349999",
  wrongKeys: { apiKey: "wrong-key-0123456789" },
};

const terms = /** @type {const} */ ({ monthlyPrice: "1.50", setupPrice: "0", capabilities: ["voice"] });

/** @type {StandInFactory} */
export default {
  vendor: "meridian",
  open({ random, clock, stock }) {
    const apiKey = random.text(32, "0123456789abcdef");
    const numbers = usNumbers(random, stock).map((number) => ({ ...number, ...terms }));
    const account = new Account(clock, (e164) => `line-${e164.slice(1)}`, numbers);
    const questions = new OpenQuestions();
    /** How often each order was looked at: the first look finds it pending. @type {Map<string, number>} */
    const looks = new Map();
    /** Orders of numbers that another customer has got meanwhile. @type {Set<string>} */
    const failed = new Set();

    /** @type {(rows: readonly unknown[], query: URLSearchParams) => Answer} */
    const page = (rows, query) => {
      const from = Number(query.get("after") ?? 0);
      const end = from + pageSize;
      return {
        status: 200,
        body: { items: rows.slice(from, end), next: end < rows.length ? String(end) : null },
      };
    };
    /** @type {(number: FreeNumber) => object} */
    const offerRow = ({ e164, monthlyPrice }) => ({
      number: e164,
      price_micros: Math.round(Number(monthlyPrice) * 1_000_000),
    });
    /** @type {(owned: OwnedNumber) => object} */
    const lineRow = (owned) => ({ ...offerRow(owned), id: owned.id, assistant: owned.agent });
    const unknown = { status: 404, body: { error: "not found" } };
    const sold = { status: 409, body: { error: "sold" } };
    /** @type {(id: string) => OwnedNumber | undefined} */
    const ownedBy = (id) => account.owned(id.replace("line-", "+"));

    /** @type {(id: string, call: VendorCall) => Answer} */
    const search = (_, { query }) => {
      const starts = `+1${query.get("starts") ?? ""}`;
      return page(
        account
          .stock()
          .filter(({ e164 }) => e164.startsWith(starts))
          .map(offerRow),
        query,
      );
    };
    /** @type {(id: string, call: VendorCall) => Answer} */
    const list = (_, { query }) => page(account.visible().map(lineRow), query);
    /** @type {(id: string) => Answer} */
    const get = (id) => {
      const owned = account.visible().find((each) => each.id === id);
      return owned === undefined ? unknown : { status: 200, body: lineRow(owned) };
    };
    /** @type {(id: string, call: VendorCall) => Answer} */
    const buy = (_, { body, listLagMs }) => {
      const number = account.inStock(String(objectIn(body)?.number));
      if (number === undefined) return sold;
      const { e164 } = account.buy(number, { lagMs: listLagMs });
      const id = `order-${e164.slice(1)}`;
      looks.set(id, 0);
      failed.delete(id);
      return { status: 202, body: { id, state: "pending", line: null } };
    };
    /** @type {(id: string) => Answer} */
    const order = (id) => {
      const seen = looks.get(id);
      if (seen === undefined) return unknown;
      looks.set(id, seen + 1);
      if (failed.has(id)) return { status: 200, body: { id, state: "failed", line: null } };
      const done = seen >= questions.next("looks until an order is done", 0, 1);
      const line = done ? id.replace("order-", "line-") : null;
      return { status: 200, body: { id, state: done ? "done" : "pending", line } };
    };
    /** @type {(id: string, call: VendorCall) => Answer} */
    const patch = (id, { body }) => {
      const owned = ownedBy(id);
      if (owned === undefined) return unknown;
      const assistant = objectIn(body)?.assistant;
      owned.agent = typeof assistant === "string" ? assistant : null;
      return { status: 200, body: lineRow(owned) };
    };
    /** @type {(id: string) => Answer} */
    const release = (id) => {
      const owned = ownedBy(id);
      if (owned === undefined) return unknown;
      account.release(owned.e164);
      return { status: 204 };
    };
    const router = new Router(
      [
        route("GET", "/available", search, "search"),
        route("POST", "/orders", buy, "buy"),
        route("GET", "/orders/:id", order),
        route("GET", "/lines", list, "list"),
        route("GET", "/lines/:id", get, "get"),
        route("PATCH", "/lines/:id", patch, "update", "bind"),
        route("DELETE", "/lines/:id", release, "release"),
      ],
      { decodesIds: true },
    );
    return {
      access: { credentials: { meridianApiKey: apiKey }, agents: ["assistant-1", "assistant-2"] },
      secrets: [apiKey],
      account,
      operations: ({ method, path }) => router.operations(method, path),
      answer(call) {
        if (call.headers.get("authorization") !== `Bearer ${apiKey}`) {
          return { status: 401, body: { error: "bad key" } };
        }
        const found = router.match(call.method, call.path);
        return found.kind === "route" ? found.route.handler(found.id, call) : unknown;
      },
      taken({ body }) {
        const e164 = String(objectIn(body)?.number);
        account.take(e164);
        // The late form first: a suite that asks once then meets the harder one.
        if (questions.next("when a sold number is told", "by the order", "at once") === "at once")
          return sold;
        const id = `order-${e164.slice(1)}`;
        looks.set(id, 0);
        failed.add(id);
        return { status: 202, body: { id, state: "pending", line: null } };
      },
      refuse: (refusal) => ({
        status: { "rate-limited": 429, "server-error": 500, "no-funds": 402, "too-large": 413 }[refusal],
        body: { error: refusal },
      }),
      terms: () => terms,
    };
  },
};
