import { describe, expect, it } from "vitest";
import { UnclearError, UnfinishedError } from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { remove } from "../../../provider/lifecycle/delete";
import { read } from "../../../provider/lifecycle/read";
import type { NumberState } from "../../../provider/lifecycle/state";
import { json, noContent, page, words } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { up, upUnfinished } from "../../support/up";
import { refusal, remembered, there } from "../lab";
import { bolnaInTheField, type Row } from "./field";

const stock: E164[] = ["+14155550101", "+14155550102", "+14155550103", "+14155550104"];
const program = { vendor: "bolna", country: "US", search: {} };
const buys = ["POST /phone-numbers/buy"];
/** An hour later, when an absence would prove something. */
const later = (state: NumberState): NumberState => ({ ...state, unseenSince: null });

describe("a purchase without a readable answer", () => {
  it.each<[string, (row: Row) => Canned]>([
    ["an envelope", (row) => json({ data: row })],
    ["200 {}", () => json({})],
    ["204", () => noContent],
    ["201 and the bare number", (row) => json(row.phone_number, 201)],
    ["a page", () => page(200, "Welcome")],
    ["a page with 403", () => page(403, "Just a moment...")],
    ["a page with 401", () => page(401, "Log in")],
    ["404 of a gateway", () => json({ message: "no Route matched with those values" }, 404)],
    ["404 in plain text", () => words(404, "default backend - 404")],
  ])("is looked for, found and kept, and no second request is sent: %s", async (_what, bought) => {
    const field = await bolnaInTheField({ bought }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: there(field.rows[0]).phone_number, status: "active" });
    expect(field.writes).toEqual(buys);
  });

  // No page says what `created_at` is the time of, or in which zone.
  it.each([
    "2019-03-15T09:00:00Z",
    "2026-11-27T09:00:00.123456",
    "2026-11-27 14:30:00+05:30",
    "2031-01-01T00:00:00Z",
    "the fifteenth of March",
    "",
    null,
    1_700_000_000,
    { at: 1 },
  ])("is kept whatever date the list shows, in an envelope and out of one: %j", async (created_at) => {
    for (const wrapped of [(rows: readonly Row[]) => rows, (data: readonly Row[]) => ({ data })]) {
      const row = (phone_number: string) => ({ id: "id1", phone_number, rented: true, created_at });
      const field = await bolnaInTheField({ bought: () => json({}), row, wrapped }, { stock });
      const state = await up(await field.process(), program);
      expect(state.observed.e164).toBe(there(field.rows[0]).phone_number);
      expect(field.writes).toEqual(buys);
    }
  });

  it("is open with an agent that Bolna bound by itself: kept in state, and nothing else is bought", async () => {
    const agent_id = "0a0b0c0d0d444b5088888dd257360521";
    const row = (phone_number: string) => ({ id: "id1", phone_number, rented: true, agent_id });
    const field = await bolnaInTheField({ bought: () => json({}), row }, { stock });
    const { state } = await upUnfinished(await field.process(), program);
    expect(state.observed).toMatchObject({
      e164: there(field.rows[0]).phone_number,
      status: "unsettled",
    });
    expect(field.writes).toEqual(buys);
  });
});

describe("an account with rows that are no phone numbers", () => {
  it.each<Row>([
    { id: "x", phone_number: null },
    { id: "x", phone_number: null, rented: false },
    { id: "x", phone_number: "1000" },
    { id: "x", phone_number: 12345, rented: true },
    { id: "x", phone_number: "4155550123" },
    { phone_number: null },
  ])("buys one, refreshes it and gives it back, and says so once in a process: %j", async (odd) => {
    const field = await bolnaInTheField({}, { stock, owned: [odd] });
    const bought = await field.process();
    const state = await up(bought, program);
    expect(bought.lines.filter((line) => line.includes("passed over"))).toHaveLength(1);
    expect(await read((await field.process()).context, later(state))).toMatchObject({
      observed: { e164: state.observed.e164 },
    });
    await remove((await field.process()).context, state);
    expect(field.rows).toEqual([odd]);
    expect(field.writes.filter((write) => write.startsWith("POST"))).toEqual(buys);
  });

  it("never takes the number in state for gone while its row shows no number", async () => {
    const field = await bolnaInTheField({}, { stock });
    const state = await up(await field.process(), program);
    field.rows.splice(0, 1, { ...there(field.rows[0]), phone_number: null });
    await expect(read((await field.process()).context, later(state))).rejects.toThrow("may be");
    expect(field.rows).toHaveLength(1);
  });
});

describe("a number that does not call itself rented", () => {
  it("from the start, or from one day on, is the number in state still", async () => {
    for (const bought of [undefined, () => json({})]) {
      const row = (phone_number: string) => ({ id: "id1", phone_number, rented: false });
      const field = await bolnaInTheField({ row, ...(bought && { bought }) }, { stock });
      const state = await up(await field.process(), program);
      expect(await read((await field.process()).context, later(state))).toMatchObject({
        observed: { e164: there(field.rows[0]).phone_number },
      });
      expect(field.writes).toEqual(buys);
    }
  });
});

describe("half a list", () => {
  const [number, other] = stock as [E164, E164];
  const owned = [{ id: "id2", phone_number: other, rented: true }];
  const reference = { e164: number, vendorId: "id1" };

  it.each<Row>([
    ...[{ has_more: true }, { has_more: "true" }, { has_more: 1 }, { hasMore: true }],
    ...[{ total: 2 }, { total: "2" }, { total_count: 2 }, { next_page: 2 }],
    ...[{ pagination: { has_more: true } }, { pagination: { total: 2 } }, { meta: { total: "2" } }],
  ])("proves of no number that it is gone: %j", async (around) => {
    const vendor = (await bolnaInTheField({ wrapped: (data) => ({ data, ...around }) }, { owned })).connect();
    await refusal(UnclearError, vendor.get(reference));
    await refusal(UnclearError, vendor.list());
  });

  it.each<Row>([
    ...[
      {},
      { has_more: false, total: 1, page_number: 1, page_size: 10 },
      { has_more: "false" },
      { hasMore: 0 },
    ],
    ...[{ total: "1" }, { pagination: { total: 1, has_more: false } }, { next_page: null }],
    // The rows are as many as they are said to be.
    { total: 1, has_more: true },
  ])("is none that says %j", async (around) => {
    const vendor = (await bolnaInTheField({ wrapped: (data) => ({ data, ...around }) }, { owned })).connect();
    expect(await vendor.list()).toMatchObject([{ e164: other }]);
    expect(await vendor.get(reference)).toBeUndefined();
  });

  it("leaves the number in the state", async () => {
    let isHalf = false;
    const wrapped = (rows: readonly Row[]) => (isHalf ? { data: [], has_more: "true" } : rows);
    const field = await bolnaInTheField({ wrapped }, { stock });
    const state = await up(await field.process(), program);
    isHalf = true;
    await refusal(UnclearError, read((await field.process()).context, later(state)));
  });
});

describe("an id that is another number's by now", () => {
  const [number, other] = stock as [E164, E164];
  const theirs = { id: "id1", phone_number: other, rented: true };
  const ours = { id: "id2", phone_number: number, rented: true };
  const reference = { e164: number, vendorId: "id1" };
  const agent = "0a0b0c0d-0d44-4b50-8888-8dd257360521";

  it("is not released: the number's own is", async () => {
    const field = await bolnaInTheField({}, { owned: [theirs, ours] });
    expect(await field.connect().release(reference)).toBe("released");
    expect(field.rows).toEqual([theirs]);
  });

  it("is not changed: the number's own is", async () => {
    const field = await bolnaInTheField({}, { owned: [theirs, ours] });
    const vendor = field.connect();
    await vendor.update(remembered(number, "id1"), { agent });
    expect(field.rows).toEqual([theirs, { ...ours, agent_id: agent }]);
    await vendor.update(remembered(number, "id1", agent), { agent: null });
    expect(field.rows).toMatchObject([theirs, { ...ours, agent_id: null }]);
  });

  it("is sent nothing where the account does not show the number", async () => {
    const field = await bolnaInTheField({}, { owned: [theirs] });
    const vendor = field.connect();
    await refusal(UnfinishedError, vendor.release(reference));
    for (const to of [agent, null])
      await refusal(UnfinishedError, vendor.update(remembered(number, "id1", agent), { agent: to }));
    expect(field.writes).toEqual([]);
  });
});

describe("a destroy", () => {
  it.each<[string, Canned]>([
    ["204", noContent],
    ["200 {}", json({})],
    ["other words", json({ status: "ok" })],
  ])("needs no second run where the release is answered by %s", async (_what, answer) => {
    const field = await bolnaInTheField({ released: () => answer }, { stock });
    const state = await up(await field.process(), program);
    await remove((await field.process()).context, state);
    expect(field.rows).toEqual([]);
  });
});
