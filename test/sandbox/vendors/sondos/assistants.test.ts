import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { useSondos } from "./bench";

const sondos = useSondos();
const assistants = async (query = "") =>
  (await sondos.call(`assistants/get${query}`)).json as Json & { data: Json[] };

describe("list of assistants", () => {
  test("is paged by ten unless told otherwise, the newest first", async () => {
    const first = await assistants();
    expect(first).toMatchObject({ current_page: 1, per_page: 10, total: 12, last_page: 2 });
    const second = await assistants("?page=2&per_page=10");
    expect(second).toMatchObject({ current_page: 2, per_page: 10, total: 12, last_page: 2 });
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(ids.map(String)).toEqual(sondos.info.agents.toReversed());
    expect((await assistants("?page=3")).data).toEqual([]);
    const all = await assistants("?per_page=100");
    expect(all.data.map(({ id }) => id)).toEqual(ids);
    expect(all).toMatchObject({ per_page: 100, last_page: 1 });
  });

  test("has both the newer and the older names, and integer ids", async () => {
    const { data } = await assistants("?per_page=100");
    for (const row of data) {
      expect(row).toMatchObject({ id: expect.any(Number), status: "active", phone_number_id: null });
    }
    const newer = data.filter((row) => "name" in row);
    const older = data.filter((row) => "assistant_name" in row);
    expect(newer.length + older.length).toBe(12);
    expect(newer[0]).toMatchObject({ type: expect.stringMatching(/^(in|out)bound$/), mode: "pipeline" });
    expect(older[0]).toMatchObject({ calls_direction: expect.stringMatching(/^(receive|make)$/) });
  });

  test.each(["0", "101", "x", "1.5"])("refuses per_page %s", async (perPage) => {
    const { status, json } = await sondos.call(`assistants/get?per_page=${perPage}`);
    expect(status).toBe(422);
    expect(json.errors).toHaveProperty("per_page");
  });
});

describe("assigning a number", () => {
  test("is done by the assistant, and shown by it", async () => {
    const id = await sondos.bought();
    const [agent, other] = sondos.agents;
    const { status, json } = await sondos.bind(agent, id);
    expect(status).toBe(200);
    expect(json).toEqual({
      message: "Assistant updated successfully",
      data: expect.objectContaining({ id: Number(agent), status: "active" }),
    });
    expect(json.data).not.toHaveProperty("phone_number_id");
    expect(sondos.state.owned).toMatchObject([{ agent }]);
    expect(await sondos.numberOf(agent)).toBe(id);
    expect(await sondos.numberOf(other)).toBeNull();
    expect((await sondos.list())[0]).not.toHaveProperty("assistant_id");
  });

  test("null takes it away, and leaving it out leaves it", async () => {
    const id = await sondos.bought();
    const [agent] = sondos.agents;
    await sondos.bind(agent, id);
    expect((await sondos.call(`assistant/${agent}`, { method: "PUT", body: {} })).status).toBe(200);
    expect(sondos.state.owned).toMatchObject([{ agent }]);
    expect((await sondos.bind(agent, null)).status).toBe(200);
    expect(sondos.state.owned).toMatchObject([{ agent: null }]);
    expect((await sondos.bind(agent, null)).status).toBe(200);
  });

  test("an assistant has one number: a second takes the place of the first", async () => {
    const [first, second] = [await sondos.bought(), await sondos.bought()];
    const [agent] = sondos.agents;
    await sondos.bind(agent, first);
    await sondos.bind(agent, second);
    expect(sondos.state.owned).toMatchObject([
      { id: first, agent: null },
      { id: second, agent },
    ]);
  });

  test("a number of one inbound assistant is not given to another, but may be given again", async () => {
    const id = await sondos.bought();
    const [agent, other] = sondos.agents;
    await sondos.bind(agent, id);
    const { status, json } = await sondos.bind(other, id);
    expect(status).toBe(422);
    expect(json).toEqual({
      message: "Validation failed",
      errors: { phone_number_id: [expect.stringContaining("another inbound assistant")] },
    });
    expect((await sondos.bind(agent, id)).status).toBe(200);
    expect(sondos.state.owned).toMatchObject([{ agent }]);
    await sondos.bind(agent, null);
    expect((await sondos.bind(other, id)).status).toBe(200);
  });

  test("an outbound assistant may have it beside, and the row names the inbound one", async () => {
    const id = await sondos.bought();
    const [inbound, , outbound] = sondos.agents;
    await sondos.bind(outbound, id);
    expect(sondos.state.owned).toMatchObject([{ agent: outbound }]);
    expect((await sondos.bind(inbound, id)).status).toBe(200);
    expect(sondos.state.owned).toMatchObject([{ agent: inbound }]);
    expect([await sondos.numberOf(inbound), await sondos.numberOf(outbound)]).toEqual([id, id]);
    await sondos.bind(inbound, null);
    expect(sondos.state.owned).toMatchObject([{ agent: outbound }]);
  });

  test.each(["999999", "abc"])("assistant %s is not found", async (agent) => {
    const { status, json } = await sondos.bind(agent, null);
    expect([status, json]).toEqual([404, { message: "Assistant not found" }]);
  });

  test.each([999999, 1.5, "12", true])("refuses number %j", async (id) => {
    const { status, json } = await sondos.bind(sondos.agents[0], id);
    expect(status).toBe(422);
    expect(json).toMatchObject({
      message: "Validation failed",
      errors: { phone_number_id: [expect.any(String)] },
    });
  });

  test("an id sent as text is refused although the number exists", async () => {
    const id = await sondos.bought();
    expect((await sondos.bind(sondos.agents[0], String(id))).status).toBe(422);
  });

  test("a number owned from before can have its assistant", async () => {
    const [agent] = sondos.agents;
    sondos.control.changeNumbers({ vendor: "sondos", own: [{ e164: "+14155550123", country: "US", agent }] });
    expect(await sondos.numberOf(agent)).toBe(sondos.state.owned[0]?.id);
    sondos.control.changeNumbers({ vendor: "sondos", drop: ["+14155550123"] });
    expect(await sondos.numberOf(agent)).toBeNull();
  });
});

describe("numbers that can be assigned", () => {
  const assignable = async (query = "") =>
    (await sondos.call(`assistants/phone-numbers${query}`)).json as unknown as Json[];

  test("come bare, and say whether an inbound assistant has them", async () => {
    const [taken, free] = [await sondos.bought(), await sondos.bought()];
    await sondos.bind(sondos.agents[0], taken);
    const rows = await assignable();
    expect(rows[0]).toEqual({
      id: taken,
      phone_number: sondos.state.owned[0]?.e164,
      country_code: "US",
      type_label: "Normal",
      is_available: false,
    });
    expect(rows[1]).toMatchObject({ id: free, is_available: true });
    expect((await assignable("?type=outbound")).map(({ id }) => id)).toEqual([taken, free]);
    expect((await assignable("?type=inbound")).map(({ id }) => id)).toEqual([free]);
  });

  test("are of no other type", async () => {
    const { status, json } = await sondos.call("assistants/phone-numbers?type=both");
    expect(status).toBe(422);
    expect(json.errors).toHaveProperty("type");
  });
});
