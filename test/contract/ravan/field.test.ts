import { describe, expect, it } from "vitest";
import {
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  PermissionError,
  RefusedError,
  UnclearError,
  UnfinishedError,
} from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { remove } from "../../../provider/lifecycle/delete";
import { read } from "../../../provider/lifecycle/read";
import type { Order, SearchQuery } from "../../../provider/vendors/vendor";
import { json, noContent, page, words } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { up, upAgain } from "../../support/up";
import { refusal, take, there } from "../lab";
import { type Row, ravanInTheField } from "./field";

const number: E164 = "+13612738809";
const other: E164 = "+13612738810";
const owned = (more: Row = {}): Row => ({ id: "id-1", number, is_active: true, ...more });
const reference = { e164: number, vendorId: "id-1" };
const query: SearchQuery = { country: "US", type: undefined, criteria: {}, options: {} };
const order: Order = {
  e164: number,
  country: "US",
  agent: undefined,
  subaccount: undefined,
  terms: { price: 1.15, per_minute_price_inbound: null, per_minute_price_outbound: null },
};

describe("half a list", () => {
  const rows = [owned({ id: "id-2", number: other })];

  it.each<Row>([
    ...[
      { meta: { total: 2 } },
      { meta: { total: "2" } },
      { meta: { total_count: 2 } },
      { meta: { limit: 1 } },
    ],
    ...[{ meta: { has_next: true } }, { meta: { hasNext: "true" } }, { pagination: { total: 2 } }],
    ...[{ total: 2 }, { total: "2" }, { next_page_token: "t" }, { nextPageToken: "t" }, { has_more: 1 }],
  ])("proves of no number that it is gone: %j", async (around) => {
    const vendor = (await ravanInTheField({ around: () => around }, { owned: rows })).connect();
    await refusal(UnclearError, vendor.get(reference));
    await refusal(UnclearError, vendor.list());
  });

  it.each<Row>([
    ...[{}, { meta: null }, { meta: { total: 1, limit: 1, offset: 0 } }, { meta: { total: "1" } }],
    ...[
      { total: 1 },
      { nextPageToken: "" },
      { pagination: { total: 1, has_next: false } },
      { meta: { limit: 20 } },
    ],
    // The rows are as many as they are said to be.
    { total: 1, has_more: true },
  ])("is none that says %j", async (around) => {
    const vendor = (await ravanInTheField({ around: () => around }, { owned: rows })).connect();
    expect(await vendor.list()).toMatchObject([{ e164: other }]);
    expect(await vendor.get(reference)).toBeUndefined();
  });

  it("leaves the number in the state", async () => {
    let isHalf = false;
    const field = await ravanInTheField(
      { around: () => (isHalf ? { data: [], pagination: { total: 1 } } : {}) },
      { stock: [number] },
    );
    const state = await up(await field.process(), { vendor: "ravan", country: "US", search: {} });
    isHalf = true;
    await refusal(UnclearError, read((await field.process()).context, { ...state, unseenSince: null }));
  });
});

describe("a release by an id of another number", () => {
  it("releases neither: the number was bought again, and Ravan is asked by the number", async () => {
    const rows = [owned({ number: other }), owned({ id: "id-2" })];
    const field = await ravanInTheField({}, { owned: rows });
    expect(await field.connect().release(reference)).toBe("gone");
    expect(field.rows).toEqual(rows);
    expect(field.writes).toEqual([]);
  });

  it("releases a number that the list has twice, once by its own id", async () => {
    const field = await ravanInTheField({}, { owned: [owned({ id: "id-2" }), owned({})] });
    expect(await field.connect().get(reference)).toMatchObject({ vendorId: reference.vendorId });
    expect(await field.connect().release(reference)).toBe("released");
  });
});

describe("a purchase without a readable answer", () => {
  const program = { vendor: "ravan", country: "US", search: {} };
  const stock: E164[] = [number, other, "+13612738811", "+13612738812"];

  it.each<[string, (e164: string) => Canned]>([
    ["200 {}", () => json({})],
    ["201 and the bare number", (e164) => json(e164, 201)],
    ["204", () => noContent],
    ["a redirect to the path without the slash, after it was made", () => ({ status: 307, body: "" })],
    ["a page", () => page(200, "Welcome")],
    ["a page with 409", () => page(409, "Conflict")],
    ["a page with 402", () => page(402, "Payment required")],
    ["404 without a body", () => ({ status: 404, body: "" })],
    ["404 of a gateway", () => json({ message: "no Route matched with those values" }, 404)],
    ["500 for too little credit", () => json({ success: false, message: "Insufficient credits" }, 500)],
  ])("is looked for, found and kept, and no second request is sent: %s", async (_what, bought) => {
    const field = await ravanInTheField({ bought }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: there(field.rows[0]).number, status: "active" });
    expect(field.writes).toEqual(["POST /api/v1/phone-numbers/buy/"]);
  });

  // No page says what `created_at` is the time of, or in which zone: it was seen to be the carrier's.
  it.each([
    "2019-03-15T09:00:00Z",
    "2026-03-15 14:30:00",
    "2031-01-01T00:00:00Z",
    "the fifteenth of March",
    "",
    null,
    1_700_000_000,
  ])("is kept whatever date the list shows: %j", async (created_at) => {
    const row = (e164: string) => ({ id: `id-${e164}`, number: e164, is_active: true, created_at });
    const field = await ravanInTheField({ bought: () => json({}), row }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed.e164).toBe(there(field.rows[0]).number);
    expect(field.writes).toHaveLength(1);
  });

  it("that says too little credit with 500 proves nothing, and tells of the credit", async () => {
    const field = await ravanInTheField(
      { bought: () => json({ success: false, message: "Insufficient credits" }, 500) },
      { stock },
    );
    const error = await refusal(UnclearError, field.connect().buy(order));
    expect(error.mayHaveBought).toBe(true);
    expect(error.what).toContain("Insufficient credits");
    expect(error.details.nextStep).toMatch(/credit in Ravan's dashboard/);
  });
});

describe("a release that is done", () => {
  it.each<[string, Canned]>([
    ["200 {}", json({})],
    ["200 null", json(null)],
    ["204", noContent],
    ["200 without a body", { status: 200, body: "" }],
    ["202 with other words", json({ status: "queued" }, 202)],
    ["200 in plain text", words(200, "OK")],
  ])("is so after a look, whatever its answer: %s", async (_what, answer) => {
    const field = await ravanInTheField(
      { released: () => answer },
      { owned: [owned(), owned({ id: "id-2", number: other })] },
    );
    expect(await field.connect().release(reference)).toBe("released");
    expect(field.writes).toEqual([`DELETE /api/v1/phone-numbers/${number}/release/`]);
    expect(field.rows.map((row) => row.number)).toEqual([other]);
  });

  it("is so where the list keeps the number as inactive", async () => {
    const rows = [owned({ is_active: false })];
    const field = await ravanInTheField({ notReleased: () => json({}) }, { owned: rows });
    expect(await field.connect().release(reference)).toBe("released");
  });

  it.each<[string, Canned]>([
    ["200 {}", json({})],
    ["204", noContent],
  ])("is not believed while the account shows the number: %s", async (_what, answer) => {
    const field = await ravanInTheField({ notReleased: () => answer }, { owned: [owned()] });
    const error = await refusal(UnfinishedError, field.connect().release(reference));
    expect(error.message).toContain(number);
    expect(error.details.nextStep).toContain("stays in state");
  });

  it.each<[string, Canned]>([
    ["a page", page(200, "Just a moment...")],
    ["a page with 404", page(404)],
    ["plain text with 404", words(404, "default backend - 404")],
  ])("is not read out of %s: the list decides", async (_what, answer) => {
    const kept = await ravanInTheField({ notReleased: () => answer }, { owned: [owned()] });
    await expect(kept.connect().release(reference)).rejects.toThrow();
    const gone = await ravanInTheField({ notReleased: () => answer }, { owned: [] });
    expect(["gone", "released"]).toContain(await gone.connect().release(reference));
  });
});

describe("a destroy", () => {
  const program = { vendor: "ravan", country: "US", search: {} };

  it.each<[string, Canned]>([
    ["200 {}", json({})],
    ["204", noContent],
  ])("needs no second run after %s", async (_what, answer) => {
    const field = await ravanInTheField({ released: () => answer }, { stock: [number] });
    const state = await up(await field.process(), program);
    const told = await field.process();
    await remove(told.context, state);
    expect(field.rows).toEqual([]);
    expect(told.lines.join()).toContain(`released ${number}`);
    expect(field.writes).toHaveLength(2);
  });

  it("that a proxy has answered keeps the number", async () => {
    const field = await ravanInTheField({ notReleased: () => page(404) }, { stock: [number] });
    const state = await up(await field.process(), program);
    await refusal(RefusedError, remove((await field.process()).context, state));
    expect(field.rows).toHaveLength(1);
  });
});

describe("a refresh", () => {
  it("keeps a number that has turned inactive, and an up buys no other", async () => {
    const program = { vendor: "ravan", country: "US", search: {} };
    const field = await ravanInTheField({}, { stock: [number, other] });
    const state = await up(await field.process(), program);
    field.rows.splice(0, 1, { ...there(field.rows[0]), is_active: false });
    const seen = there(await read((await field.process()).context, state));
    expect(seen.observed).toMatchObject({ e164: state.observed.e164, status: "lapsing" });
    await upAgain(await field.process(), seen, program);
    expect(field.writes).toHaveLength(1);
  });

  it("keeps a number whose row cannot be read any more", async () => {
    const field = await ravanInTheField({}, { stock: [number] });
    const state = await up(await field.process(), { vendor: "ravan", country: "US", search: {} });
    field.rows.splice(0, 1, { ...there(field.rows[0]), number: null });
    await refusal(UnclearError, read((await field.process()).context, state));
  });
});

describe("an inactive row", () => {
  it("of a number that is known is that number still, and says so", async () => {
    const field = await ravanInTheField({}, { owned: [owned({ is_active: false })] });
    const vendor = field.connect();
    expect(await vendor.get(reference)).toMatchObject({
      e164: number,
      vendorId: "id-1",
      status: "lapsing",
      statusReason: "Ravan shows it as inactive, and does not say why",
    });
    expect(await vendor.list()).toEqual([]);
  });

  it("of a number that is for sale again is of the past, and a new one is the purchase", async () => {
    const row = (e164: string) => ({ id: "new", number: e164, is_active: false });
    const old = owned({ id: "old", is_active: false });
    const field = await ravanInTheField({ bought: () => json({}), row }, { stock: [number], owned: [old] });
    const state = await up(await field.process(), { vendor: "ravan", country: "US", search: {} });
    expect(state.observed).toMatchObject({ e164: number, vendorId: "new" });
    expect(field.writes).toHaveLength(1);
  });

  it("of the number that was just bought, without a readable answer, is the purchase", async () => {
    const row = (e164: string) => ({ id: `id-${e164}`, number: e164, is_active: false });
    const field = await ravanInTheField({ bought: () => json({}), row }, { stock: [number] });
    const state = await up(await field.process(), { vendor: "ravan", country: "US", search: {} });
    expect(state.observed.e164).toBe(number);
    expect(field.writes).toHaveLength(1);
  });

  it("of a number that is for sale again is nobody's purchase in a process that has not searched for it either", async () => {
    const field = await ravanInTheField({}, { stock: [number], owned: [owned({ is_active: false })] });
    expect(await field.connect().get({ e164: number, vendorId: null })).toBeUndefined();
  });

  it("is the account's where nothing shows that the number is for sale", async () => {
    const field = await ravanInTheField({}, { owned: [owned({ is_active: false })] });
    expect(await field.connect().get({ e164: number, vendorId: null })).toMatchObject({ vendorId: "id-1" });
  });
});

describe("a search", () => {
  const rows = json({ success: true, data: [{ phone_number: number }] });

  it.each<[string, Canned]>([
    [
      "500 of the service",
      json({ success: false, message: "Internal error", error: { code: "INTERNAL_ERROR" } }, 500),
    ],
    ["500 of the gateway", json({ code: 13, message: "internal", details: [] }, 500)],
    ["400", json({ code: 3, message: "Invalid request parameters", details: [] }, 400)],
    ["500 and a page", page(500, "Internal Server Error")],
  ])(
    "of a size that is answered by %s is made without a size, and the size is not asked for again",
    async (_what, answer) => {
      const field = await ravanInTheField(
        { search: ({ url }) => (url.searchParams.has("page_size") ? answer : rows) },
        {},
      );
      const vendor = field.connect();
      expect(await take(vendor.search(query))).toHaveLength(1);
      const before = field.calls.length;
      expect(await take(vendor.search(query))).toHaveLength(1);
      expect(field.calls.length).toBe(before + 1);
    },
  );

  it("that is answered by 500 either way may have been bad input: the message says what of", async () => {
    const field = await ravanInTheField({ search: () => json({ code: 13, message: "internal" }, 500) }, {});
    const error = await refusal(UnclearError, take(field.connect().search({ ...query, country: "FR" })));
    expect(error.mayHaveBought).toBe(false);
    expect(error.details.nextStep).toContain("FR");
  }, 30_000);

  it.each<[string, unknown]>([
    ["no number", { price: 1 }],
    ["a null number", { phone_number: null }],
    ["a short code", { phone_number: "24365" }],
    ["an object", { phone_number: { value: "+1" } }],
    ["a text", "+13612738810"],
  ])("passes over a row with %s", async (_what, row) => {
    const field = await ravanInTheField(
      { search: () => json({ success: true, data: [row, { phone_number: number, price: 1.15 }] }) },
      {},
    );
    const vendor = field.connect();
    expect((await take(vendor.search(query))).map(({ e164 }) => e164)).toEqual([number]);
    expect((await vendor.find(number, "US"))?.e164).toBe(number);
  });

  it.each([
    ["US", 3612738809, "+13612738809"],
    ["US", "(361) 273-8809", "+13612738809"],
    ["US", 13612738809, "+13612738809"],
    ["GB", "020 7946 0018", "+442079460018"],
  ])("of %s reads %j as %s", async (country, phone_number, e164) => {
    const field = await ravanInTheField(
      { search: () => json({ success: true, data: [{ phone_number }] }) },
      {},
    );
    const offers = await take(field.connect().search({ ...query, country }));
    expect(offers.map((each) => each.e164)).toEqual([e164]);
  });
});

describe("a search of which nothing is in stock", () => {
  const refused = (status: number, body: unknown) => json(body, status);

  it.each<[string, Canned]>([
    ["404 in words", refused(404, { success: false, message: "No available numbers" })],
    ["400 in words", refused(400, { code: 5, message: "No phone numbers found in XX", details: [] })],
    ["200 in words", refused(200, { success: false, message: "There are no numbers left" })],
    ["204", noContent],
    ["200 without a body", { status: 200, body: "" }],
  ])("answered by %s is no error: the next criterion is tried", async (_what, none) => {
    const field = await ravanInTheField(
      { search: ({ url }) => (url.searchParams.get("region") === "CA" ? none : undefined) },
      { stock: [number] },
    );
    const program = { vendor: "ravan", country: "US", search: [{ region: "CA" }, {}] };
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: number, matched: 1 });
  });

  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["404 without a body", { status: 404, body: "" }],
    ["404 without words", json({}, 404)],
    ["404 that names nothing", json({ code: 5, message: "Not Found", details: [] }, 404)],
    ["404 of a gateway", json({ message: "no Route matched with those values" }, 404)],
    ["a plan", json({ success: false, message: "Your plan includes no phone numbers" }, 400)],
    ["a missing provider", json({ success: false, message: "No telephony provider configured" }, 404)],
  ])("is not one that is answered by %s", async (_what, answer) => {
    const field = await ravanInTheField({ search: () => answer }, {});
    await refusal(RefusedError, take(field.connect().search(query)));
  });
});

describe("ids that are JSON numbers", () => {
  it("beyond what a number holds are no ids, and hide no number", async () => {
    const list = `{"success":true,"data":[
      {"id":9007199254740993,"number":"${number}"},{"id":9007199254740992,"number":"${other}"}]}`;
    const field = await ravanInTheField({ list: () => ({ status: 200, body: list }) }, {});
    expect(await field.connect().list()).toMatchObject([
      { e164: number, vendorId: null },
      { e164: other, vendorId: null },
    ]);
  });
});

describe("odd rows of the account", () => {
  it.each<[string, Row]>([
    ["a null number", { id: "odd", number: null }],
    ["a short code", { id: "odd", number: "24365" }],
    ["an address", { id: "odd", number: "sip:1000@example.com" }],
    ["fields of other types", { id: { value: 1 }, number: "1000", price: {}, is_active: "yes" }],
  ])("with %s spoil nothing of the others", async (_what, odd) => {
    const field = await ravanInTheField({}, { owned: [odd, owned()] });
    const vendor = field.connect();
    expect((await vendor.list()).map(({ e164 }) => e164)).toEqual([number]);
    expect((await vendor.get(reference))?.vendorId).toBe("id-1");
  });

  it("are no reason to call a number gone that one of them may be", async () => {
    for (const odd of [
      { id: "id-1", number: null },
      { id: "id-1", number: "x" },
      { number: null },
      { number: { e164: number } },
      { id: "9", number: `${number} ext. 4 / 5` },
    ]) {
      const field = await ravanInTheField({}, { owned: [odd] });
      const error = await refusal(UnclearError, field.connect().get(reference));
      expect(error.mayHaveBought).toBe(false);
    }
  });

  it("that cannot be the number leave it gone", async () => {
    const field = await ravanInTheField({}, { owned: [{ id: "odd", number: "24365" }] });
    expect(await field.connect().get(reference)).toBeUndefined();
  });

  it("with fields of other types are read as far as they can be", async () => {
    const row = {
      id: 7,
      number: 13612738809,
      price: { amount: 1 },
      friendly_name: 5,
      region: [],
      is_active: 1,
      created_at: 0,
    };
    const field = await ravanInTheField({}, { owned: [row] });
    expect(await field.connect().list()).toMatchObject([
      { e164: number, vendorId: "7", monthlyPrice: null, region: null, purchasedAt: null },
    ]);
  });

  it("do not become the answer to what was bought: it stays open", async () => {
    const row = () => ({ id: "odd", number: null });
    const field = await ravanInTheField({ bought: () => json({}), row }, { stock: [number] });
    await expect(up(await field.process(), { vendor: "ravan", country: "US", search: {} })).rejects.toThrow(
      /not known yet whether/,
    );
    expect(field.writes).toHaveLength(1);
  });
});

describe("a purchase", () => {
  const decimals = { price: 1.15, per_minute_price_inbound: 0.0085, per_minute_price_outbound: 0.0945 };

  it.each([
    "json: cannot unmarshal number 0.0085 into Go value of type int32",
    "proto: (line 1:52): invalid value for int32 type: 0.0085",
    "per_minute_price_inbound must be an integer",
  ])("whose prices of a minute are refused as no integers is made without them: %s", async (message) => {
    const field = await ravanInTheField(
      {
        refused: (body) =>
          "per_minute_price_inbound" in body ? json({ code: 3, message, details: [] }, 400) : undefined,
      },
      { stock: [number] },
    );
    expect(await field.connect().buy({ ...order, terms: decimals })).toMatchObject({ e164: number });
    const bodies = field.calls.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
    expect(bodies).toEqual([
      { phone_number: number, ...decimals },
      { phone_number: number, price: 1.15 },
    ]);
    expect(field.rows).toHaveLength(1);
  });

  it("whose other refusal names an amount is asked for once", async () => {
    const refused = () => json({ code: 3, message: "Invalid request parameters", details: [] }, 400);
    const field = await ravanInTheField({ refused }, { stock: [number] });
    await refusal(RefusedError, field.connect().buy({ ...order, terms: decimals }));
    expect(field.writes).toHaveLength(1);
  });

  it.each<[string, number, abstract new (...args: never[]) => Error]>([
    ["Not enough balance in wallet", 400, NoFundsError],
    ["Please recharge your account", 400, NoFundsError],
    ["Your billing is overdue", 403, NoFundsError],
    ["Address verification is needed", 400, ComplianceError],
    ["End user documents are missing", 422, ComplianceError],
    ["Upgrade your plan", 403, PermissionError],
    ["This number has been taken", 400, NumberTakenError],
    ["Out of stock", 410, NumberTakenError],
  ])("that is refused by %j (%i) is told as what it is", async (message, status, type) => {
    const field = await ravanInTheField({ refused: () => json({ success: false, message }, status) }, {});
    const error = await refusal<Error & { mayHaveBought?: boolean }>(type, field.connect().buy(order));
    expect(error.mayHaveBought).toBe(false);
  });

  it("of a number that the account shows is not asked for", async () => {
    const field = await ravanInTheField({}, { stock: [number], owned: [owned()] });
    await expect(up(await field.process(), { vendor: "ravan", country: "US", number })).rejects.toThrow();
    expect(field.writes).toEqual([]);
  });
});

it("a key of the form that is in use is taken", async () => {
  const field = await ravanInTheField({}, { owned: [owned()] });
  expect(await field.connect().list()).toHaveLength(1);
  expect(there(field.calls[0]).headers["x-api-key"]).toMatch(/^ak_[\da-f]{64}$/);
});
