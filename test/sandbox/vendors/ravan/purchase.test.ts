import { describe, expect, test } from "vitest";
import { application, gateway, inTurn, plain, useRavan } from "./bench";

const bench = useRavan();
const seconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

describe("buy", () => {
  test("answers without an id, and the list has the record", async () => {
    const { phone_number, price, per_minute_price_inbound, per_minute_price_outbound } = await bench.free();
    const { status, json } = await bench.buy({
      phone_number,
      price,
      per_minute_price_inbound,
      per_minute_price_outbound,
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      message: "Phone number purchased successfully",
      data: { phone_number, price, status: "active", purchased_at: expect.stringMatching(seconds) },
    });
    const [record] = await bench.owned();
    expect(record).toMatchObject({ number: phone_number, price });
    expect(bench.state).toEqual({
      owned: [
        {
          e164: phone_number,
          id: record?.id,
          agent: null,
          subaccount: null,
          alias: null,
          renewsAt: expect.any(String),
          status: "active",
        },
      ],
      purchases: 1,
      releases: 0,
    });
    expect((await bench.free()).phone_number).not.toBe(phone_number);
  });

  test.each([
    ["the other spelling", (number: unknown) => ({ phoneNumber: number, price: 1.15 })],
    ["a price as text", (number: unknown) => ({ phone_number: number, price: "1.150" })],
    [
      "minutes in whole numbers",
      (number: unknown) => ({ phone_number: number, price: 1.15, per_minute_price_inbound: 0 }),
    ],
    ["fields it does not know", (number: unknown) => ({ phone_number: number, price: 1.15, agent: "x" })],
  ])("takes %s", async (_name, bodyFor) => {
    const { phone_number } = await bench.free();
    expect((await bench.buy(bodyFor(phone_number))).json.success).toBe(true);
    expect(bench.state.purchases).toBe(1);
  });

  test("takes an Indian price as it was told, and answers it as a number", async () => {
    const { phone_number, price } = await bench.free("IN");
    expect((await bench.buy({ phone_number, price })).json.data).toMatchObject({ price: 295 });
  });

  test.each([
    ["none", undefined],
    ["malformed", "{"],
    ["an array", "[]"],
    ["a text", '"text"'],
    ["null", "null"],
  ])("a body that is %s is a 400", async (_name, rawBody) => {
    const { status, json } = await bench.call("buy/", {
      method: "POST",
      ...(rawBody !== undefined && { rawBody }),
    });
    expect([status, json]).toEqual([400, gateway(3, "Invalid request parameters")]);
  });

  test.each([undefined, null, true, {}, "", "x", "-1.15", "1,15"])(
    "a price of %j is a 400",
    async (price) => {
      const { phone_number } = await bench.free();
      const { status, json } = await bench.buy({ phone_number, price });
      expect([status, json]).toEqual([400, gateway(3, "Invalid request parameters")]);
      expect(bench.state.purchases).toBe(0);
    },
  );

  test("prices of a minute must be numbers, and a field cannot be there twice", async () => {
    const { phone_number, price } = await bench.free();
    for (const more of [
      { per_minute_price_inbound: "x" },
      { perMinutePriceOutbound: [] },
      { phoneNumber: "x" },
    ]) {
      expect((await bench.buy({ phone_number, price, ...more })).json).toEqual(gateway(3));
    }
    expect(bench.state.purchases).toBe(0);
  });

  test.each(["14155550123", "+1 415 555 0123", 14155550123, undefined])(
    "the number %j is refused in either of two forms",
    async (phone_number) => {
      expect(await inTurn(3, () => bench.buy({ phone_number, price: 1.15 }))).toEqual([
        [400, gateway(3, "Invalid request parameters")],
        [400, plain("Validation Error: 'phone_number' format invalid")],
        [400, gateway(3, "Invalid request parameters")],
      ]);
    },
  );

  test("a price that has changed since the search is refused, either up or down", async () => {
    const { phone_number, price } = await bench.free();
    const words = "Pricing Error: 'price' exceeds expected limit";
    bench.control.changeNumbers({ vendor: "ravan", price: [{ e164: String(phone_number), price: 2 }] });
    expect(await inTurn(2, () => bench.buy({ phone_number, price }))).toEqual([
      [422, plain(words)],
      [400, gateway(3, words)],
    ]);
    expect((await bench.buy({ phone_number, price: 2.01 })).status).toBe(422);
    expect(bench.state.purchases).toBe(0);
    const again = await bench.free();
    expect(again).toMatchObject({ phone_number, price: 2 });
    expect((await bench.buy({ phone_number, price: again.price })).json.success).toBe(true);
  });

  test("a number that is not for sale is refused in three forms, one of them a success by its status", async () => {
    const words = expect.stringContaining("+14155550123");
    const buy = () => bench.buy({ phone_number: "+14155550123", price: 1.15 });
    expect(await inTurn(4, buy)).toEqual([
      [400, gateway(9, words)],
      [404, application("NOT_FOUND", words)],
      [200, plain(words)],
      [400, gateway(9, words)],
    ]);
  });

  test("a number that is ours already is refused in two forms", async () => {
    const phone_number = await bench.bought();
    expect(await inTurn(2, () => bench.buy({ phone_number, price: 1.15 }))).toEqual([
      [409, gateway(6)],
      [400, application("BAD_REQUEST")],
    ]);
    expect(bench.state.purchases).toBe(1);
  });

  test("one number is sold once, however many ask at the same time", async () => {
    const { phone_number, price } = await bench.free();
    const replies = await Promise.all(Array.from({ length: 10 }, () => bench.buy({ phone_number, price })));
    expect(replies.filter(({ json }) => json.success === true)).toHaveLength(1);
    expect(bench.state.purchases).toBe(1);
  });
});
