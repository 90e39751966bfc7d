import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { application, gateway, inTurn, plain, useRavan } from "./bench";

const bench = useRavan();
const seconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Buys some numbers, and gives back their E.164. */
async function boughtMany(count: number): Promise<string[]> {
  const numbers: string[] = [];
  for (let turn = 0; turn < count; turn++) numbers.push(await bench.bought());
  return numbers;
}

describe("list", () => {
  test("has every documented field", async () => {
    const number = await bench.bought();
    const { json } = await bench.call("list");
    expect(json).toEqual({
      success: true,
      message: "Phone numbers fetched successfully",
      data: [
        {
          id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-/),
          telephony_id: expect.stringMatching(/^[\da-f-]{36}$/),
          subscription_id: expect.stringMatching(/^sub_\d{10}$/),
          inbound_trunk_id: expect.stringMatching(/^trk_inb_/),
          outbound_trunk_id: expect.stringMatching(/^trk_out_/),
          number,
          friendly_name: expect.toBeOneOf(["", number]),
          per_minute_price_inbound: 0.0085,
          per_minute_price_outbound: 0.0945,
          price: 1.15,
          region: expect.stringMatching(/^[A-Z]{2}$/),
          iso_country: "US",
          is_active: true,
          created_at: expect.stringMatching(seconds),
          updated_at: expect.stringMatching(seconds),
        },
      ],
    });
  });

  test("goes through both spellings, with and without meta", async () => {
    await bench.bought();
    const seen = (await inTurn(5, () => bench.call("list"))).map(([, { data, meta }]) => {
      const [row] = data as [Json];
      return ["isActive" in row ? "camel" : "is_active" in row ? "snake" : "neither", meta];
    });
    const meta = { total: 1, limit: 1, offset: 0 };
    expect(seen).toEqual([
      ["snake", undefined],
      ["camel", undefined],
      ["snake", meta],
      ["camel", meta],
      ["snake", undefined],
    ]);
  });

  test("an empty one has a list, or none", async () => {
    const bodies = (await inTurn(3, () => bench.call("list"))).map(([, json]) => json.data);
    expect(bodies).toEqual([[], undefined, []]);
  });

  test("is not cut into pages", async () => {
    const own = Array.from({ length: 130 }, (_, index) => ({
      e164: `+1415555${1000 + index}`,
      country: "US",
    }));
    bench.control.changeNumbers({ vendor: "ravan", own });
    const owned = await bench.owned("?limit=10&offset=20");
    expect(owned.map(({ number }) => number)).toEqual(own.map(({ e164 }) => e164));
  });

  test("numbers from before may have come from an own Twilio account, and may have names", async () => {
    const own = Array.from({ length: 20 }, (_, index) => ({
      e164: `+1415555${1000 + index}`,
      country: "US",
    }));
    bench.control.changeNumbers({
      vendor: "ravan",
      own: [...own, { e164: "+14155552000", country: "US", alias: "Front desk" }],
    });
    const owned = await bench.owned();
    expect(new Set(owned.map(({ subscription_id }) => subscription_id === ""))).toEqual(
      new Set([true, false]),
    );
    expect(new Set(owned.slice(0, 20).map(({ friendly_name }) => friendly_name === ""))).toEqual(
      new Set([true, false]),
    );
    expect(owned.at(-1)?.friendly_name).toBe("Front desk");
    expect(String(owned[0]?.created_at) < bench.control.now()).toBe(true);
  });

  test("honours its filters, in either spelling", async () => {
    const british = await bench.bought("GB");
    const indian = await bench.bought("IN");
    bench.control.changeNumbers({ vendor: "ravan", own: [{ e164: "+17135550123", country: "US" }] });
    const numbers = async (query: string) => (await bench.owned(query)).map(({ number }) => number);
    expect(await numbers("")).toEqual([british, indian, "+17135550123"]);
    expect(await numbers("?iso_country=GB")).toEqual([british]);
    expect(await numbers("?isoCountry=IN")).toEqual([indian]);
    expect(await numbers("?region=TX")).toEqual(["+17135550123"]);
    expect(await numbers("?is_active=true&iso_country=GB")).toEqual([british]);
    expect(await numbers("?is_active=false")).toEqual([]);
    expect((await bench.call("list?is_active=yes")).json).toEqual(gateway(3));
  });
});

describe("release", () => {
  test.each([
    ["a plus sign", (number: string) => number],
    ["an encoded plus sign", encodeURIComponent],
  ])("by number, with %s", async (_name, spelled) => {
    const number = await bench.bought();
    const { status, json } = await bench.release(spelled(number));
    expect(status).toBe(200);
    expect(json).toEqual({
      success: true,
      message: "Phone number released successfully",
      data: { phone_number: number, status: "released", released_at: expect.stringMatching(seconds) },
    });
    expect(bench.state).toEqual({ owned: [], purchases: 1, releases: 1 });
  });

  test("leaves some numbers in the list, inactive, and takes away others; none is for sale again", async () => {
    const numbers = await boughtMany(20);
    const statuses: unknown[] = [];
    for (const number of numbers) {
      statuses.push(((await bench.release(number)).json.data as Json).status);
    }
    expect(new Set(statuses)).toEqual(new Set(["released", "active"]));
    const left = await bench.owned();
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(20);
    expect(new Set(left.map(({ is_active }) => is_active))).toEqual(new Set([false]));
    expect(await bench.owned("?is_active=true")).toEqual([]);
    expect(await bench.owned("?is_active=false")).toEqual(left);
    expect(bench.state).toEqual({ owned: [], purchases: 20, releases: 20 });
    const found = (await bench.found("page_size=1000")).map(({ phone_number }) => phone_number);
    for (const number of numbers) expect(found).not.toContain(number);
  });

  test("of a number that is not ours, or not any more, is refused in four forms", async () => {
    const number = await bench.bought();
    await bench.release(number);
    const words = expect.stringContaining("does not exist or does not belong to your organization");
    expect(await inTurn(5, () => bench.release(number))).toEqual([
      [404, plain(words)],
      [404, gateway(5, words)],
      [404, application("NOT_FOUND", words)],
      [200, plain(words)],
      [404, plain(words)],
    ]);
    expect(bench.state.releases).toBe(1);
  });

  test("by anything but the number is a 400", async () => {
    const number = await bench.bought();
    const [record] = await bench.owned();
    for (const name of [String(record?.id), number.slice(1), "%20"]) {
      const { status, json } = await bench.release(name);
      expect([status, json]).toEqual([400, gateway(3, "Invalid request parameters")]);
    }
    expect(bench.state.releases).toBe(0);
  });
});

describe("renewal", () => {
  test("every 28 days, which no answer tells", async () => {
    await bench.bought();
    const boughtOn = bench.control.now().slice(0, 10);
    const renewsAt = () => bench.state.owned[0]?.renewsAt ?? "";
    expect(days(boughtOn, renewsAt())).toBe(28);
    const [before] = await bench.owned();
    bench.control.advance({ advance: "27d" });
    expect(days(boughtOn, renewsAt())).toBe(28);
    bench.control.advance({ advance: "30d" });
    expect(days(boughtOn, renewsAt())).toBe(84);
    expect(await bench.owned()).toEqual([before]);
    expect(JSON.stringify(before)).not.toMatch(/renew/i);
  });

  test("of a number from before, counted from its purchase", () => {
    const purchasedAt = new Date(Date.parse(bench.control.now()) - 30 * 86_400_000).toISOString();
    bench.control.changeNumbers({
      vendor: "ravan",
      own: [{ e164: "+14155550123", country: "US", purchasedAt }],
    });
    expect(days(purchasedAt.slice(0, 10), bench.state.owned[0]?.renewsAt ?? "")).toBe(56);
  });

  test("a number that was lost is gone, without a release", async () => {
    const number = await bench.bought();
    bench.control.changeNumbers({ vendor: "ravan", drop: [number] });
    expect(await bench.owned()).toEqual([]);
    expect(bench.state).toEqual({ owned: [], purchases: 1, releases: 0 });
    expect((await bench.release(number)).status).toBe(404);
  });
});

test("a reset brings back keys, agents, stock and the first forms of what is open", async () => {
  const { info } = bench;
  const stock = (await bench.search("page_size=1000")).json;
  await bench.release(await bench.bought());
  bench.control.reset();
  expect(bench.info).toEqual(info);
  expect((await bench.search("page_size=1000")).json).toEqual(stock);
  expect(await bench.owned()).toEqual([]);
});
