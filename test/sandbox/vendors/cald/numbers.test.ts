import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { useCald } from "./bench";

const cald = useCald();
const own = (e164: string, country: string) =>
  cald.control.changeNumbers({ vendor: "cald", own: [{ e164, country }] });
const onlyId = () => String(cald.state.owned[0]?.id);

describe("buy", () => {
  test("answers the number with all of its fields", async () => {
    const [agentId] = cald.agents;
    const { status, json } = await cald.buy({ prefix: "+1212", agentId });
    expect(status).toBe(200);
    expect(json).toEqual({
      phoneNumberId: expect.stringMatching(/^[a-z0-9]+$/),
      phoneNumber: expect.stringMatching(/^\+1212\d{7}$/),
      price: 10,
      agentId,
    });
    expect(cald.state).toEqual({
      owned: [
        {
          e164: json.phoneNumber,
          id: json.phoneNumberId,
          agent: agentId,
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

  test.each([
    ["no body", undefined],
    ["an empty body", {}],
    ["words it does not know", { phoneNumber: "+12125550123", country: "GB" }],
  ])("with %s gets a number of +1415", async (_name, body) => {
    const { status, json } = await cald.buy(body);
    expect(status).toBe(200);
    expect(json.phoneNumber).toMatch(/^\+1415\d{7}$/);
    expect(parsePhoneNumberFromString(String(json.phoneNumber))?.isValid()).toBe(true);
  });

  test("every call buys another number, also at the same time", async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => cald.buy({ prefix: "+1415" })));
    expect(new Set(replies.map(({ json }) => json.phoneNumber)).size).toBe(10);
    expect(new Set(replies.map(({ json }) => json.phoneNumberId)).size).toBe(10);
    expect(cald.state.purchases).toBe(10);
  });

  test("no agent is absent or empty, and not null, which the specification does not allow", async () => {
    const forms = new Set<unknown>();
    for (let turn = 0; turn < 30; turn++) {
      const { json } = await cald.buy();
      forms.add("agentId" in json ? json.agentId : "absent");
    }
    expect(forms).toEqual(new Set(["absent", ""]));
    expect(new Set(cald.state.owned.map(({ agent }) => agent))).toEqual(new Set([null]));
  });

  test("an unknown agent is a 404", async () => {
    expect((await cald.buy({ prefix: "+1415", agentId: "nobody" })).status).toBe(404);
    expect(cald.state.purchases).toBe(0);
  });

  test.each([
    { prefix: "415" },
    { prefix: "1415" },
    { prefix: "" },
    { prefix: null },
    { prefix: 1415 },
    { prefix: "+1 415" },
    { prefix: "+44" },
    { prefix: "+4420" },
    { agentId: 17 },
  ])("%j is refused with 400 and 422 in turn", async (body) => {
    expect([(await cald.buy(body)).status, (await cald.buy(body)).status]).toEqual([400, 422]);
    expect(cald.state.purchases).toBe(0);
  });

  test.each(["+1", "+14152", "+1415234"])("%s is a prefix, or not, in turn", async (prefix) => {
    cald.control.changeNumbers({ vendor: "cald", add: [{ e164: "+14152345678", country: "US" }] });
    const accepted = await cald.buy({ prefix });
    expect(accepted.status).toBe(200);
    expect(String(accepted.json.phoneNumber).startsWith(prefix)).toBe(true);
    expect((await cald.buy({ prefix })).status).toBe(400);
    expect(cald.state.purchases).toBe(1);
  });

  test("where none is free it is refused, or gets another prefix, in turn", async () => {
    const none = { prefix: "+1999" };
    const first = await cald.buy(none);
    expect(first.status).toBe(400);
    expect(first.json.message).toContain("+1999");
    const second = await cald.buy(none);
    expect(second.status).toBe(200);
    expect(second.json.phoneNumber).toMatch(/^\+1(?!999)\d{10}$/);
    expect((await cald.buy(none)).status).toBe(409);
    expect(cald.state.purchases).toBe(1);
  });

  test("numbers of other countries are not for sale", async () => {
    cald.control.changeNumbers({
      vendor: "cald",
      add: [
        { e164: "+442079460000", country: "GB" },
        { e164: "+14165550123", country: "CA" },
      ],
    });
    expect((await cald.buy({ prefix: "+44" })).status).toBe(400);
    expect((await cald.buy({ prefix: "+1416" })).status).toBe(400);
    expect(cald.state.purchases).toBe(0);
  });

  test("price, add and take change what is sold", async () => {
    const add = [
      { e164: "+19075550123", country: "US" },
      { e164: "+19075550124", country: "US", price: "12.50" },
    ];
    cald.control.changeNumbers({ vendor: "cald", add, take: ["+19075550123"] });
    const { json } = await cald.buy({ prefix: "+1907" });
    expect(json).toMatchObject({ phoneNumber: "+19075550124", price: 12.5 });
    expect((await cald.buy({ prefix: "+1907" })).status).toBe(400);
  });
});

describe("an empty stock", () => {
  const bare = useCald({ stock: 0 });

  test("sells nothing", async () => {
    for (let turn = 0; turn < 3; turn++) expect((await bare.buy()).status).toBeOneOf([400, 409]);
    expect(bare.state.purchases).toBe(0);
  });
});

describe("update", () => {
  test("sets the agent, and answers the number", async () => {
    const { json: bought } = await cald.buy();
    const [, agentId] = cald.agents;
    const { status, json } = await cald.update(String(bought.phoneNumberId), { agentId });
    expect(status).toBe(200);
    expect(json).toEqual({ ...bought, agentId });
    expect(cald.state.owned).toMatchObject([{ agent: agentId }]);
  });

  test.each([
    ["an empty body", {}],
    ["no body", undefined],
    ["other words", { agent: "x", nickname: "Front desk" }],
  ])("with %s the number has no agent any more", async (_name, body) => {
    const id = await cald.bought({ agentId: cald.agents[0] });
    const { status, json } = await cald.update(id, body);
    expect(status).toBe(200);
    expect(json.agentId ?? "").toBe("");
    expect(cald.state.owned).toMatchObject([{ agent: null, alias: null }]);
  });

  test.each([null, ""])("agentId %j takes it away, or is refused, in turn", async (agentId) => {
    const [agent] = cald.agents;
    const id = await cald.bought({ agentId: agent });
    expect((await cald.update(id, { agentId })).status).toBe(200);
    expect(cald.state.owned).toMatchObject([{ agent: null }]);
    await cald.update(id, { agentId: agent });
    expect((await cald.update(id, { agentId })).status).toBe(400);
    expect(cald.state.owned).toMatchObject([{ agent }]);
  });

  test("an unknown agent is a 404 or a 400 in turn, and changes nothing", async () => {
    const [agent] = cald.agents;
    const id = await cald.bought({ agentId: agent });
    expect((await cald.update(id, { agentId: "nobody" })).status).toBe(404);
    expect((await cald.update(id, { agentId: "nobody" })).status).toBe(400);
    expect(cald.state.owned).toMatchObject([{ agent }]);
  });

  test("an unknown number is a 404, and so is one named by its digits", async () => {
    const { json } = await cald.buy();
    for (const id of ["nothing", String(json.phoneNumber), encodeURIComponent(String(json.phoneNumber))]) {
      expect((await cald.update(id, {})).status).toBe(404);
    }
  });

  test("a number that vanished is a 404, and has a new id when it comes back", async () => {
    own("+14155550123", "US");
    const before = onlyId();
    cald.control.changeNumbers({ vendor: "cald", drop: ["+14155550123"] });
    expect((await cald.update(before, {})).status).toBe(404);
    own("+14155550123", "US");
    expect(onlyId()).not.toBe(before);
    expect((await cald.update(before, {})).status).toBe(404);
    expect((await cald.update(onlyId(), {})).json.phoneNumber).toBe("+14155550123");
  });
});

describe("release", () => {
  test("gives it back at once", async () => {
    const id = await cald.bought();
    const { status, json } = await cald.release(id);
    expect([status, json]).toEqual([200, { status: "success" }]);
    expect(cald.state).toEqual({ owned: [], purchases: 1, releases: 1 });
    expect((await cald.update(id, {})).status).toBe(404);
  });

  test("what is not there failed with 200, or is a 404, in turn; nothing is counted", async () => {
    const id = await cald.bought();
    await cald.release(id);
    const again = await cald.release(id);
    expect([again.status, again.json]).toEqual([200, { status: "failed" }]);
    expect((await cald.release(id)).status).toBe(404);
    expect((await cald.release("nothing")).json).toEqual({ status: "failed" });
    expect(cald.state.releases).toBe(1);
  });

  test("a number of another country, added by the support, is kept at first: failed", async () => {
    own("+442079460000", "GB");
    expect((await cald.release(onlyId())).json).toEqual({ status: "failed" });
    expect(cald.state).toMatchObject({ owned: [{ e164: "+442079460000" }], releases: 0 });
    expect((await cald.update(onlyId(), { agentId: cald.agents[0] })).status).toBe(200);
    expect((await cald.release(onlyId())).json).toEqual({ status: "success" });
    expect(cald.state).toMatchObject({ owned: [], releases: 1 });
  });

  test("a released number is not for sale again", async () => {
    cald.control.changeNumbers({ vendor: "cald", add: [{ e164: "+19075550123", country: "US" }] });
    await cald.release(await cald.bought({ prefix: "+1907" }));
    expect((await cald.buy({ prefix: "+1907" })).status).toBe(400);
  });
});

test("the clock renews every month", async () => {
  await cald.buy();
  const before = String(cald.state.owned[0]?.renewsAt);
  cald.control.advance({ advance: "32d" });
  expect(cald.state.owned).toMatchObject([{ status: "active" }]);
  expect(String(cald.state.owned[0]?.renewsAt) > before).toBe(true);
});
