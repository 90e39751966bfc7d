import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { useSondos } from "./bench";

const sondos = useSondos();
const newNumber = "+14155550123";
const forms = (rows: readonly Json[], name: string) =>
  new Set(rows.map((row) => (name in row ? row[name] : "absent")));

/** Ids of American numbers that the account owns from before. */
async function owned(count: number, more: Json = {}): Promise<number[]> {
  const own = Array.from({ length: count }, (_, index) => ({
    e164: `+1415555${1000 + index}`,
    country: "US",
    ...more,
  }));
  sondos.control.changeNumbers({ vendor: "sondos", own });
  return sondos.state.owned.map(({ id }) => Number(id));
}

describe("list", () => {
  test("shows everything at once, in both forms of what is open", async () => {
    const ids = await owned(120);
    const rows = await sondos.list();
    expect(rows.map(({ id }) => id)).toEqual(ids);
    for (const { nickname: _nickname, ...row } of rows) {
      expect(row).toEqual({
        id: expect.any(Number),
        phone_number: expect.stringMatching(/^\+1415555\d{4}$/),
        country_code: "US",
        type: "normal",
        type_label: expect.any(String),
        sms_capable: true,
        region: "us1",
        has_active_subscription: true,
        created_at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}000Z$/),
      });
    }
    expect(forms(rows, "nickname")).toEqual(new Set([null, "absent"]));
    expect(forms(rows, "type_label")).toEqual(new Set(["Dedicated Number", "Normal"]));
  });

  test("tells when the number was bought", async () => {
    sondos.control.changeNumbers({
      vendor: "sondos",
      own: [{ e164: newNumber, country: "US", purchasedAt: "2025-01-07T10:30:00Z" }],
    });
    expect(await sondos.list()).toMatchObject([{ created_at: "2025-01-07T10:30:00.000000Z" }]);
  });

  test("an older edition has no nicknames", async () => {
    await sondos.bought("country_code=GB");
    const [row] = await sondos.list();
    expect(row).not.toHaveProperty("nickname");
    expect(row).toMatchObject({ country_code: "GB", sms_capable: false });
  });

  test("the legacy list has only what can text and is paid for", async () => {
    sondos.control.changeNumbers({
      vendor: "sondos",
      own: [
        { e164: newNumber, country: "US" },
        { e164: "+14155550124", country: "US", capabilities: ["voice"] },
      ],
    });
    const { json } = await sondos.call("phone-numbers");
    expect((json.data as Json[]).map((row) => row.phone_number)).toEqual([newNumber]);
    expect(await sondos.list()).toHaveLength(2);
  });

  test("a dropped number is gone", async () => {
    const [id] = await owned(1);
    sondos.control.changeNumbers({ vendor: "sondos", drop: ["+14155551000"] });
    expect(await sondos.list()).toEqual([]);
    expect((await sondos.release(Number(id))).status).toBe(404);
  });
});

describe("update", () => {
  test.each(["Sales line", "x".repeat(50), "ü".repeat(50)])("sets the nickname %s", async (nickname) => {
    const id = await sondos.bought();
    const { status, json } = await sondos.rename(id, { nickname });
    expect(status).toBe(200);
    expect(json).toEqual({
      message: "Phone number updated successfully.",
      data: {
        id,
        phone_number: sondos.state.owned[0]?.e164,
        nickname,
        country_code: "US",
        type: "normal",
      },
    });
    expect(sondos.state.owned).toMatchObject([{ alias: nickname }]);
    expect(await sondos.list()).toMatchObject([{ nickname }]);
  });

  test.each([null, ""])("%j clears it, and no word of it leaves it", async (nickname) => {
    const [id] = await owned(1, { alias: "Old line" });
    expect((await sondos.rename(Number(id), {})).status).toBe(200);
    expect(sondos.state.owned).toMatchObject([{ alias: "Old line" }]);
    expect((await sondos.rename(Number(id), { nickname })).json).toMatchObject({ data: { nickname: null } });
    expect(sondos.state.owned).toMatchObject([{ alias: null }]);
  });

  test("refuses more than 50 characters, and what is no text", async () => {
    const id = await sondos.bought();
    const long = await sondos.rename(id, { nickname: "x".repeat(51) });
    const text = "The nickname must not exceed 50 characters.";
    expect([long.status, long.json]).toEqual([422, { message: text, errors: { nickname: [text] } }]);
    expect((await sondos.rename(id, { nickname: 5 })).status).toBe(422);
    expect(sondos.state.owned).toMatchObject([{ alias: null }]);
  });

  test("an older edition has no such path, or no such method, in turn", async () => {
    const id = await sondos.bought("country_code=GB");
    const replies = [await sondos.rename(id, { nickname: "x" }), await sondos.rename(id, { nickname: "x" })];
    expect(replies.map(({ status, json }) => [status, json])).toEqual([
      [404, { message: `The route api/user/phone-numbers/${id} could not be found.` }],
      [
        405,
        {
          message: `The PUT method is not supported for route api/user/phone-numbers/${id}. Supported methods: DELETE.`,
        },
      ],
    ]);
    expect(sondos.state.owned).toMatchObject([{ alias: null }]);
  });

  test.each(["999999", "1.5", "abc", "14155550123"])("%s is not found", async (id) => {
    const { status, json } = await sondos.rename(id, { nickname: "x" });
    expect([status, json]).toEqual([404, { error: "Phone number not found." }]);
  });
});

describe("release", () => {
  const scheduled = {
    message: "Phone number released successfully. It will be removed at the end of the billing period.",
  };

  test("is scheduled: counted at once, still listed and in use", async () => {
    const id = await sondos.bought();
    const { status, json } = await sondos.release(id);
    expect([status, json]).toEqual([200, scheduled]);
    const { e164 = "" } = sondos.state.owned[0] ?? {};
    expect(sondos.state).toMatchObject({ owned: [{ id, status: "lapsing" }], purchases: 1, releases: 1 });
    expect(await sondos.list()).toMatchObject([{ id, type: "normal" }]);
    expect((await sondos.buy(e164)).json.error).toBe("This phone number is already in use.");
  });

  test("is asked for once", async () => {
    const id = await sondos.bought();
    await sondos.release(id);
    const { status, json } = await sondos.release(id);
    expect([status, json]).toEqual([400, { error: "Phone number is already scheduled for release." }]);
    expect(sondos.state.releases).toBe(1);
  });

  test("ends the number when the period ends, and neither before nor twice", async () => {
    const id = await sondos.bought();
    await sondos.release(id);
    const [row] = sondos.state.owned;
    sondos.control.advance({ advance: "27d" });
    expect(sondos.state.owned).toEqual([row]);
    sondos.control.advance({ advance: "5d" });
    expect(sondos.state).toEqual({ owned: [], purchases: 1, releases: 1 });
    expect(await sondos.list()).toEqual([]);
    const { status, json } = await sondos.release(id);
    expect([status, json]).toEqual([404, { error: "Phone number not found." }]);
    expect((await sondos.buy(row?.e164)).status).toBe(400);
  });

  test("others renew meanwhile", async () => {
    const kept = await sondos.bought();
    await sondos.release(await sondos.bought());
    const [before] = sondos.state.owned;
    sondos.control.advance({ advance: "32d" });
    expect(sondos.state.owned).toMatchObject([{ id: kept, status: "active" }]);
    expect(String(sondos.state.owned[0]?.renewsAt) > String(before?.renewsAt)).toBe(true);
  });

  test("the subscription of a lapsing number counts as active, or does not", async () => {
    for (const id of await owned(20)) await sondos.release(id);
    expect(forms(await sondos.list(), "has_active_subscription")).toEqual(new Set([true, false]));
    const legacy = (await sondos.call("phone-numbers")).json.data as Json[];
    expect(legacy.length).toBeLessThan(20);
  });

  test("a lapsing number can still be named and bound", async () => {
    const id = await sondos.bought();
    await sondos.release(id);
    await sondos.rename(id, { nickname: "Until the end" });
    await sondos.bind(sondos.agents[0], id);
    expect(sondos.state.owned).toMatchObject([
      { alias: "Until the end", agent: sondos.agents[0], status: "lapsing" },
    ]);
  });

  test("takes the number from its inbound assistant at once, or at the end", async () => {
    const agents = sondos.info.agents.slice(0, 8);
    const ids = await owned(agents.length);
    await Promise.all(agents.map((agent, index) => sondos.bind(agent, ids[index])));
    await Promise.all(ids.map((id) => sondos.release(id)));
    const left = sondos.state.owned.filter(({ agent }) => agent !== null).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(agents.length);
    sondos.control.advance({ advance: "32d" });
    for (const agent of agents) expect(await sondos.numberOf(agent)).toBeNull();
  });

  test("an unknown id is a 404", async () => {
    const { status, json } = await sondos.release("999999");
    expect([status, json]).toEqual([404, { error: "Phone number not found." }]);
  });
});
