import { isValidPhoneNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { useBolna } from "./bench";

const bolna = useBolna();

const indian = {
  karnataka: "+918065531988",
  maharashtra: "+912265531988",
  gujarat: "+917965531988",
  ncr: "+911165531988",
};

function sellIndian(): void {
  bolna.control.changeNumbers({
    vendor: "bolna",
    add: Object.values(indian).map((e164) => ({ e164, country: "IN" })),
  });
}

describe("search", () => {
  test("answers a bare array of all that fit, with the documented fields", async () => {
    const rows = await bolna.search();
    expect(rows).toHaveLength(500);
    for (const row of rows) {
      expect(row).toEqual({
        region: expect.stringMatching(/^[A-Za-z ]+$/),
        friendly_name: row.friendly_name === null ? null : expect.any(String),
        locality: row.locality === null ? null : expect.any(String),
        phone_number: expect.stringMatching(/^\+1\d{10}$/),
        provider: "twilio",
        price: 5,
      });
      expect(isValidPhoneNumber(String(row.phone_number))).toBe(true);
    }
    expect(new Set(rows.map(({ locality }) => locality === null))).toEqual(new Set([true, false]));
    expect(new Set(rows.map(({ friendly_name }) => friendly_name === null))).toEqual(new Set([true, false]));
  });

  test("honours pattern, an area code", async () => {
    const rows = await bolna.search("country=US&pattern=415");
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      expect(row.phone_number).toMatch(/^\+1415/);
      expect(row.region).toBeOneOf(["San Francisco", "California"]);
    }
    expect(await bolna.search("country=US&pattern=999")).toEqual([]);
  });

  test("honours provider: nobody but Twilio has US numbers", async () => {
    expect(await bolna.search("country=US&provider=twilio")).toHaveLength(500);
    expect(await bolna.search("country=US&provider=plivo")).toEqual([]);
  });

  test("knows no toll-free numbers, and none of India as started", async () => {
    expect(await bolna.search("country=US&pattern=800")).toEqual([]);
    expect(await bolna.search("country=IN")).toEqual([]);
  });

  test("Indian numbers come from Plivo and Vobiz, by region", async () => {
    sellIndian();
    const rows = await bolna.search("country=IN");
    expect(rows).toMatchObject([
      { region: "Karnataka", price: 5 },
      { region: "Maharashtra", provider: "plivo" },
      { region: "Gujarat", provider: "vobiz" },
      { region: "NCR", provider: "vobiz" },
    ]);
    expect(rows[0]?.provider).toBeOneOf(["plivo", "vobiz"]);
  });

  test("honours region for India every other time", async () => {
    sellIndian();
    expect(await bolna.search("country=IN&region=79")).toMatchObject([{ phone_number: indian.gujarat }]);
    expect(await bolna.search("country=IN&region=79")).toHaveLength(4);
    expect(await bolna.search("country=US&region=79")).toHaveLength(500);
  });

  test("shows prices in dollars", async () => {
    const e164 = await bolna.freeNumber();
    bolna.control.changeNumbers({ vendor: "bolna", price: [{ e164, price: "7.25" }] });
    expect((await bolna.search()).find((row) => row.phone_number === e164)?.price).toBe(7.25);
  });

  test.each([
    ["", "country"],
    ["pattern=415", "country"],
    ["country=us", "country"],
    ["country=GB", "country"],
    ["country=US&pattern=41", "pattern"],
    ["country=US&pattern=4155", "pattern"],
    ["country=US&pattern=4*5", "pattern"],
    ["country=US&provider=vonage", "provider"],
  ])("refuses %j, naming %s", async (query, name) => {
    const { status, json } = await bolna.call(`/phone-numbers/search?${query}`);
    expect(status).toBe(400);
    expect(json).toEqual({ error: 1001, message: expect.stringContaining(name) });
  });

  test("has no country without stock, and exactly as much as asked for", async () => {
    const numbers = new Set((await bolna.search()).map(({ phone_number }) => phone_number));
    expect(numbers.size).toBe(500);
    for (const e164 of numbers) bolna.control.changeNumbers({ vendor: "bolna", take: [String(e164)] });
    expect(await bolna.search()).toEqual([]);
  });
});
