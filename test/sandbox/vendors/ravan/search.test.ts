import { isValidPhoneNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { gateway, inTurn, plain, rows, useRavan } from "./bench";

const bench = useRavan();

describe("search", () => {
  test("spells the fields in either way, in turn", async () => {
    const [first, second, third] = await inTurn(3, () => bench.search("page_size=1"));
    expect(first).toEqual([
      200,
      {
        success: true,
        message: "Available numbers fetched successfully",
        data: [
          {
            iso_country: "US",
            phone_number: expect.stringMatching(/^\+1\d{10}$/),
            price: 1.15,
            per_minute_price_outbound: 0.0945,
            per_minute_price_inbound: 0.0085,
          },
        ],
      },
    ]);
    const [row] = (first?.[1].data ?? []) as Json[];
    expect(second?.[1].data).toEqual([
      {
        isoCountry: "US",
        phoneNumber: row?.phone_number,
        price: 1.15,
        perMinutePriceOutbound: 0.0945,
        perMinutePriceInbound: 0.0085,
        telephonyType: "",
      },
    ]);
    expect(third).toEqual(first);
  });

  test("has as many US numbers as asked for, all of them local ones that exist", async () => {
    const found = await bench.found("page_size=1000");
    expect(found).toHaveLength(500);
    expect(new Set(found.map(({ phone_number }) => phone_number)).size).toBe(500);
    for (const { phone_number } of found) {
      expect(isValidPhoneNumber(String(phone_number)), String(phone_number)).toBe(true);
      expect(phone_number).not.toMatch(/^\+18(00|33|44|55|66|77|88)/);
    }
  });

  test("Indian prices are text, and name another provider", async () => {
    const found = await bench.found("page_size=100", "IN");
    expect(found).toHaveLength(24);
    for (const { phone_number, price, per_minute_price_inbound } of found) {
      expect(isValidPhoneNumber(String(phone_number)), String(phone_number)).toBe(true);
      expect([price, per_minute_price_inbound]).toEqual(["295.00", 0.6]);
    }
    const [camel] = rows(await bench.search("page_size=1", "IN"));
    expect(camel?.telephony_type).toBe("india");
  });

  test("British numbers are sold as well, German ones are out of stock in either form", async () => {
    expect(await bench.found("page_size=100", "GB")).toHaveLength(24);
    const [first, second] = await inTurn(2, () => bench.search("", "DE"));
    expect(first?.[1].data).toEqual([]);
    expect(second).toEqual([200, { success: true, message: expect.any(String) }]);
  });

  test("page_size in either spelling, 0 for none, refused when it is no number", async () => {
    expect(await bench.found("page_size=3")).toHaveLength(3);
    expect(await bench.found("pageSize=3")).toHaveLength(3);
    expect(await bench.found("page_size=0")).toHaveLength(20);
    expect(await bench.found("")).toHaveLength(20);
    for (const size of ["-1", "x", "1.5", "2147483648"]) {
      const { status, json } = await bench.search(`page_size=${size}`);
      expect([status, json]).toEqual([400, gateway(3, "Invalid request parameters")]);
    }
  });

  test("a region is the abbreviation of a state", async () => {
    const texan = await bench.found("region=TX&page_size=500");
    expect(texan.length).toBeGreaterThan(0);
    for (const { phone_number } of texan) expect(phone_number).toMatch(/^\+1(713|214|512)/);
    expect(await bench.found("region=Texas")).toEqual([]);
    expect((await bench.found("region=KA&page_size=50", "IN")).length).toBe(8);
  });

  test.each(["us", "USA", "FR"])("the country %s is refused in either of two forms", async (country) => {
    expect(await inTurn(3, () => bench.search("", country))).toEqual([
      [400, plain("Validation Error: Unsupported 'iso_country' code")],
      [400, gateway(3, "Invalid request parameters")],
      [400, plain("Validation Error: Unsupported 'iso_country' code")],
    ]);
  });

  test("added numbers make a country a supported one, at the price they were given", async () => {
    bench.control.changeNumbers({
      vendor: "ravan",
      add: [
        { e164: "+33142685300", country: "FR", price: "4.255" },
        { e164: "+918065531988", country: "IN", price: "295.125" },
      ],
    });
    expect(await bench.found("", "FR")).toMatchObject([{ phone_number: "+33142685300", price: 4.255 }]);
    expect((await bench.found("page_size=50", "IN")).at(-1)).toMatchObject({ price: "295.125" });
  });
});
