import { describe, expect, test } from "vitest";
import { foreverMs, useBolna } from "./bench";

const bolna = useBolna();
const hyphenated = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const plain = /^[0-9a-f]{32}$/;
const nowhere = "3c90c3cc0d444b5088888dd25736052a";

describe("buy", () => {
  test("answers with the record: id with hyphens, price in cents, times without a zone", async () => {
    const e164 = await bolna.freeNumber();
    const { status, json } = await bolna.buy(e164);
    expect(status).toBe(200);
    expect(json).toEqual({
      id: expect.stringMatching(hyphenated),
      agent_id: null,
      bolna_owned: true,
      deleted: false,
      renewal: true,
      payment_uuid: expect.stringMatching(hyphenated),
      phone_number: e164,
      price: 500,
      telephony_provider: "twilio",
      telephony_sid: e164.slice(1),
      created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/),
      updated_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/),
    });
    expect(bolna.state).toEqual({
      owned: [
        {
          e164,
          id: String(json.id).replaceAll("-", ""),
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

  test("needs no provider, and takes no notice of what it does not know", async () => {
    const body = { country: "US", phone_number: await bolna.freeNumber(), agent_id: "x", renewal: false };
    const { status, json } = await bolna.call("/phone-numbers/buy", { method: "POST", body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ agent_id: null, renewal: true });
  });

  test("sells one number once, however many ask at the same time", async () => {
    const e164 = await bolna.freeNumber();
    const replies = await Promise.all(Array.from({ length: 10 }, () => bolna.buy(e164)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = replies.find(({ status }) => status !== 200);
    expect(refused).toMatchObject({ status: 400, json: { error: 400, message: expect.any(String) } });
    expect(bolna.state.purchases).toBe(1);
  });

  test.each([
    [{}, "country"],
    [{ country: "GB", phone_number: "+442079460000" }, "country"],
    [{ country: "US" }, "phone_number"],
    [{ country: "US", phone_number: 14155550123 }, "phone_number"],
    [{ country: "US", phone_number: "+14152640123", provider: "telnyx" }, "provider"],
  ])("refuses %j, naming %s", async (body, name) => {
    const { status, json } = await bolna.call("/phone-numbers/buy", { method: "POST", body });
    expect(status).toBe(400);
    expect(json).toEqual({ error: 1001, message: expect.stringContaining(name) });
  });

  test("a malformed number is a 400 and a 422 in turn", async () => {
    const body = { country: "US", phone_number: "14152640123" };
    const buy = () => bolna.call("/phone-numbers/buy", { method: "POST", body });
    const replies = [await buy(), await buy()];
    expect(replies.map(({ status, json }) => [status, json])).toEqual([
      [400, { error: 1001, message: expect.any(String) }],
      [422, { detail: expect.any(String) }],
    ]);
  });

  test("refuses a number never for sale, of another country, from another carrier", async () => {
    const free = await bolna.freeNumber();
    for (const body of [
      { country: "US", phone_number: "+14155550123" },
      { country: "IN", phone_number: free },
      { country: "US", phone_number: free, provider: "plivo" },
    ]) {
      const { status, json } = await bolna.call("/phone-numbers/buy", { method: "POST", body });
      expect(status).toBe(400);
      expect(json).toEqual({ error: 400, message: expect.any(String) });
    }
    expect(bolna.state.purchases).toBe(0);
  });

  test("an Indian number needs an approved compliance application", async () => {
    const e164 = "+918065531988";
    bolna.control.changeNumbers({ vendor: "bolna", add: [{ e164, country: "IN" }] });
    const body = { country: "IN", phone_number: e164 };
    const { status, json } = await bolna.call("/phone-numbers/buy", { method: "POST", body });
    expect(status).toBe(400);
    expect(json.message).toContain("compliance");
    expect(bolna.state.purchases).toBe(0);
    bolna.control.judgeDocuments({ vendor: "bolna", country: "IN", accepted: true });
    expect((await bolna.call("/phone-numbers/buy", { method: "POST", body })).json).toMatchObject({
      phone_number: e164,
    });
    expect(bolna.state.purchases).toBe(1);
  });
});

describe("list", () => {
  test("is a bare array of rows: id without hyphens, price as text, renewal in English", async () => {
    expect(await bolna.list()).toEqual([]);
    const { e164, id } = await bolna.bought();
    expect(await bolna.list()).toEqual([
      {
        id: id.replaceAll("-", ""),
        humanized_created_at: "just now",
        created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
        humanized_updated_at: "just now",
        updated_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/),
        renewal_at: expect.stringMatching(/^\d{1,2}(st|nd|rd|th) [A-Z][a-z]{2}, \d{4}$/),
        phone_number: e164,
        agent_id: null,
        price: "$5.0",
        telephony_provider: "twilio",
        rented: true,
      },
    ]);
  });

  test("one price in three units", async () => {
    const e164 = await bolna.freeNumber();
    bolna.control.changeNumbers({ vendor: "bolna", price: [{ e164, price: "1.1" }] });
    expect((await bolna.search()).find((row) => row.phone_number === e164)?.price).toBe(1.1);
    expect((await bolna.buy(e164)).json.price).toBe(110);
    expect((await bolna.row(e164)).price).toBe("$1.1");
  });

  test.each([
    ["2026-01-01", /^1st /],
    ["2026-01-02", /^2nd /],
    ["2026-01-03", /^3rd /],
    ["2026-01-11", /^11th /],
    ["2026-01-23", /^23rd /],
  ])("a number bought on %s renews on %s", async (purchasedAt, renewal) => {
    await bolna.own({ e164: "+14152640123", country: "US", purchasedAt });
    expect((await bolna.row("+14152640123")).renewal_at).toMatch(renewal);
  });

  test("tells how long ago, anew each time", async () => {
    const { e164 } = await bolna.bought();
    bolna.control.advance({ advance: "1h" });
    expect((await bolna.row(e164)).humanized_created_at).toBe("1 hour ago");
    bolna.control.advance({ advance: "3d" });
    expect((await bolna.row(e164)).humanized_created_at).toBe("3 days ago");
  });

  test("renews month by month when the clock passes", async () => {
    const { e164 } = await bolna.bought();
    const before = (await bolna.row(e164)).renewal_at;
    const [first] = bolna.state.owned;
    bolna.control.advance({ advance: "32d" });
    expect((await bolna.row(e164)).renewal_at).not.toBe(before);
    expect(String(bolna.state.owned[0]?.renewsAt) > String(first?.renewsAt)).toBe(true);
  });

  test("has the numbers of carriers that the account connected itself, not rented", async () => {
    await bolna.own(
      { e164: "+14152640123", country: "US" },
      { e164: "+18002640123", country: "US", type: "tollfree" },
      { e164: "+14152640124", country: "US", type: "national" },
      { e164: "+442079460123", country: "GB" },
    );
    expect(await bolna.list()).toMatchObject([
      { telephony_provider: "twilio", rented: true, price: "$5.0", id: expect.stringMatching(plain) },
      { telephony_provider: "twilio", rented: false, price: "$0.0", id: expect.stringMatching(hyphenated) },
      { telephony_provider: "sip-trunk", rented: false, id: expect.stringMatching(/^01HQ[0-9A-Z]{22}$/) },
      { telephony_provider: "vonage", rented: false },
    ]);
    expect(bolna.state.owned.map(({ id }) => id)).toEqual((await bolna.list()).map(({ id }) => id));
  });

  test("what is not rented has a renewal of null, or an empty one", async () => {
    await bolna.own(
      ...Array.from({ length: 12 }, (_, index) => ({
        e164: `+1800264${1000 + index}`,
        country: "US",
        type: "tollfree" as const,
      })),
    );
    expect(new Set((await bolna.list()).map(({ renewal_at }) => renewal_at))).toEqual(new Set(["", null]));
  });
});

describe("release", () => {
  test.each([
    ["as the purchase gave it", (id: string) => id],
    ["as the list gives it", (id: string) => id.replaceAll("-", "")],
  ])("takes the id %s, and the number is gone at once", async (_name, spell) => {
    const { id, e164 } = await bolna.bought();
    const { status, json } = await bolna.release(spell(id));
    expect(status).toBe(200);
    expect(json).toEqual({
      message: "The phone number has been removed from your account",
      state: "deleted",
    });
    expect(await bolna.list()).toEqual([]);
    expect(bolna.state).toEqual({ owned: [], purchases: 1, releases: 1 });
    expect((await bolna.buy(e164)).status).toBe(400);
  });

  test("an unknown id is a 404 and a 400 in turn", async () => {
    const { id } = await bolna.bought();
    await bolna.release(id);
    const replies = [await bolna.release(id), await bolna.release(nowhere)];
    expect(replies.map(({ status, json }) => [status, json])).toEqual([
      [404, { error: 404, message: expect.any(String) }],
      [400, { error: 400, message: expect.any(String) }],
    ]);
    expect(bolna.state.releases).toBe(1);
  });

  test("an id in a form that was never given out, and the number itself, are unknown", async () => {
    const { id, e164 } = await bolna.bought();
    const [connected = ""] = await bolna.own({ e164: "+18002640123", country: "US", type: "tollfree" });
    for (const form of [id.toUpperCase(), e164, e164.slice(1), connected.replaceAll("-", "")]) {
      expect((await bolna.release(form)).status).toBeOneOf([400, 404]);
    }
    expect(bolna.state.releases).toBe(0);
  });
});

describe("a number that the list does not show yet", () => {
  test("fails the first time it is touched, and not the next", async () => {
    bolna.fault("buy", "list-lag", { delayMs: foreverMs });
    const { id } = await bolna.bought();
    expect(await bolna.list()).toEqual([]);
    const link = { agent_id: bolna.agents[0], phone_number_id: id };
    expect(await bolna.setUp(link)).toMatchObject({
      status: 500,
      json: { error: 500, message: expect.any(String) },
    });
    expect(bolna.state.owned[0]?.agent).toBeNull();
    expect((await bolna.setUp(link)).status).toBe(200);
    expect((await bolna.release(id)).status).toBe(200);
  });

  test("the same for release", async () => {
    bolna.fault("buy", "list-lag", { delayMs: foreverMs });
    const { id } = await bolna.bought();
    expect((await bolna.release(id)).status).toBe(500);
    expect(bolna.state.releases).toBe(0);
    expect((await bolna.release(id)).status).toBe(200);
  });

  test("is shown when its time has come", async () => {
    bolna.fault("buy", "list-lag", { delayMs: 1 });
    const { e164 } = await bolna.bought();
    await expect.poll(async () => (await bolna.list())[0]?.phone_number).toBe(e164);
  });
});
