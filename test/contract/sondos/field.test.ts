import { describe, expect, it } from "vitest";
import {
  ArgumentError,
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
import { readState } from "../../../provider/lifecycle/state";
import type { FieldCall } from "../../support/field-vendor";
import { json, noContent, page, words } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { up, upAgain, upUnfinished, upUnfinishedAgain } from "../../support/up";
import { refusal, remembered, take, there } from "../lab";
import { type FieldAssistant, type Row, sondosInTheField } from "./field";

const number: E164 = "+14155550123";
const other: E164 = "+14155550124";
const owned = (more: Row = {}): Row => ({ id: 45, phone_number: number, type: "normal", ...more });
const reference = { e164: number, vendorId: "45" };
const program = { vendor: "sondos", country: "US", search: {} };
const query = { country: "US", type: undefined, criteria: {}, options: {} };
const inbound: FieldAssistant = { id: 7, phone_number_id: 45, direction: "inbound" };

describe("a purchase without a readable answer", () => {
  const stock = [number, other, "+14155550125", "+14155550126"];

  it.each<[string, (row: Row) => Canned]>([
    ["another nesting", (row) => json({ phone_number: row })],
    ["a deeper nesting", (row) => json({ data: { phone_number: row } }, 201)],
    ["201 and nothing", () => json({}, 201)],
    ["201 and the bare number", (row) => json(row.phone_number, 201)],
    ["204", () => noContent],
    ["a page", () => page(200, "Log in")],
    ["a page with 404", () => page(404)],
    ["a redirect", () => ({ status: 307, body: "" })],
  ])("is looked for, found and kept, and no second request is sent: %s", async (_what, bought) => {
    const field = await sondosInTheField({ bought }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: there(field.rows[0]).phone_number, vendorId: "45" });
    expect(field.writes).toEqual(["POST /api/user/phone-numbers/purchase"]);
  });

  it.each([
    "2019-01-07T10:30:00.000000Z",
    "2026-01-07 16:00:00",
    "2031-01-07T10:30:00.000000Z",
    "7 January, in the afternoon",
    "",
    null,
    1_700_000_000,
  ])("is kept whatever date the list shows: %j", async (created_at) => {
    const row = (phone_number: string) => ({ id: 45, phone_number, created_at });
    const field = await sondosInTheField({ bought: () => json({}), row }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed.e164).toBe(there(field.rows[0]).phone_number);
    expect(field.writes).toHaveLength(1);
  });
});

describe("an assistant that nobody asked for", () => {
  it("on the number that was bought leaves it open, and nothing else is bought", async () => {
    const field = await sondosInTheField(
      { bought: () => json({}) },
      { stock: [number, other], assistants: [inbound] },
    );
    const { state } = await upUnfinished(await field.process(), program);
    expect(state.observed.status).toBe("unsettled");
    expect(field.writes).toEqual(["POST /api/user/phone-numbers/purchase"]);
  });
});

describe("a destroy", () => {
  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
  ])("needs no second run after %s", async (_what, answer) => {
    const field = await sondosInTheField({ released: () => answer }, { stock: [number] });
    const state = await up(await field.process(), program);
    const told = await field.process();
    await remove(told.context, state);
    expect(told.lines.join()).toContain(`gave notice for ${number}`);
    expect(field.writes).toHaveLength(2);
  });

  it("that a proxy has answered keeps the number", async () => {
    const field = await sondosInTheField({ released: () => page(404) }, { stock: [number] });
    const state = await up(await field.process(), program);
    await refusal(RefusedError, remove((await field.process()).context, state));
  });
});

describe("the list of assistants", () => {
  const forms: [string, (rows: readonly FieldAssistant[]) => unknown][] = [
    ["wrapped in data", (rows) => ({ data: rows })],
    ["bare", (rows) => rows],
    ["wrapped in assistants", (rows) => ({ assistants: rows })],
    ["wrapped twice", (rows) => ({ data: { assistants: rows } })],
    ["a page wrapped in data", (rows) => ({ data: { data: rows, last_page: 1, total: rows.length } })],
    ["a page wrapped in assistants", (rows) => ({ assistants: { data: rows, last_page: 1 } })],
    ["of wrapped assistants", (rows) => ({ data: rows.map((assistant) => ({ assistant })) })],
    ["bare, of wrapped assistants", (rows) => rows.map((data) => ({ data }))],
    [
      "of an older edition",
      (rows) => ({
        data: rows.map(({ id, phone_number_id, direction }) => ({
          id,
          phone_number_id,
          assistant_name: "Support",
          calls_direction: direction === "outbound" ? "make" : "receive",
        })),
      }),
    ],
    [
      "with the number as an object",
      (rows) =>
        rows.map(({ id, phone_number_id }) => ({
          id,
          phone_number: phone_number_id && { id: phone_number_id },
        })),
    ],
    [
      "with ids as texts",
      (rows) =>
        rows.map(({ id, phone_number_id }) => ({
          id: `${id}`,
          phone_number_id: phone_number_id === null ? null : `${phone_number_id}`,
        })),
    ],
    ["beside rows that are none", (rows) => ({ data: [null, "x", { name: "draft" }, ...rows] })],
    [
      "with fields of other types",
      (rows) =>
        rows.map(({ id, phone_number_id }) => ({
          id,
          phone_number_id,
          type: 1,
          calls_direction: {},
          name: [],
        })),
    ],
  ];

  it.each(forms)("is read %s", async (_what, form) => {
    const field = await sondosInTheField(
      { assistants: (rows) => json(form(rows)) },
      { owned: [owned()], assistants: [inbound, { id: 8, phone_number_id: null, direction: "inbound" }] },
    );
    const vendor = field.connect();
    expect((await vendor.get(reference))?.agent).toBe("7");
    await vendor.checkAgent("8");
    await refusal(ArgumentError, vendor.checkAgent("9"));
    const now = there(await vendor.get(reference));
    expect((await vendor.update(now, { agent: "8" })).agent).toBe("8");
    expect(field.assistants.map(({ phone_number_id }) => phone_number_id)).toEqual([null, 45]);
  });
});

describe("assistants that cannot be read", () => {
  const faults: [string, () => Canned][] = [
    ["404 of the framework", () => json({ message: "The route could not be found." }, 404)],
    ["a page with 404", () => page(404)],
    ["403", () => json({ error: "Insufficient permissions" }, 403)],
    ["a page", () => page(200, "Log in")],
    ["JSON without a list", () => json({ message: "ok" })],
    ["500", () => json({ message: "Server Error" }, 500)],
  ];

  it.each(faults)(
    "fail no purchase, search or release that names no agent: %s",
    { timeout: 60_000 },
    async (_what, assistants) => {
      const field = await sondosInTheField({ assistants }, { stock: [number] });
      const vendor = field.connect();
      expect(await take(vendor.search(query))).toHaveLength(1);
      const bought = await vendor.buy({
        e164: number,
        country: "US",
        agent: undefined,
        subaccount: undefined,
        terms: null,
      });
      expect(bought).toMatchObject({ e164: number, vendorId: "45" });
      const untold = { e164: number, agent: null, untold: ["agent"] };
      expect(await vendor.get({ e164: number, vendorId: "45" })).toMatchObject(untold);
      expect(await vendor.list()).toMatchObject([untold]);
      expect(await vendor.release({ e164: number, vendorId: null })).toBe("scheduled");
      expect(await vendor.get({ e164: other, vendorId: null })).toBeUndefined();
    },
  );

  it.each(faults)(
    "fail what names an agent, and nothing is changed: %s",
    { timeout: 60_000 },
    async (_what, assistants) => {
      const field = await sondosInTheField({ assistants }, { owned: [owned()], assistants: [inbound] });
      const vendor = field.connect();
      await expect(vendor.checkAgent("7")).rejects.toThrow();
      await expect(vendor.update(remembered(number, "45", "7"), { agent: null })).rejects.toThrow();
      await expect(vendor.update(remembered(number, "45"), { agent: "7" })).rejects.toThrow();
      expect(field.writes).toEqual([]);
      expect(field.assistants).toEqual([inbound]);
    },
  );

  it.each(faults)(
    "fail no up and no refresh, which keeps the agent that was known: %s",
    { timeout: 60_000 },
    async (_what, fault) => {
      let isBroken = true;
      const field = await sondosInTheField(
        { assistants: (rows) => (isBroken ? fault() : json({ data: rows })) },
        { stock: [number], assistants: [{ ...inbound, phone_number_id: null }] },
      );
      const bought = await up(await field.process(), program);
      expect(bought.observed).toMatchObject({
        e164: number,
        vendorId: "45",
        status: "active",
        boundAgent: null,
      });
      isBroken = false;
      const bound = await upAgain(await field.process(), bought, { ...program, agent: "7" });
      expect(bound.observed.boundAgent).toBe("7");
      isBroken = true;
      const told = await field.process();
      expect((await read(told.context, bound))?.observed).toEqual(bound.observed);
      expect(told.lines.filter((line) => line.includes("the assistants cannot be read"))).toHaveLength(1);
    },
  );

  it("are needed to take an agent away, which is not forgotten", async () => {
    let isBroken = false;
    const field = await sondosInTheField(
      { assistants: (rows) => (isBroken ? json({ message: "no route" }, 404) : json({ data: rows })) },
      { stock: [number], assistants: [{ ...inbound, phone_number_id: null }] },
    );
    const bound = await up(await field.process(), { ...program, agent: "7" });
    isBroken = true;
    const { error } = await upUnfinishedAgain(await field.process(), bound, program);
    expect(readState(error.properties)).toMatchObject({
      args: { agent: "7" },
      observed: { boundAgent: "7" },
    });
    expect(field.assistants).toMatchObject([{ phone_number_id: 45 }]);
    isBroken = false;
    const freed = await upAgain(await field.process(), readState(error.properties), program);
    expect(freed.observed.boundAgent).toBeNull();
    expect(field.assistants).toMatchObject([{ phone_number_id: null }]);
  });

  it("are an error of their own kind: a right that is missing, or an address", async () => {
    const refused = await sondosInTheField({
      assistants: () => json({ error: "Insufficient permissions" }, 403),
    });
    await refusal(PermissionError, refused.connect().checkAgent("7"));
    const missing = await sondosInTheField({ assistants: () => json({ message: "no route" }, 404) });
    await refusal(RefusedError, missing.connect().checkAgent("7"));
  });
});

describe("a change that is done", () => {
  const answers: [string, Canned][] = [
    ["204", noContent],
    ["200 {}", json({})],
    ["200 without a body", { status: 200, body: "" }],
    ["200 null", json(null)],
    ["200 [] ", json([])],
    ["201 with the row", json({ id: 45 }, 201)],
    ["200 in plain text", words(200, "OK")],
  ];

  it.each(answers)("is so when the account shows it, whatever its answer: %s", async (_what, answer) => {
    const field = await sondosInTheField(
      { changed: () => answer },
      { owned: [owned()], assistants: [{ ...inbound, phone_number_id: null }] },
    );
    const vendor = field.connect();
    const changed = await vendor.update(remembered(number, "45"), { agent: "7", alias: "Support" });
    expect(changed).toMatchObject({ agent: "7", alias: "Support" });
    expect((await vendor.update(changed, { agent: null, alias: null })).agent).toBeNull();
    expect(field.assistants).toMatchObject([{ phone_number_id: null }]);
  });

  it("is not while the account does not show it", async () => {
    const field = await sondosInTheField(
      { list: () => json({ data: [owned()] }), changed: () => noContent },
      { owned: [owned()] },
    );
    const error = await refusal(
      UnfinishedError,
      field.connect().update(remembered(number, "45"), { alias: "Support" }),
    );
    expect(error.message).toContain("alias");
  });
});

describe("a release", () => {
  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
    ["200 null", json(null)],
    ["200 without a body", { status: 200, body: "" }],
    ["202 with other words", json({ status: "queued" }, 202)],
  ])(
    "is done by a success without words, the number being rented to the end of its period: %s",
    async (_what, answer) => {
      const field = await sondosInTheField({ released: () => answer }, { owned: [owned()] });
      expect(await field.connect().release(reference)).toBe("scheduled");
      expect(field.writes).toEqual(["DELETE /api/user/phone-numbers/45"]);
    },
  );

  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
  ])("that takes the number away at once is one, too: %s", async (_what, answer) => {
    const released = (rows: Row[]) => {
      rows.length = 0;
      return answer;
    };
    const field = await sondosInTheField({ released }, { owned: [owned()] });
    expect(await field.connect().release(reference)).toBe("released");
  });

  it.each<[string, Canned]>([
    ["a page", page(200, "Just a moment...")],
    ["a page with 404", page(404)],
    ["plain text with 404", words(404, "default backend - 404")],
    ["404 of the vendor", json({ error: "Phone number not found." }, 404)],
  ])("is not read out of %s while the list has the number", async (_what, answer) => {
    const field = await sondosInTheField({ released: () => answer }, { owned: [owned()] });
    await expect(field.connect().release(reference)).rejects.toThrow();
  });
});

describe("a search of which nothing is in stock", () => {
  const areaCodes = { ...program, search: [{ areaCode: "212" }, {}] };

  it.each<[string, Canned]>([
    ["404 in words", json({ error: "No phone numbers found" }, 404)],
    ["422 in words", json({ message: "No numbers available for this country." }, 422)],
    ["204", noContent],
    ["200 without a body", { status: 200, body: "" }],
  ])("answered by %s is no error: the next criterion is tried", async (_what, none) => {
    const search = ({ url }: FieldCall) => (url.searchParams.get("contains") === "212" ? none : undefined);
    const field = await sondosInTheField({ search }, { stock: [number] });
    const state = await up(await field.process(), areaCodes);
    expect(state.observed).toMatchObject({ e164: number, matched: 1 });
  });

  it.each<[string, Canned]>([
    ["a page", page(404)],
    ["404 without a body", { status: 404, body: "" }],
    ["404 without words", json({}, 404)],
    ["404 of the framework", json({ message: "The route phone-numbers/search could not be found." }, 404)],
    ["404 that names nothing", json({ message: "Not found" }, 404)],
    ["a plan", json({ error: "Your plan includes no phone numbers" }, 400)],
  ])("is not one that is answered by %s", async (_what, answer) => {
    const field = await sondosInTheField({ search: () => answer }, {});
    await refusal(RefusedError, take(field.connect().search(query)));
  });

  it("is none right before a purchase, after which nothing was asked for", async () => {
    const none = json({ error: "No phone numbers found" }, 404);
    const field = await sondosInTheField({ search: () => none }, {});
    const order = { e164: number, country: "US", agent: undefined, subaccount: undefined, terms: null };
    await refusal(NumberTakenError, field.connect().buy(order));
    expect(field.writes).toEqual([]);
  });

  it("says nothing of the numbers that are owned", async () => {
    for (const answer of [noContent, json({ error: "No phone numbers found" }, 404)]) {
      const field = await sondosInTheField({ list: () => answer }, { owned: [owned()] });
      await expect(field.connect().get(reference)).rejects.toThrow();
    }
  });
});

describe("ids that are JSON numbers beyond what one holds", () => {
  it("are no ids of numbers: the row is odd", async () => {
    const list = `{"data":[{"id":9007199254740993,"phone_number":"${number}"},{"id":46,"phone_number":"${other}"}]}`;
    const field = await sondosInTheField({ list: () => ({ status: 200, body: list }) }, {});
    const vendor = field.connect();
    expect(await vendor.list()).toMatchObject([{ e164: other, vendorId: "46" }]);
    await refusal(UnclearError, vendor.get(reference));
  });

  it("are no ids of assistants, nor of their numbers", async () => {
    const assistants = `{"data":[{"id":7,"phone_number_id":9007199254740993}],"last_page":1}`;
    const field = await sondosInTheField({ assistants: () => ({ status: 200, body: assistants }) }, {});
    await refusal(UnclearError, field.connect().checkAgent("7"));
  });
});

describe("half a list", () => {
  const half = (around: Row) => (rows: readonly Row[]) => json({ data: rows.slice(0, 1), ...around });
  const wrapped = (around: Row) => (rows: readonly Row[]) =>
    json({ data: { phone_numbers: rows.slice(0, 1) }, ...around });
  const owned = [
    { id: 46, phone_number: other },
    { id: 45, phone_number: number },
  ];

  it.each<Row>([
    ...[{ last_page: 2, total: 2 }, { last_page: 2 }, { last_page: "2" }, { total: "2" }],
    ...[{ next_page_url: "https://sondos.test/all?page=2" }, { next_page: 2 }, { has_more: "true" }],
    ...[{ meta: { last_page: 2 } }, { meta: { total: 2 } }, { links: { next: "/all?page=2" } }],
    ...[{ pagination: { hasMore: true } }, { hasMore: 1 }, { next_page_token: "t" }],
  ])("proves of no number that it is gone: %j", async (around) => {
    for (const list of [half(around), wrapped(around)]) {
      const vendor = (await sondosInTheField({ list }, { owned })).connect();
      await refusal(UnclearError, vendor.get(reference));
      await refusal(UnclearError, vendor.list());
    }
  });

  it.each<Row>([
    ...[{ last_page: 1, total: 1 }, { total: "1" }, { next_page_url: null, prev_page_url: null }],
    ...[
      { meta: { current_page: 1, last_page: 1 }, links: { next: null } },
      { has_more: "false" },
      { hasMore: 0 },
    ],
    // The rows are as many as they are said to be.
    { total: 1, has_more: true },
  ])("is none that says %j", async (around) => {
    const vendor = (await sondosInTheField({ list: half(around) }, { owned })).connect();
    expect(await vendor.list()).toMatchObject([{ e164: other }]);
    expect(await vendor.get(reference)).toBeUndefined();
  });

  it("counts what is no rented number, too", async () => {
    const extension = { id: 9, phone_number: "1000", type: "sip" };
    const vendor = (
      await sondosInTheField(
        { list: (data) => json({ data, total: 3 }) },
        {
          owned: [extension, { id: 8, phone_number: null }, owned[0] as Row],
        },
      )
    ).connect();
    expect(await vendor.list()).toMatchObject([{ e164: other }]);
  });

  it("leaves the number in the state", async () => {
    let isHalf = false;
    const list = (rows: readonly Row[]) => json(isHalf ? { data: [], last_page: 2 } : { data: rows });
    const field = await sondosInTheField({ list }, { stock: [number] });
    const state = await up(await field.process(), program);
    isHalf = true;
    await refusal(UnclearError, read((await field.process()).context, state));
  });
});

describe("an id that is another number's by now", () => {
  const theirs = { id: 45, phone_number: other };
  const ours = { id: 46, phone_number: number };

  it("is not released: the number's own is", async () => {
    const field = await sondosInTheField({}, { owned: [theirs, ours] });
    expect(await field.connect().release(reference)).toBe("scheduled");
    expect(field.writes).toEqual(["DELETE /api/user/phone-numbers/46"]);
  });

  it("is not changed: the number's own is", async () => {
    const field = await sondosInTheField(
      {},
      { owned: [theirs, ours], assistants: [{ ...inbound, phone_number_id: null }] },
    );
    await field.connect().update(remembered(number, "45"), { agent: "7", alias: "Support" });
    expect(field.assistants).toMatchObject([{ phone_number_id: 46 }]);
    expect(field.rows).toEqual([theirs, { ...ours, nickname: "Support" }]);
  });

  it("is sent nothing where the account does not show the number", async () => {
    const field = await sondosInTheField({}, { owned: [theirs], assistants: [inbound] });
    const vendor = field.connect();
    await refusal(UnfinishedError, vendor.release(reference));
    await refusal(UnfinishedError, vendor.update(remembered(number, "45"), { agent: "7", alias: "Support" }));
    expect(field.writes).toEqual([]);
  });
});

describe("odd rows of the account", () => {
  it.each<[string, Row]>([
    ["a null number", { id: 9, phone_number: null }],
    ["an extension of no kind", { id: 9, phone_number: "1000" }],
    ["an extension of an unknown kind", { id: 9, phone_number: "1000", type: "byoc" }],
    ["a kind of another type", { id: 9, phone_number: null, type: 3 }],
    ["an object", { id: 9, phone_number: { number: "+4420" } }],
  ])("with %s spoil nothing of the others", async (_what, odd) => {
    const field = await sondosInTheField({}, { owned: [odd, owned()] });
    const vendor = field.connect();
    expect((await vendor.list()).map(({ e164 }) => e164)).toEqual([number]);
    expect((await vendor.get(reference))?.vendorId).toBe("45");
  });

  it("are told once", async () => {
    const field = await sondosInTheField({}, { owned: [{ id: 9, phone_number: null }], stock: [number] });
    const told = await field.process();
    await up(told, program);
    expect(told.lines.filter((line) => line.includes("passed over"))).toHaveLength(1);
  });

  it.each([
    { id: 45, phone_number: null },
    { id: "45", phone_number: "1000" },
    { phone_number: null },
    { id: 9, phone_number: `${number} (pending)` },
  ])("are no reason to call a number gone that one of them may be: %j", async (odd) => {
    const field = await sondosInTheField({}, { owned: [odd] });
    await refusal(UnclearError, field.connect().get(reference));
  });

  it("of an extension leave it gone", async () => {
    const field = await sondosInTheField({}, { owned: [{ id: 9, phone_number: "1000" }] });
    expect(await field.connect().get(reference)).toBeUndefined();
  });

  it("of another kind of number are numbers, as nothing says that they are not rented", async () => {
    const field = await sondosInTheField({}, { owned: [owned({ type: "byoc" })] });
    expect(await field.connect().list()).toMatchObject([{ e164: number }]);
  });

  it("that are said to be extensions leave a number gone, whatever they are called", async () => {
    const field = await sondosInTheField({}, { owned: [{ id: 9, phone_number: null, type: "sip" }] });
    expect(await field.connect().get(reference)).toBeUndefined();
  });

  it("with fields of other types are read as far as they can be", async () => {
    const row = {
      id: "45",
      phone_number: 14155550123,
      nickname: {},
      sms_capable: 1,
      region: 3,
      has_active_subscription: "yes",
      created_at: [],
    };
    const field = await sondosInTheField({}, { owned: [row] });
    expect(await field.connect().list()).toMatchObject([
      { e164: number, vendorId: "45", alias: null, purchasedAt: null },
    ]);
  });

  it("do not become the answer to what was bought: it stays open", async () => {
    const row = () => ({ id: 45, phone_number: null });
    const field = await sondosInTheField({ bought: () => json({}), row }, { stock: [number] });
    await expect(up(await field.process(), program)).rejects.toThrow(/not known yet whether/);
    expect(field.writes).toHaveLength(1);
  });
});

describe("numbers in national form", () => {
  it.each([
    ["4155550123", "US", number],
    ["(415) 555-0123", "US", number],
    ["415-555-0123", "us", number],
    [4155550123, "US", number],
    ["020 7946 0018", "GB", "+442079460018"],
    ["+14155550123", "GB", number],
  ])("%j of %s is %s", async (phone_number, country_code, e164) => {
    const row = { id: 45, phone_number, country_code };
    const field = await sondosInTheField({ search: () => json({ data: [row] }) }, { owned: [row] });
    const vendor = field.connect();
    expect((await vendor.list()).map((each) => each.e164)).toEqual([e164]);
    expect(
      (await take(vendor.search({ ...query, country: country_code.toUpperCase() }))).map((each) => each.e164),
    ).toEqual([e164]);
  });

  it("of no country are no number, and may be the one that is looked for", async () => {
    const field = await sondosInTheField({}, { owned: [{ id: 46, phone_number: "4155550123" }] });
    const vendor = field.connect();
    expect((await vendor.list()).map((each) => each.e164)).toEqual([]);
    await refusal(UnclearError, vendor.get({ e164: number, vendorId: null }));
  });

  it("in the answer to a purchase are that of the order", async () => {
    const row = () => ({ id: 45, phone_number: "(415) 555-0123", country_code: "US" });
    const field = await sondosInTheField({ row }, { stock: [number] });
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: number, vendorId: "45" });
    expect(field.writes).toHaveLength(1);
  });
});

it.each<[string, unknown]>([
  ["no number", { price: 1 }],
  ["a null number", { phone_number: null }],
  ["an extension", { phone_number: "1000" }],
  ["a text", "x"],
])("a search passes over a row with %s", async (_what, row) => {
  const field = await sondosInTheField({
    search: () => json({ data: [row, { phone_number: number, price: {}, sms_capable: "y" }] }),
  });
  expect((await take(field.connect().search(query))).map(({ e164 }) => e164)).toEqual([number]);
});

describe("a refused purchase", () => {
  it.each<[string, number, abstract new (...args: never[]) => Error]>([
    ["Your balance is too low", 400, NoFundsError],
    ["Please add a payment method", 403, NoFundsError],
    ["An address verification is required for this country", 422, ComplianceError],
    ["Upgrade your plan to buy numbers", 403, PermissionError],
    ["This phone number has been sold", 409, NumberTakenError],
    ["Insufficient permissions", 403, PermissionError],
  ])("is told as what it is, by %j (%i)", async (error, status, type) => {
    const field = await sondosInTheField({ bought: () => json({ error }, status) }, { stock: [number] });
    const thrown = await refusal<Error & { mayHaveBought?: boolean }>(
      type,
      field
        .connect()
        .buy({ e164: number, country: "US", agent: undefined, subaccount: undefined, terms: null }),
    );
    expect(thrown.mayHaveBought).toBe(false);
  });
});

describe("a number whose renewal is off, of which the vendor says at once that there is none such", () => {
  const unknown = json({ error: "Phone number not found." }, 404);

  it.each([
    ["the list shows after all", 1],
    ["nothing shows, right after its purchase", Number.POSITIVE_INFINITY],
  ])("is not called released where %s: it is ended by the next run", async (_, hiddenFor) => {
    let [hidden, isDone] = [0, false];
    const field = await sondosInTheField(
      {
        released: () => {
          if (isDone) return json({ message: "It will be removed at the end of the billing period." });
          hidden = hiddenFor;
          return unknown;
        },
        list: (rows) => (hidden-- > 0 ? json({ data: [] }) : json({ data: rows })),
      },
      { stock: [number] },
    );
    const args = { ...program, renewal: "off" };
    const { state } = await upUnfinished(await field.process(), args);
    expect(state.observed).toMatchObject({ e164: number, status: "active" });
    [hidden, isDone] = [0, true];
    const after = await upAgain(await field.process(), state, args);
    expect(after.observed.status).toBe("lapsing");
  });
});
