import { describe, expect, it } from "vitest";
import { RefusedError, UnclearError } from "../../../provider/domain/errors";
import type { FakeAnswer } from "../../support/vendor-answering";
import { refusal, remembered, take, there } from "../lab";
import { type BolnaAnswers, bolnaAnswering, bolnaNumber, listing, bolnaRow as row } from "./support";

const { e164, hex, uuid } = bolnaNumber;
const agent = "0a0b0c0d-0d44-4b50-8888-8dd257360521";
const query = { country: "US", type: undefined, criteria: {}, options: {} };
const searching = (json: unknown): BolnaAnswers => ({ "GET /phone-numbers/search": { json } });
const numberOf = ({ phone_number }: { phone_number: string }) => ({ e164: phone_number });
const one = async (more: object) => {
  const { vendor } = await bolnaAnswering(listing({ ...row, ...more }));
  return there(await vendor.get({ e164, vendorId: null }));
};

describe("ids that are JSON numbers", () => {
  it.each(["id", "agent_id"])("beyond what one holds are no ids: the row is odd by its %s", async (name) => {
    const others = { ...row, id: 17, phone_number: "+14155550199" };
    const text = JSON.stringify([{ ...row, [name]: "?" }, others]).replace('"?"', "9007199254740993");
    const { vendor } = await bolnaAnswering({ "GET /phone-numbers/all": { text } });
    expect(await vendor.list()).toMatchObject([{ e164: "+14155550199", vendorId: "17" }]);
    await refusal(UnclearError, vendor.get({ e164, vendorId: hex }));
  });
});

describe("numbers for sale", () => {
  it("are read from the documented row", async () => {
    const { vendor } = await bolnaAnswering(
      searching([
        {
          region: "San Francisco",
          friendly_name: null,
          locality: null,
          phone_number: e164,
          provider: "twilio",
          price: 5,
        },
      ]),
    );
    expect(await take(vendor.search(query))).toEqual([
      {
        e164,
        monthlyPrice: { amount: "5.00", currency: "USD" },
        setupPrice: null,
        type: null,
        place: "San Francisco",
        capabilities: [],
        restriction: null,
        terms: { provider: "twilio" },
      },
    ]);
  });

  it.each([
    [{}, { monthlyPrice: null, place: null, terms: null }],
    [
      { price: null, provider: null, region: null, locality: null },
      { monthlyPrice: null, terms: null },
    ],
    [{ price: "4.5" }, { monthlyPrice: { amount: "4.50", currency: "USD" } }],
    [{ price: "$5.0" }, { monthlyPrice: { amount: "5.00", currency: "USD" } }],
    [{ price: { amount: 5 } }, { monthlyPrice: null }],
    [{ provider: "exotel" }, { terms: { provider: "exotel" } }],
    [{ region: "California", locality: "Oakland" }, { place: "Oakland, California" }],
  ])("may lack what describes them, or have it in another form: %j", async (more, offer) => {
    const { vendor } = await bolnaAnswering(searching([{ phone_number: e164, ...more }]));
    expect(await take(vendor.search(query))).toMatchObject([{ e164, ...offer }]);
  });

  it.each([[[{ phone_number: e164 }]], [{ data: [{ phone_number: e164 }], has_more: false }]])(
    "come bare or in an envelope: %j",
    async (json) => {
      const { vendor } = await bolnaAnswering(searching(json));
      expect(await take(vendor.search(query))).toHaveLength(1);
    },
  );

  it("are found by their place whether Bolna's region is a city or a state", async () => {
    const rows = [
      { phone_number: "+14155550101", region: "San Francisco", locality: null },
      { phone_number: "+14155550102", region: "California", locality: "San Francisco" },
      { phone_number: "+14155550103", region: "Oakland", locality: null },
      { phone_number: "+14155550104" },
    ];
    const { vendor } = await bolnaAnswering(searching(rows));
    for (const criteria of [{ locality: "San Francisco" }, { region: "san francisco" }]) {
      expect(await take(vendor.search({ ...query, criteria }))).toMatchObject(rows.slice(0, 2).map(numberOf));
    }
  });

  it.each([
    ["+918061340001", "Bengaluru", "Bengaluru, Karnataka"],
    ["+918061340001", "Karnataka", "Karnataka"],
    ["+918061340001", null, "Karnataka"],
    ["+914461340001", null, null],
    ["+18061340001", null, null],
  ])("in India have the region that their digits tell: %s in %j", async (phone_number, region, place) => {
    const { vendor } = await bolnaAnswering(searching([{ phone_number, region }]));
    expect(await take(vendor.search({ ...query, country: "IN" }))).toMatchObject([{ place }]);
  });

  it("of another carrier are passed over, should Bolna show them; of an unknown one they are not", async () => {
    const rows = [
      { phone_number: "+14155550101", provider: "plivo" },
      { phone_number: "+14155550102", provider: "twilio" },
      { phone_number: "+14155550103" },
    ];
    const { vendor } = await bolnaAnswering(searching(rows));
    const offers = await take(vendor.search({ ...query, options: { provider: "twilio" } }));
    expect(offers).toMatchObject(rows.slice(1).map(numberOf));
  });

  it.each([
    { status: 404, json: { error: 404, message: "No numbers found" } },
    { status: 404, json: { error: 404, message: "Not Found" } },
    { status: 404, json: { detail: "Not Found" } },
    { status: 400, json: { error: 400, message: "No numbers available" } },
    { status: 404, json: { detail: "No numbers found" } },
    { status: 204, text: "" },
    { json: [] },
    { json: { data: [] } },
  ])("may be none, which is no error: %j", async (answer) => {
    const { vendor } = await bolnaAnswering({ "GET /phone-numbers/search": answer });
    expect(await take(vendor.search(query))).toEqual([]);
    expect(await vendor.find(e164, "US")).toBeUndefined();
  });

  it.each<[FakeAnswer, abstract new (...args: never[]) => Error]>([
    [{ text: "<html>not found</html>" }, RefusedError],
    [{ json: { message: "no Route matched with those values" } }, RefusedError],
  ])("are not none where a proxy or a framework may say so: %j", async (answer, type) => {
    const { vendor } = await bolnaAnswering({ "GET /phone-numbers/search": { status: 404, ...answer } });
    await refusal<Error>(type, take(vendor.search(query)));
  });

  it.each([{ phone_number: "12345" }, { phone_number: null }, {}, null])(
    "beside one that cannot be read are found, and it is said once: %j",
    async (odd) => {
      const { vendor, told } = await bolnaAnswering(searching([odd, { phone_number: e164 }]));
      expect(await take(vendor.search(query))).toMatchObject([{ e164 }]);
      await take(vendor.search(query));
      expect(told).toHaveLength(1);
    },
  );

  it.each([{}, { data: null }, "none", [{ phone_number: "unknown" }], [{}]])(
    "in a body that cannot be read are unclear: %j",
    async (json) => {
      const { vendor } = await bolnaAnswering(searching(json));
      expect((await refusal(UnclearError, take(vendor.search(query)))).mayHaveBought).toBe(false);
    },
  );
});

describe("rows of the account", () => {
  it("with nothing but number and id are read", async () => {
    const { vendor } = await bolnaAnswering(listing({ id: hex, phone_number: e164 }));
    expect(await vendor.list()).toEqual([{ ...remembered(e164, hex), status: null }]);
  });

  it.each([
    ["17th Dec, 2024", "2024-12-17"],
    ["1st Jan, 2026", "2026-01-01"],
    ["22nd February 2028", "2028-02-22"],
    ["3rd SEPT, 2025", "2025-09-03"],
    ["29th Feb, 2028", "2028-02-29"],
    ["2024-12-17", "2024-12-17"],
    ["2024-12-17T23:59:59Z", "2024-12-17"],
    ["31st Feb, 2025", null],
    ["17th Foo, 2024", null],
    ["in 5 days", null],
    ["", null],
    [null, null],
    [{ day: 17 }, null],
  ])("renew on %j, which is %j", async (renewal_at, renewsAt) => {
    expect((await one({ renewal_at })).renewsAt).toBe(renewsAt);
  });

  it.each([
    ["2024-01-23T05:14:37Z", "2024-01-23T05:14:37.000Z"],
    ["2025-07-27T20:51:49.468787", "2025-07-27T20:51:49.468Z"],
    ["2025-07-27 20:51:49", "2025-07-27T20:51:49.000Z"],
    ["2025-07-27T20:51:49+05:30", "2025-07-27T15:21:49.000Z"],
    ["5 minutes ago", null],
    [null, null],
  ])("were bought at %j, which is %j", async (created_at, purchasedAt) => {
    expect((await one({ created_at })).purchasedAt).toBe(purchasedAt);
  });

  it.each([
    ["$5.0", "5.00"],
    ["$1.25", "1.25"],
    [5, "5.00"],
    ["$5/mo", undefined],
    [null, undefined],
  ])("cost %j a month, which is %j", async (price, amount) => {
    expect((await one({ price })).monthlyPrice?.amount).toBe(amount);
  });

  it.each([
    [agent, agent],
    [agent.replaceAll("-", ""), agent],
    [agent.toUpperCase(), agent],
    ["", null],
    [null, null],
  ])("name the agent %j, which is %j", async (agent_id, expected) => {
    expect((await one({ agent_id })).agent).toBe(expected);
  });

  it.each([
    { rented: false },
    { rented: false, phone_number: "100" },
    { rented: false, phone_number: null, id: null },
    { deleted: true },
  ])("that are not the account's by purchase are passed over: %j", async (more) => {
    const { vendor } = await bolnaAnswering(
      listing({ ...row, ...more }, { ...row, id: "2", phone_number: "+14155550199" }),
    );
    expect((await vendor.list()).map((number) => number.e164)).toEqual(["+14155550199"]);
  });

  it("that are deleted are counted once where a page is answered again: half a list is not a whole one", async () => {
    const deleted = [1, 2].map((id) => ({ ...row, id: `${id}`, deleted: true }));
    const json = { data: [row, ...deleted], total: 5 };
    const { vendor, calls } = await bolnaAnswering({ "GET /phone-numbers/all": { json } });
    await refusal(UnclearError, vendor.list());
    expect(calls.length).toBeGreaterThan(1);
  });

  it.each([{ rented: null }, { rented: undefined, deleted: false }])(
    "that do not say that they are not are the account's: %j",
    async (more) => {
      expect((await one(more)).e164).toBe(e164);
    },
  );

  const other = { ...row, id: "2", phone_number: "+14155550199" };

  it.each([
    { phone_number: "unknown" },
    { phone_number: null },
    { phone_number: "+1415555****" },
    { id: null },
    { id: "" },
    { agent_id: {} },
  ])(
    "with one that cannot be read are a list of the others, and that one is never gone: %j",
    async (more) => {
      const { vendor, told } = await bolnaAnswering(listing(other, { ...row, ...more }));
      expect(await vendor.list()).toMatchObject([{ e164: other.phone_number }]);
      await vendor.list();
      expect(told).toHaveLength(1);
      await refusal(UnclearError, vendor.get({ e164, vendorId: hex }));
      await refusal(UnclearError, vendor.get({ e164, vendorId: null }));
      expect(await vendor.get({ e164: "+14155550199", vendorId: "2" })).toMatchObject({ vendorId: "2" });
    },
  );

  it.each([
    { id: "3", phone_number: "12345" },
    { id: "3", phone_number: 1000 },
    { id: "3", phone_number: "1000", rented: undefined },
    { id: "3", phone_number: "4155550123" },
  ])("with one that is another number by its digits prove that this one is gone: %j", async (more) => {
    const { vendor } = await bolnaAnswering(listing(other, { ...row, ...more }));
    expect(await vendor.get({ e164, vendorId: hex })).toBeUndefined();
    expect(await vendor.get({ e164, vendorId: null })).toBeUndefined();
  });

  it("with one that shows no number prove that a number of another id is gone", async () => {
    const { vendor } = await bolnaAnswering(listing({ ...row, id: "3", phone_number: null }));
    expect(await vendor.get({ e164, vendorId: hex })).toBeUndefined();
    await refusal(UnclearError, vendor.get({ e164, vendorId: null }));
  });

  it("with one without a number are no hindrance to a number for sale, until it was asked for", async () => {
    const rows: object[] = [{ ...row, id: "3", phone_number: null }];
    const { vendor } = await bolnaAnswering({
      "GET /phone-numbers/search": { json: [{ phone_number: e164 }] },
      "GET /phone-numbers/all": () => ({ json: rows }),
      "POST /phone-numbers/buy": { status: 500, json: {} },
    });
    await take(vendor.search(query));
    expect(await vendor.get({ e164, vendorId: null })).toBeUndefined();
    await refusal(
      UnclearError,
      vendor.buy({ e164, country: "US", agent: undefined, subaccount: undefined, terms: null }),
    );
    expect(await vendor.get({ e164, vendorId: null })).toBeUndefined();
    rows.push({ ...row, id: "4", phone_number: null });
    await refusal(UnclearError, vendor.get({ e164, vendorId: null }));
  });

  it.each([{ id: agent }, { agent_id: agent }])("name the agent as an object: %j", async (agent_id) => {
    expect((await one({ agent_id })).agent).toBe(agent);
  });

  it.each([{ rented: false }, { rented: "no" }, { rented: null, status: "inactive" }])(
    "that are known by number and id are found whatever else they say: %j",
    async (more) => {
      const { vendor } = await bolnaAnswering(listing({ ...row, ...more }));
      for (const vendorId of [hex, uuid, null]) {
        expect(await vendor.get({ e164, vendorId })).toMatchObject({ e164, vendorId: hex });
      }
    },
  );

  it("of the same number are told apart by the id, in whatever form it is known", async () => {
    const { vendor } = await bolnaAnswering(listing({ ...row, id: "f".repeat(32) }, row));
    for (const vendorId of [hex, uuid, uuid.toUpperCase()]) {
      expect((await vendor.get({ e164, vendorId }))?.vendorId).toBe(hex);
    }
    expect((await vendor.get({ e164, vendorId: "unknown" }))?.e164).toBe(e164);
  });
});

describe("a list in pages", () => {
  const numbered = (index: number) => ({
    ...row,
    id: `id-${index}`,
    phone_number: `+1415555${1000 + index}`,
  });
  const paged = (pages: readonly object[]): BolnaAnswers => ({
    "GET /phone-numbers/all": ({ url }) => {
      const page = Number(url.searchParams.get("page_number") ?? 1);
      return { json: pages[page - 1] ?? pages.at(-1) };
    },
  });

  it.each([
    ["says that there are more", { has_more: true }, { has_more: false }],
    ["tells its total", { total: 40 }, { total: 40 }],
    ["does both", { has_more: true, total: 40 }, { has_more: false, total: 40 }],
  ])("that %s is followed to its end", async (_what, first, last) => {
    const rows = Array.from({ length: 40 }, (_, index) => numbered(index));
    const { vendor, calls } = await bolnaAnswering(
      paged([
        { data: rows.slice(0, 20), ...first },
        { data: rows.slice(20), ...last },
      ]),
    );
    expect(await vendor.list()).toHaveLength(40);
    expect(calls.map(({ url }) => url.search)).toEqual(["", "?page_number=2"]);
  });

  it("of which the last is all of connected numbers is followed through them", async () => {
    const connected = { id: "c", rented: false };
    const { vendor } = await bolnaAnswering(
      paged([
        { data: [connected], has_more: true },
        { data: [numbered(1)], has_more: false },
      ]),
    );
    expect(await vendor.list()).toHaveLength(1);
  });

  it.each([
    [
      "the same page again",
      [
        { data: [numbered(1)], has_more: true },
        { data: [numbered(1)], has_more: true },
      ],
    ],
    [
      "an empty page",
      [
        { data: [numbered(1)], has_more: true },
        { data: [], has_more: true },
      ],
    ],
    [
      "less than its total",
      [
        { data: [numbered(1)], total: 3 },
        { data: [], total: 3 },
      ],
    ],
  ])("that goes on with %s is an error, never a part", async (_what, pages) => {
    const { vendor, calls } = await bolnaAnswering(paged(pages));
    const error = await refusal(UnclearError, vendor.list());
    expect(error.mayHaveBought).toBe(false);
    expect(calls).toHaveLength(2);
  });

  it("is one without an envelope, however often it shows a number", async () => {
    const { vendor, calls } = await bolnaAnswering(listing(row, row));
    expect(await vendor.list()).toHaveLength(1);
    expect(calls).toHaveLength(1);
  });
});
