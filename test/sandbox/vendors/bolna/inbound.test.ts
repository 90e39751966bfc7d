import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { useBolna } from "./bench";

const bolna = useBolna();

const noAgent = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
const wholeMenu = {
  enabled: true,
  voice: "Polly.Amy",
  timeout: 5,
  steps: [{ step_id: "one", type: "menu", prompt: "Press 1", options: [{ digit: "1", label: "Sales" }] }],
};

/** Indian numbers that Plivo carries, which the account owns from before. */
const plivoNumbers = (count: number) =>
  bolna.own(
    ...Array.from({ length: count }, (_, index) => ({ e164: `+9122655319${10 + index}`, country: "IN" })),
  );

const agentsInState = () => bolna.state.owned.map(({ agent }) => agent);

describe("setup", () => {
  test.each([
    ["as the purchase gave it", (id: string) => id],
    ["as the list gives it", (id: string) => id.replaceAll("-", "")],
  ])("links a number by its id %s", async (_name, spell) => {
    const { id, e164 } = await bolna.bought();
    const [agent] = bolna.agents;
    const { status, json } = await bolna.setUp({ agent_id: agent, phone_number_id: spell(id) });
    const { id: user } = (await bolna.call("/user/me")).json;
    expect(status).toBe(200);
    expect(json).toEqual({
      url: `https://api.bolna.ai/inbound_call?agent_id=${agent}&user_id=${user}`,
      phone_number: e164,
      id: id.replaceAll("-", ""),
    });
    expect((await bolna.row(e164)).agent_id).toBe(agent);
    expect(agentsInState()).toEqual([agent]);
  });

  test("another agent takes the number over", async () => {
    const { id } = await bolna.bought();
    for (const agent of bolna.agents) {
      expect((await bolna.setUp({ agent_id: agent, phone_number_id: id })).json).toHaveProperty("url");
      expect(agentsInState()).toEqual([agent]);
    }
  });

  test("the same agent again succeeds, with a message and with an address in turn", async () => {
    const { id } = await bolna.bought();
    const link = { agent_id: bolna.agents[0], phone_number_id: id };
    await bolna.setUp(link);
    expect(await bolna.setUp(link)).toMatchObject({
      status: 200,
      json: { message: "Phone number is already mapped to the given agent. IVR config updated." },
    });
    expect((await bolna.setUp(link)).json).toHaveProperty("url");
  });

  test("a number of a SIP trunk has a message of its own", async () => {
    const [id] = await bolna.own({ e164: "+14152640124", country: "US", type: "national" });
    const { json } = await bolna.setUp({ agent_id: bolna.agents[0], phone_number_id: id });
    expect(json).toEqual({ message: "SIP trunk number successfully mapped to agent" });
    expect(agentsInState()).toEqual([bolna.agents[0]]);
  });

  test("says when it was updated", async () => {
    const { id, e164 } = await bolna.bought();
    const { updated_at: before } = await bolna.row(e164);
    bolna.control.advance({ advance: "2h" });
    await bolna.setUp({ agent_id: bolna.agents[0], phone_number_id: id });
    const row = await bolna.row(e164);
    expect(String(row.updated_at) > String(before)).toBe(true);
    expect(row).toMatchObject({ humanized_created_at: "2 hours ago", humanized_updated_at: "just now" });
  });

  test("refuses a request without agent or number in the documented words", async () => {
    const { id } = await bolna.bought();
    expect((await bolna.setUp({ phone_number_id: id })).json).toEqual({
      error: 1001,
      message: "agent_id is required",
    });
    expect((await bolna.setUp({ agent_id: bolna.agents[0] })).json.message).toBe(
      "phone_number_id is required",
    );
    expect((await bolna.setUp({ agent_id: 1, phone_number_id: id })).status).toBe(400);
  });

  test("an unknown agent or number is a 404 and a 400 in turn, and changes nothing", async () => {
    const { id } = await bolna.bought();
    const [agent] = bolna.agents;
    const bodies = [
      { agent_id: noAgent, phone_number_id: id },
      { agent_id: noAgent, phone_number_id: id },
      { agent_id: agent, phone_number_id: noAgent },
      { agent_id: agent, phone_number_id: noAgent },
    ];
    const statuses: number[] = [];
    for (const body of bodies) statuses.push((await bolna.setUp(body)).status);
    expect(statuses).toEqual([404, 400, 404, 400]);
    expect(agentsInState()).toEqual([null]);
  });
});

describe("setup for Plivo numbers", () => {
  test("takes a menu, and says so when nothing but the menu changes", async () => {
    const [id] = await plivoNumbers(1);
    const body = { agent_id: bolna.agents[0], phone_number_id: id, ivr_config: wholeMenu };
    expect((await bolna.setUp(body)).json).toHaveProperty("url");
    for (const menu of [wholeMenu, { enabled: false }]) {
      const { json } = await bolna.setUp({ ...body, ivr_config: menu });
      expect(json).toEqual({
        message: "Phone number is already mapped to the given agent. IVR config updated.",
      });
    }
    expect(Object.keys((await bolna.list())[0] ?? {})).not.toContain("ivr_config");
  });

  test("refuses a menu for numbers of other carriers", async () => {
    const { id } = await bolna.bought();
    const body = { agent_id: bolna.agents[0], phone_number_id: id, ivr_config: wholeMenu };
    expect(await bolna.setUp(body)).toMatchObject({ status: 400, json: { error: 1001 } });
    expect(agentsInState()).toEqual([null]);
  });

  test.each<[unknown, string]>([
    [{ enabled: true }, "steps"],
    [{ ...wholeMenu, enabled: "yes" }, "enabled"],
    [{ ...wholeMenu, voice: "Polly.Nobody" }, "voice"],
    [{ ...wholeMenu, steps: [{ step_id: "one", type: "shout" }] }, "type"],
    [{ ...wholeMenu, default_agent_id: "nobody" }, "default_agent_id"],
    ["on", "ivr_config"],
  ])("refuses the menu %j, naming %s", async (menu, name) => {
    const [id] = await plivoNumbers(1);
    const body = { agent_id: bolna.agents[0], phone_number_id: id, ivr_config: menu };
    const { status, json } = await bolna.setUp(body);
    expect(status).toBe(400);
    expect(json.message).toContain(name);
  });

  test("some take no second number for an agent without allow_multiple, with it all do", async () => {
    const [first, ...others] = await plivoNumbers(12);
    const link = (id: string | undefined, more: Json = {}) =>
      bolna.setUp({ agent_id: bolna.agents[0], phone_number_id: id, ...more });
    await link(first);
    const statuses = new Set<number>();
    for (const id of others) statuses.add((await link(id)).status);
    expect(statuses).toEqual(new Set([200, 400]));
    for (const id of others) expect((await link(id, { allow_multiple: true })).status).toBe(200);
  });

  test("allow_multiple for other carriers is passed over and refused in turn", async () => {
    const { id } = await bolna.bought();
    const body = { agent_id: bolna.agents[0], phone_number_id: id, allow_multiple: true };
    expect((await bolna.setUp(body)).status).toBe(200);
    expect((await bolna.setUp(body)).status).toBe(400);
    expect((await bolna.setUp({ ...body, allow_multiple: false })).status).toBe(200);
    expect((await bolna.setUp({ ...body, allow_multiple: "no" })).status).toBe(400);
  });
});

describe("unlink", () => {
  test("leaves the number without an agent, and owned", async () => {
    const { id, e164 } = await bolna.bought();
    await bolna.setUp({ agent_id: bolna.agents[0], phone_number_id: id });
    const { status, json } = await bolna.unlink(id);
    expect(status).toBe(200);
    expect(json).toEqual({ url: null, phone_number: e164, id: id.replaceAll("-", "") });
    expect((await bolna.row(e164)).agent_id).toBeNull();
  });

  test("without an agent it succeeds and is refused in turn", async () => {
    const { id } = await bolna.bought();
    expect(await bolna.unlink(id)).toMatchObject({ status: 200, json: { url: null } });
    expect(await bolna.unlink(id)).toMatchObject({ status: 400, json: { error: 400 } });
  });

  test("refuses a request without number, and an unknown one", async () => {
    const { json } = await bolna.call("/inbound/unlink", { method: "POST", body: {} });
    expect(json).toEqual({ error: 1001, message: "phone_number_id is required" });
    expect((await bolna.unlink(noAgent)).status).toBe(404);
  });
});
