import { describe, expect, it } from "vitest";
import { type PhoneError, RefusedError, UnclearError } from "../../../provider/domain/errors";
import type { Order, SearchQuery } from "../../../provider/vendors/vendor";
import type { FakeAnswer, FakeCall } from "../../support/vendor-answering";
import { refusal, take } from "../lab";
import { gateway, plain, ravanAnswering, ravanKey, success } from "./support";

const query: SearchQuery = { country: "US", type: undefined, criteria: {}, options: {} };
const order: Order = {
  e164: "+13612738809",
  country: "US",
  agent: undefined,
  subaccount: undefined,
  terms: { price: 1.15, per_minute_price_inbound: 0.0085, per_minute_price_outbound: 0.0945 },
};
const numbered = (index: number) => ({ id: `id-${index}`, number: `+1415555${1000 + index}` });
const rows = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => numbered(from + index));

describe("rows of the account", () => {
  it.each([
    {
      id: "019d2a1b-4c5e-7f8a-9b0c-1d2e3f4a5b6c",
      subscription_id: "",
      number: "+13612738809",
      friendly_name: "Sales Line",
      per_minute_price_inbound: 0.0085,
      price: 1.15,
      region: "TX",
      iso_country: "US",
      is_active: true,
      created_at: "2026-03-15T09:00:00Z",
    },
    {
      id: "019d2a1b-4c5e-7f8a-9b0c-1d2e3f4a5b6c",
      number: "13612738809",
      friendlyName: "Sales Line",
      price: "1.15",
      region: "TX",
      isoCountry: "US",
      isActive: true,
      createdAt: "2026-03-15T09:00:00Z",
    },
  ])("are read in either spelling, prices as number or text: $price", async (row) => {
    const vendor = await ravanAnswering(() => success([row]));
    expect(await vendor.list()).toEqual([
      {
        e164: "+13612738809",
        vendorId: "019d2a1b-4c5e-7f8a-9b0c-1d2e3f4a5b6c",
        status: "active",
        statusReason: null,
        monthlyPrice: { amount: "1.15", currency: "USD" },
        renewsAt: null,
        agent: null,
        subaccount: null,
        alias: "Sales Line",
        capabilities: ["voice"],
        region: "TX",
        purchasedAt: "2026-03-15T09:00:00Z",
      },
    ]);
  });

  it("with nothing but id and number are read", async () => {
    const vendor = await ravanAnswering(() => success([{ id: 7, number: "+13612738809" }]));
    expect(await vendor.list()).toMatchObject([
      { vendorId: "7", status: null, monthlyPrice: null, alias: null, region: null, purchasedAt: null },
    ]);
  });

  it.each([{ is_active: false }, { isActive: false }])(
    "that are inactive are gone, and hide no active one of the same number: %j",
    async (inactive) => {
      const gone = { id: "old", number: "+13612738809", ...inactive };
      const vendor = await ravanAnswering(() =>
        success([gone, numbered(0), { id: "new", number: "+13612738809", is_active: true }]),
      );
      expect((await vendor.list()).map(({ vendorId }) => vendorId)).toEqual(["id-0", "new"]);
      expect((await vendor.get({ e164: "+13612738809", vendorId: "old" }))?.vendorId).toBe("new");
    },
  );

  it.each([
    ["+13612738809", null],
    ["13612738809", null],
    ["+1 (361) 273-8809", null],
    ["", null],
    [null, null],
    ["+14155550100", "+14155550100"],
    ["Line 13612738809", "Line 13612738809"],
  ])("that nobody has named may be named after themselves: %j", async (friendly_name, alias) => {
    const vendor = await ravanAnswering(() => success([{ id: "1", number: "+13612738809", friendly_name }]));
    expect((await vendor.list())[0]?.alias).toBe(alias);
  });

  it.each([
    [{ iso_country: "IN" }, "XXX"],
    [{ isoCountry: "in" }, "XXX"],
    [{ number: "+918065531988" }, "XXX"],
    [{ iso_country: "GB" }, "USD"],
    [{}, "USD"],
  ])("name no currency, and have dollars unless they are Indian: %j", async (row, currency) => {
    const vendor = await ravanAnswering(() => success([{ ...numbered(0), price: "295.00", ...row }]));
    expect((await vendor.list())[0]?.monthlyPrice).toEqual({ amount: "295.00", currency });
  });

  it.each([{ number: "+13612738809" }, { id: "", number: "+13612738809" }])(
    "without an id are the account's all the same: %j",
    async (row) => {
      const vendor = await ravanAnswering(() => success([numbered(0), row]));
      expect((await vendor.list()).map(({ vendorId }) => vendorId)).toEqual(["id-0", null]);
    },
  );
});

describe("the list", () => {
  it.each([undefined, null, []])("of a success may be empty as %j", async (data) => {
    expect(await (await ravanAnswering(() => success(data))).list()).toEqual([]);
  });

  it.each([{}, { data: [] }, { message: "done" }, { success: "true", data: [] }, [], null])(
    "of an answer that does not say success proves nothing: %j",
    async (json) => {
      await refusal(UnclearError, (await ravanAnswering(() => ({ json }))).list());
    },
  );

  it.each<[FakeAnswer, abstract new (...args: never[]) => PhoneError]>([
    [plain(200, "Something went wrong"), RefusedError],
    [{ json: { success: false, data: [] } }, RefusedError],
    [{ json: { code: 13, message: "internal" } }, UnclearError],
    [gateway(200, 9, "not now"), RefusedError],
  ])("of a failure with a success's status is an error: %j", async (answer, type) => {
    await refusal(type, (await ravanAnswering(() => answer)).list());
  });

  it("without meta, or with all rows of it, is one call without parameters", async () => {
    for (const meta of [undefined, null, {}, { total: 2 }, { total: "2", limit: "2", offset: "0" }]) {
      const calls: string[] = [];
      const vendor = await ravanAnswering(({ url }) => {
        calls.push(url.search);
        return success(rows(0, 2), { meta });
      });
      expect(await vendor.list()).toHaveLength(2);
      // A page that is as long as its limit could have a next one, but not when the total says otherwise.
      expect(calls).toEqual([""]);
    }
  });

  const paged =
    (count: number, limit: number, meta: object, offsets: string[]) =>
    ({ url }: FakeCall): FakeAnswer => {
      const offset = Number(url.searchParams.get("offset"));
      offsets.push(url.search);
      return success(rows(offset, Math.max(0, Math.min(limit, count - offset))), { meta });
    };

  it.each([
    [{ total: 45, limit: 20 }, 45, ["", "?offset=20", "?offset=40"]],
    [{ total: "45" }, 45, ["", "?offset=20", "?offset=40"]],
    [{ limit: 20 }, 45, ["", "?offset=20", "?offset=40"]],
    [{ total: 0, limit: "20" }, 40, ["", "?offset=20", "?offset=40"]],
  ])("that turns out to have pages is followed to its end: %j", async (meta, count, calls) => {
    const seen: string[] = [];
    const vendor = await ravanAnswering(paged(count, 20, meta, seen));
    expect(await vendor.list()).toHaveLength(count);
    expect(seen).toEqual(calls);
  });

  it.each([{ total: 45 }, { limit: 20 }])(
    "of which only the first page can be had is an error, never a part: %j",
    async (meta) => {
      const vendor = await ravanAnswering(() => success(rows(0, 20), { meta }));
      const error = await refusal(UnclearError, vendor.list());
      expect(error.message).toContain("20 rows");
    },
  );
});

describe("numbers for sale", () => {
  it.each([
    {
      iso_country: "US",
      phone_number: "+13612738809",
      price: 1.15,
      per_minute_price_outbound: 0.0945,
      per_minute_price_inbound: 0.0085,
    },
    {
      isoCountry: "US",
      phoneNumber: "+13612738809",
      price: 1.15,
      perMinutePriceOutbound: 0.0945,
      perMinutePriceInbound: 0.0085,
      telephonyType: "",
    },
  ])("are read in either spelling", async (row) => {
    const vendor = await ravanAnswering(() => success([row]));
    expect(await vendor.find("+13612738809", "US")).toEqual({
      e164: "+13612738809",
      monthlyPrice: { amount: "1.15", currency: "USD" },
      setupPrice: null,
      type: null,
      place: null,
      capabilities: ["voice"],
      restriction: null,
      terms: order.terms,
    });
  });

  it.each([{ telephonyType: "india" }, {}])(
    "of an Indian number are Indian even where no country is told: %j",
    async (told) => {
      const row = { phoneNumber: "+918065531988", price: "295.00", ...told };
      const vendor = await ravanAnswering(() => success([row]));
      expect((await vendor.find("+918065531988", "IN"))?.monthlyPrice?.currency).toBe("XXX");
    },
  );

  it("without a price have none, and are bought without one", async () => {
    const bodies: string[] = [];
    const vendor = await ravanAnswering(({ method, body }) => {
      if (method === "POST") bodies.push(body);
      return success(method === "GET" ? [{ phone_number: order.e164, price: null }] : {});
    });
    expect((await vendor.find(order.e164, "US"))?.monthlyPrice).toBeNull();
    await vendor.buy({ ...order, terms: null });
    expect(bodies.map((body) => JSON.parse(body))).toEqual([{ phone_number: order.e164 }]);
  });

  it("are asked for a thousand at a time, or as many as Ravan likes when that is too many", async () => {
    for (const refused of [
      gateway(400, 3, "Invalid request parameters"),
      plain(422, "page_size must not exceed 100"),
    ]) {
      const sizes: (string | null)[] = [];
      const vendor = await ravanAnswering(({ url: { searchParams } }) => {
        sizes.push(searchParams.get("page_size"));
        expect(searchParams.get("region")).toBe("CA");
        return searchParams.has("page_size") ? refused : success([{ phone_number: "+14155551000" }]);
      });
      expect(await take(vendor.search({ ...query, criteria: { region: "CA" } }))).toHaveLength(1);
      expect(sizes).toEqual(["1000", null]);
    }
  });
});

it("the key is in its header, bare, and nowhere else", async () => {
  const seen: FakeCall[] = [];
  const vendor = await ravanAnswering((call) => {
    seen.push(call);
    return success([]);
  });
  await vendor.list();
  expect(seen[0]?.headers["x-api-key"]).toBe(ravanKey);
  expect(seen[0]?.headers.authorization).toBeUndefined();
  expect(vendor.account).toMatch(/^key [\da-f]{12}$/);
});
