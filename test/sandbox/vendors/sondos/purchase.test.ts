import { isValidPhoneNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { useSandbox } from "../../../support/sandbox";
import type { Json } from "../../../support/send";
import { SondosBench } from "./bench";

const bench = useSandbox({ stock: 60 });
const sondos = new SondosBench(bench);
const newNumber = "+14155550123";
const notAvailable =
  "This phone number is not available for purchase. Please search for available numbers first.";
const inUse = "This phone number is already in use.";

function add(e164: string, country = "US"): void {
  sondos.control.changeNumbers({ vendor: "sondos", add: [{ e164, country }] });
}

describe("search", () => {
  test("shows local numbers with the documented fields", async () => {
    const rows = await sondos.search();
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      expect(row).toEqual({
        phone_number: expect.stringMatching(/^\+1\d{10}$/),
        phone_number_formatted: expect.stringMatching(/^\+1 \d{3}-\d{3}-\d{4}$/),
        country_code: "US",
        price: 3.99,
        stripe_price_id: expect.stringMatching(/^price_[A-Za-z0-9]{24}$/),
        address_requirements: "none",
        sms_capable: expect.any(Boolean),
      });
      expect(isValidPhoneNumber(String(row.phone_number))).toBe(true);
    }
  });

  test("comes wrapped and bare, in turn", async () => {
    const forms: boolean[] = [];
    for (let turn = 0; turn < 4; turn++) {
      forms.push(Array.isArray((await sondos.call("phone-numbers/search")).json));
    }
    expect(forms).toEqual([false, true, false, true]);
  });

  test("finds by country, and by digits anywhere in the number", async () => {
    add(newNumber);
    expect((await sondos.search("contains=5550123")).map((row) => row.phone_number)).toEqual([newNumber]);
    expect(await sondos.search("country_code=GB")).toHaveLength(24);
    expect(await sondos.search("country_code=GB&contains=5550123")).toEqual([]);
    expect((await sondos.call("phone-numbers/search?country_code=FR")).status).toBe(200);
    expect(await sondos.search("country_code=FR")).toEqual([]);
    expect(await sondos.search("country_code=&contains=")).toEqual(await sondos.search());
  });

  test("tells what address a country wants, and its price", async () => {
    add("+4969365065273", "DE");
    sondos.control.changeNumbers({ vendor: "sondos", price: [{ e164: "+4969365065273", price: "12.5" }] });
    expect(await sondos.search("country_code=DE")).toMatchObject([
      { address_requirements: "local", price: 12.5, phone_number_formatted: "+49 69 365065273" },
    ]);
  });

  test.each([
    ["country_code=us", "country_code"],
    ["country_code=USA", "country_code"],
    ["contains=%2B1", "contains"],
    ["contains=12345678901", "contains"],
  ])("refuses %s", async (query, field) => {
    const { status, json } = await sondos.call(`phone-numbers/search?${query}`);
    expect(status).toBe(422);
    expect(json).toEqual({ message: expect.any(String), errors: { [field]: [json.message] } });
  });
});

describe("buy", () => {
  test("answers 201 with an integer id and nothing more than is documented", async () => {
    const e164 = await sondos.freeNumber();
    const { status, json } = await sondos.buy(e164);
    expect(status).toBe(201);
    expect(json).toEqual({
      message: "Phone number purchased successfully.",
      data: {
        id: expect.any(Number),
        phone_number: e164,
        country_code: "US",
        type: "normal",
        sms_capable: expect.any(Boolean),
      },
    });
    const { id } = json.data as Json;
    expect(Number.isInteger(id)).toBe(true);
    expect(sondos.state).toEqual({
      owned: [
        {
          e164,
          id,
          agent: null,
          subaccount: null,
          alias: null,
          renewsAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
          status: "active",
        },
      ],
      purchases: 1,
      releases: 0,
    });
  });

  test("a British one, too", async () => {
    await sondos.bought("country_code=GB");
    expect(sondos.state.owned).toMatchObject([{ e164: expect.stringMatching(/^\+44/) }]);
  });

  test("wants the number to have been shown by a search", async () => {
    add(newNumber);
    const refused = await sondos.buy(newNumber);
    expect(refused.status).toBe(400);
    expect(refused.json).toEqual({ error: notAvailable });
    await sondos.search("contains=0000000000");
    expect((await sondos.buy(newNumber)).status).toBe(400);
    await sondos.search("contains=5550123");
    expect((await sondos.buy(newNumber)).status).toBe(201);
  });

  test("a number of the account's own is in use, whether it was shown or not", async () => {
    const e164 = await sondos.freeNumber();
    await sondos.buy(e164);
    sondos.control.changeNumbers({ vendor: "sondos", own: [{ e164: newNumber, country: "US" }] });
    for (const own of [e164, newNumber]) {
      const { status, json } = await sondos.buy(own);
      expect([status, json]).toEqual([400, { error: inUse }]);
    }
    expect(sondos.state.purchases).toBe(1);
  });

  test("a number that was shown and is gone: the two refusals in turn", async () => {
    add(newNumber);
    await sondos.search("contains=5550123");
    sondos.control.changeNumbers({ vendor: "sondos", take: [newNumber] });
    const replies = [await sondos.buy(newNumber), await sondos.buy(newNumber)];
    expect(replies.map(({ status, json }) => [status, json.error])).toEqual([
      [400, inUse],
      [400, notAvailable],
    ]);
  });

  test("one number is sold once, however many ask at the same time", async () => {
    const e164 = await sondos.freeNumber();
    const replies = await Promise.all(Array.from({ length: 10 }, () => sondos.buy(e164)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(sondos.state.purchases).toBe(1);
  });

  test.each(["14155550123", "+1 415 555 0123", "+999123456789", "nonsense", "+1"])(
    "%s cannot be parsed",
    async (text) => {
      const { status, json } = await sondos.buy(text);
      expect(status).toBe(422);
      expect(json).toEqual({
        error: "Unable to parse phone number. Please provide a valid E.164 format number.",
      });
    },
  );

  test.each([
    ["no body", {}],
    ["a broken one", { rawBody: "{" }],
    ["a list", { body: [newNumber] }],
    ["null", { body: { phone_number: null } }],
    ["a number", { body: { phone_number: 14155550123 } }],
  ])("with %s fails validation", async (_name, call) => {
    const { status, json } = await sondos.call("phone-numbers/purchase", { method: "POST", ...call });
    expect(status).toBe(422);
    expect(json).toEqual({ message: expect.any(String), errors: { phone_number: [json.message] } });
  });

  test("with a body that does not say it is JSON fails validation", async () => {
    const response = await fetch(`${sondos.info.baseUrl}/api/user/phone-numbers/purchase`, {
      method: "POST",
      headers: { accept: "application/json", authorization: `Bearer ${sondos.key}` },
      body: JSON.stringify({ phone_number: await sondos.freeNumber() }),
    });
    expect(response.status).toBe(422);
    expect(sondos.state.purchases).toBe(0);
  });

  test("where an address is wanted, some can be bought and some cannot", async () => {
    const numbers = Array.from({ length: 8 }, (_, index) => `+4969365065${270 + index}`);
    for (const e164 of numbers) add(e164, "DE");
    await sondos.search("country_code=DE");
    const replies = await Promise.all(numbers.map((e164) => sondos.buy(e164)));
    const statuses = replies.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 500]));
    for (const { json } of replies.filter(({ status }) => status === 500)) {
      expect(json).toEqual({
        error: "Failed to purchase phone number from provider. Please contact support.",
      });
    }
    expect(sondos.state.purchases).toBe(statuses.filter((status) => status === 201).length);
  });
});
