import { describe, expect, test } from "vitest";
import type { Json } from "../../../support/send";
import { useBolna } from "./bench";

const bolna = useBolna();

async function subaccount(): Promise<{ id: string; key: string }> {
  const [row] = await bolna.subaccounts();
  return { id: String(row?.id), key: String(row?.api_key) };
}

describe("a sub-account's key", () => {
  test("buys for the sub-account", async () => {
    const { id, key } = await subaccount();
    const { e164 } = await bolna.bought(key);
    expect(bolna.state).toMatchObject({ owned: [{ e164, subaccount: id }], purchases: 1 });
    expect((await bolna.list(key)).map((row) => row.phone_number)).toEqual([e164]);
  });

  test("shows some numbers to the main account and some not, and the other way round", async () => {
    const { key } = await subaccount();
    for (const [owner, other] of [
      [key, bolna.apiKey],
      [bolna.apiKey, key],
    ] as const) {
      bolna.control.reset();
      const ids: string[] = [];
      for (let turn = 0; turn < 12; turn++) ids.push((await bolna.bought(owner)).id);
      expect(await bolna.list(owner)).toHaveLength(12);
      const shared = (await bolna.list(other)).map((row) => row.id);
      expect(shared.length).toBeGreaterThan(0);
      expect(shared.length).toBeLessThan(12);
      const hidden = ids.find((id) => !shared.includes(id.replaceAll("-", "")));
      const release = () => bolna.callAs(other, `/phone-numbers/${hidden}`, { method: "DELETE" });
      expect((await release()).status).toBe(404);
      expect(bolna.state.releases).toBe(0);
    }
  });

  test("has agents of its own, and only those", async () => {
    const { key } = await subaccount();
    const [agent] = await bolna.rows("/v2/agent/all", key);
    const { id } = await bolna.bought(key);
    const link = (agentId: unknown) => bolna.setUp({ agent_id: agentId, phone_number_id: id }, key);
    expect((await link(bolna.agents[0])).status).toBe(404);
    expect((await link(agent?.id)).status).toBe(200);
    expect(bolna.agents).not.toContain(agent?.id);
  });

  test("manages no sub-accounts", async () => {
    const { id, key } = await subaccount();
    for (const [method, path] of [
      ["GET", "all"],
      ["POST", "create"],
      ["PATCH", id],
      ["DELETE", id],
    ] as const) {
      const { status, json } = await bolna.callAs(key, `/sub-accounts/${path}`, { method });
      expect([status, json]).toEqual([403, { message: expect.any(String) }]);
    }
  });
});

describe("sub-accounts", () => {
  test("are listed with their keys", async () => {
    const rows = await bolna.subaccounts();
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toEqual({
        id: expect.any(String),
        name: expect.any(String),
        organization_id: rows[0]?.organization_id,
        api_key: expect.stringMatching(/^sa-[a-f0-9]{32}$/),
        multi_tenant: false,
        min_concurrency: 1,
        max_concurrency: 5,
      });
    }
  });

  test("are created, and their key works at once", async () => {
    const create = (body: Json) => bolna.call("/sub-accounts/create", { method: "POST", body });
    const { status, json } = await create({ name: "Customer two", min_concurrency: 2 });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      name: "Customer two",
      min_concurrency: 2,
      max_concurrency: null,
      multi_tenant: false,
      api_key: expect.stringMatching(/^sa-[a-f0-9]{32}$/),
      user_id: expect.any(String),
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(await bolna.list(String(json.api_key))).toEqual([]);
    expect((await create({ min_concurrency: 1 })).json).toEqual({ message: "name is required" });
    const { status: refused, json: why } = await create({ name: "Customer three" });
    expect([refused, why]).toEqual([400, { message: "min_concurrency is required" }]);
    expect((await create({ name: "Four", min_concurrency: 1, max_concurrency: "x" })).status).toBe(400);
  });

  test("are changed, in fields that exist", async () => {
    const { id } = await subaccount();
    const change = (body: Json) => bolna.call(`/sub-accounts/${id}`, { method: "PATCH", body });
    const { json } = await change({ name: "Renamed", min_concurrency: 3, max_concurrency: 9 });
    expect(json).toEqual({ message: "success", state: "updated" });
    expect((await bolna.subaccounts())[0]).toMatchObject({
      name: "Renamed",
      min_concurrency: 3,
      max_concurrency: 9,
    });
    const { status, json: nothing } = await change({ colour: "blue" });
    expect([status, nothing]).toEqual([400, { error: "No valid fields provided", status: "failure" }]);
  });

  test("are deleted with their key and agents, and some of their numbers", async () => {
    const { id, key } = await subaccount();
    for (let turn = 0; turn < 12; turn++) await bolna.bought(key);
    const remove = () => bolna.call(`/sub-accounts/${id}`, { method: "DELETE" });
    expect((await remove()).json).toEqual({ message: "success", state: "deleted" });
    expect((await bolna.callAs(key, "/phone-numbers/all")).status).toBe(403);
    const { owned, releases } = bolna.state;
    expect(owned.length + releases).toBe(12);
    expect(releases).toBeGreaterThan(0);
    expect(new Set(owned.map((row) => row.subaccount))).toEqual(new Set([null]));
    expect((await remove()).status).toBe(404);
  });
});
