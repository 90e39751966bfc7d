import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnclearError, UnfinishedError } from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { remove } from "../../../provider/lifecycle/delete";
import { read } from "../../../provider/lifecycle/read";
import { readState } from "../../../provider/lifecycle/state";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { json, noContent, page, words } from "../../support/field-vendor";
import type { Canned } from "../../support/server";
import { up, upAgain, upUnfinished, upUnfinishedAgain } from "../../support/up";
import { refusal, there } from "../lab";
import { plivoInTheField, type Row } from "./field";

const stock: E164[] = ["+14155550101", "+14155550102", "+14155550103", "+14155550104"];
const program = { vendor: "plivo", country: "US", search: {} };
const bought = (writes: readonly string[]) => writes.filter((write) => write.includes("PhoneNumber"));

describe("a purchase without a readable answer", () => {
  it.each<[string, (digits: string) => Canned]>([
    ["numbers without a status", (number) => json({ numbers: [{ number }] }, 201)],
    ["the status fulfilled", (number) => json({ numbers: [{ number, status: "fulfilled" }] }, 202)],
    ["200 {}", () => json({})],
    ["204", () => noContent],
    ["a page", () => page(200, "Welcome")],
    ["a page with 404", () => page(404)],
    ["a page with 401", () => page(401, "Log in")],
    ["404 in plain text", () => words(404, "404 page not found")],
    ["404 of a gateway", () => json({ message: "no Route matched with those values" }, 404)],
    ["500", () => json({ error: "internal server error" }, 500)],
  ])("is looked for, found and kept, and no second request is sent: %s", async (_what, answer) => {
    const field = await plivoInTheField({ bought: answer }, { stock });
    const state = await up(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: `+${there(field.rows[0]).number}`, status: "active" });
    expect(bought(field.writes)).toHaveLength(1);
  });

  it.each([
    ["told to wait", { "retry-after": "0" }],
    ["turned away without a time", {}],
  ])("is kept where its request was %s, and called taken when it was sent again", async (_, headers) => {
    let [asked, shown] = [0, 0];
    const waits = { status: 429, headers, body: '{"error":"too many requests"}' };
    const again = () => json({ error: "number is not available" }, 400);
    const none = json({ api_id: "a1", error: "not found" }, 404);
    const field = await plivoInTheField(
      // It does not show at once.
      {
        bought: () => (asked++ === 0 ? waits : again()),
        got: () => (asked > 1 && shown++ < 1 ? none : undefined),
      },
      { stock },
    );
    const state = await up(await field.process(), program);
    expect(bought(field.writes)).toHaveLength(2);
    expect(field.rows.map(({ number }) => `+${number}`)).toContain(state.observed.e164);
    expect(new Set(field.rows.map(({ number }) => number)).size).toBe(1);
  });

  it("that confirms another number is looked for, and never taken for this one", async () => {
    const bought = () => json({ numbers: [{ number: "14155550188", status: "Success" }] }, 201);
    const field = await plivoInTheField({ bought }, { stock });
    const told = await field.process();
    const state = await up(told, program);
    expect(told.lines.join("\n")).toContain("14155550188 confirmed");
    expect(told.lines.join("\n")).toContain("it has sold +14155550188, too");
    expect(state.observed.e164).toBe(`+${there(field.rows[0]).number}`);
  });

  it("that confirms another number, and has sold that, is not asked for again: it would be a second", async () => {
    const other = () => json({ numbers: [{ number: "14155550188", status: "Success" }] }, 201);
    const row = () => ({ number: "14155550188" });
    const field = await plivoInTheField({ bought: other, row }, { stock });
    const { error, state } = await upUnfinished(await field.process(), program);
    expect(error.message).toContain("14155550188");
    expect(state.observed.status).toBe("unsettled");
    // Nor by the runs after it, until a person has said what became of it.
    const again = await upUnfinishedAgain(await field.process(), state, program);
    expect(bought(field.writes)).toHaveLength(1);
    const longAgo = { ...state, unseenSince: "2020-01-01T00:00:00.000Z" };
    const looking = await field.process();
    expect(await read(looking.context, longAgo)).toEqual(longAgo);
    expect(looking.lines.join()).toContain("it has sold +14155550188 instead");
    const kept = await errorOfClass(UnfinishedError, remove((await field.process()).context, longAgo));
    expect(kept.message).toContain("it has sold +14155550188 instead");
    const [, nothingBought] = /nothingBought: "(.*?)"/.exec(again.error.message) ?? [];
    const adopting = { vendor: "plivo", country: "US", adopt: "14155550188", nothingBought };
    const adopted = await upAgain(await field.process(), readState(again.error.properties), adopting);
    expect(adopted.observed).toMatchObject({ e164: "+14155550188", status: "active" });
    expect(bought(field.writes)).toHaveLength(1);
  });

  it("is not asked for again where another number was confirmed, and the account could not be looked at then", async () => {
    let isDown = false;
    const other = () => {
      isDown = true;
      return json({ numbers: [{ number: "14155550188", status: "Success" }] }, 201);
    };
    const row = () => ({ number: "14155550188" });
    const got = () => (isDown ? page(200, "Maintenance") : undefined);
    const field = await plivoInTheField({ bought: other, row, got }, { stock });
    const { state } = await upUnfinished(await field.process(), program);
    isDown = false;
    const { error } = await upUnfinishedAgain(await field.process(), state, program);
    expect(error.message).toContain("it has sold +14155550188 instead");
    expect(bought(field.writes)).toHaveLength(1);
  });

  it("is not followed by the next number where another was confirmed, and somebody else has the one that was ordered", async () => {
    const field = await plivoInTheField(
      {
        row: () => ({ number: "14155550188" }),
        bought(digits) {
          field.rows.push({ number: digits });
          offers.reserve(`+${digits}` as E164, claimOf("somebody"));
          return json({ numbers: [{ number: "14155550188", status: "Success" }] }, 201);
        },
      },
      { stock },
    );
    const run = await field.process();
    const { offers } = await run.context.account({ vendor: "plivo" });
    const { error, state } = await upUnfinished(run, program);
    expect(error.message).toContain("it has sold +14155550188 instead");
    expect(state.confirmed).toBe("+14155550188");
    // Nor is it lost by what comes after it.
    expect(await read(run.context, state)).toEqual(state);
    const kept = await errorOfClass(UnfinishedError, remove(run.context, state));
    expect(kept.message).toContain("it has sold +14155550188 instead");
    expect(bought(field.writes)).toHaveLength(1);
  });

  it.each([
    ["of the same run", 1],
    ["of a run after it", 2],
  ])("is not asked for a third time where a second request, %s, confirms another", async (_, unmade) => {
    let asked = 0;
    const field = await plivoInTheField(
      {
        row: (digits) => ({ number: asked < unmade ? digits : "14155550188" }),
        bought() {
          if (asked++ >= unmade)
            return json({ numbers: [{ number: "14155550188", status: "Success" }] }, 201);
          field.rows.pop();
          return json({ error: "internal server error" }, 500);
        },
      },
      { stock },
    );
    let { state } = await upUnfinished(await field.process(), program);
    for (let run = 0; run < 2; run++)
      ({ state } = await upUnfinishedAgain(await field.process(), state, program));
    expect(state.confirmed).toContain("14155550188");
    expect(asked).toBe(unmade + 1);
  });

  it.each(["2019-03-15", "2026-11-27 14:30:00", "2031-01-01T00:00:00Z", "yesterday", "", null, 17])(
    "is kept whatever time the list has it added on: %j",
    async (added_on) => {
      const row = (number: string): Row => ({ number, added_on });
      const field = await plivoInTheField({ bought: () => json({}), row }, { stock });
      const state = await up(await field.process(), program);
      expect(state.observed.e164).toBe(`+${there(field.rows[0]).number}`);
      expect(bought(field.writes)).toHaveLength(1);
    },
  );

  it("is open with a subaccount nobody asked for: kept in state, and nothing else is bought", async () => {
    const row = (number: string): Row => ({ number, sub_account: "SA0123456789ABCDEFGH" });
    const field = await plivoInTheField({ bought: () => json({}), row }, { stock });
    const { state } = await upUnfinished(await field.process(), program);
    expect(state.observed).toMatchObject({ e164: `+${there(field.rows[0]).number}`, status: "unsettled" });
    expect(bought(field.writes)).toHaveLength(1);
  });
});

describe("a number whose renewal is off", () => {
  const off = { ...program, renewal: "off" };
  const releases = (writes: readonly string[]) => writes.filter((write) => write.startsWith("DELETE"));
  const buys = async (renewal_date: unknown) => {
    const row = (number: string): Row => ({ number, renewal_date });
    const field = await plivoInTheField({ row }, { stock });
    const told = await field.process();
    const { observed } = await up(told, off);
    expect(bought(field.writes)).toHaveLength(1);
    expect(releases(field.writes)).toEqual([]);
    expect(observed.status).toBe("lapsing");
    return { observed, lines: told.lines };
  };

  it.each(["01/12/2026", "in 3 days", "not yet", "2026-02-31", "", null, 17, { day: 17 }])(
    "has no date of renewal by what is no ISO date: %j",
    async (renewal_date) => {
      const { observed, lines } = await buys(renewal_date);
      expect(observed.renewsAt).toBeNull();
      expect(lines.at(-1)).toContain("is released once the vendor tells the date, before the rent is due");
    },
  );

  it.each(["0001-01-01T00:00:00Z", "1970-01-01", "2019-03-15 10:00:00"])(
    "is not released for a day that is long over: %j",
    async (renewal_date) => {
      const { lines } = await buys(renewal_date);
      expect(lines.at(-1)).toContain("is released once the vendor tells the date, before the rent is due");
    },
  );

  it("and whose rent is due at once is released by the next run, and never by the one that bought it", async () => {
    const today = new Date().toISOString();
    const field = await plivoInTheField({ row: (number) => ({ number, renewal_date: today }) }, { stock });
    const told = await field.process();
    const state = await up(told, off);
    expect(releases(field.writes)).toEqual([]);
    expect(told.lines.at(-1)).toContain("it is released by the next up");
    const after = await upAgain(await field.process(), state, off);
    expect(after.observed.status).toBe("released");
    expect(releases(field.writes)).toHaveLength(1);
  });

  it("is never released by the run that bought it, whatever text its date is", {
    timeout: 120_000,
  }, async () => {
    const dates = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    await fc.assert(
      fc.asyncProperty(dates, async (date) => {
        await buys(date);
      }),
      { numRuns: 15 },
    );
  });
});

describe("a criterion of which nothing is in stock", () => {
  it("answered by 404 is no error: the next one is tried", async () => {
    const search = (query: URLSearchParams) =>
      query.get("pattern") === "212" ? json({ api_id: "a1", error: "not found" }, 404) : undefined;
    const field = await plivoInTheField({ search }, { stock });
    const state = await up(await field.process(), { ...program, search: [{ areaCode: "212" }, {}] });
    expect(stock).toContain(state.observed.e164);
  });
});

describe("a destroy", () => {
  it.each<[string, () => Canned]>([
    ["204", () => noContent],
    ["200 {}", () => json({})],
    ["202 with words", () => json({ message: "deleted" }, 202)],
  ])("needs no second run where the release is answered by %s", async (_what, released) => {
    const field = await plivoInTheField({ released }, { stock });
    const state = await up(await field.process(), program);
    await remove((await field.process()).context, state);
    expect(field.rows).toEqual([]);
  });

  it.each<[string, () => Canned]>([
    ["a page with 404", () => page(404)],
    ["404 without a body", () => ({ status: 404, body: "" })],
    ["404 {}", () => json({}, 404)],
    ["204, though it was not made", () => noContent],
  ])("keeps the number in state where the release is answered by %s", async (_what, notReleased) => {
    const field = await plivoInTheField({ notReleased }, { stock });
    const state = await up(await field.process(), program);
    await expect(remove((await field.process()).context, state)).rejects.toThrow("still has it");
    expect(field.rows).toHaveLength(1);
  });
});

describe("a destroy of several numbers", () => {
  const several = async (answers: Parameters<typeof plivoInTheField>[0]) => {
    const field = await plivoInTheField(answers, { stock });
    const states = [];
    for (const name of ["one", "two", "three"]) states.push(await up(await field.process(), program, name));
    const { context } = await field.process();
    const before = field.calls.length;
    const ends = await Promise.allSettled(states.map((state) => remove(context, state)));
    return { field, ends, calls: field.calls.slice(before) };
  };

  it("looks after the first that is answered by 204, and believes the others", async () => {
    const { field, ends, calls } = await several({ released: () => noContent });
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(field.rows).toEqual([]);
    expect(calls).toHaveLength(4);
  });

  it("looks after all of them where the first was not made", async () => {
    const { field, ends } = await several({ notReleased: () => noContent });
    expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(field.rows).toHaveLength(3);
  });

  it("looks after each where another success is the answer", async () => {
    const { field, ends, calls } = await several({ released: () => json({}) });
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(field.rows).toEqual([]);
    expect(calls).toHaveLength(6);
  });
});

describe("a list of several pages", () => {
  const owned = Array.from({ length: 25 }, (_, index) => ({ number: `${14155550100 + index}` }));
  const last: E164 = "+14155550124";
  /** What a page says that starts there, and is followed by another one or not. */
  type Said = (isFollowed: boolean) => Row;
  const paged = (said: Said) =>
    plivoInTheField(
      {
        list: (rows, query) => {
          const offset = Number(query.get("offset"));
          return json({
            meta: {},
            objects: rows.slice(offset, offset + 20),
            ...said(offset + 20 < rows.length),
          });
        },
      },
      { owned },
    );

  const forms: [string, Said][] = [
    ["a number", () => ({ meta: { total_count: 25, next: null } })],
    ["a text", () => ({ meta: { total_count: "25", next: null } })],
    ["another name", () => ({ meta: { total: 25 } })],
    ["a count beside meta", () => ({ total_count: 25 })],
    [
      "that of the page, and a next one",
      (more) => ({ meta: { total_count: more ? 20 : 5, next: more ? "/2" : null } }),
    ],
    ["1, and a next one", (more) => ({ meta: { total_count: 1, next: more ? "/2" : null } })],
    ["none, and a next one", (more) => ({ meta: { next: more ? "/2" : null } })],
    ["none, and has_more", (more) => ({ meta: {}, pagination: { has_more: `${more}` } })],
  ];

  it.each(forms)("is read to its end where the total is %s", async (_what, said) => {
    const field = await paged(said);
    expect(await field.connect().list()).toHaveLength(25);
    const some = await field.connect().getMany?.([{ e164: last, vendorId: null }]);
    expect(some?.owned.map(({ e164 }) => e164)).toContain(last);
  });

  it.each<Row>([
    { meta: { total_count: "25", next: null } },
    { meta: { total_count: 1, next: "/2" } },
    { meta: { next: "/2" } },
    { meta: {}, pagination: { total: 25 } },
  ])("of which only the first can be had is an error, and no number is gone: %j", async (said) => {
    const field = await plivoInTheField(
      { list: (rows) => json({ objects: rows.slice(0, 20), ...said }) },
      { owned },
    );
    await refusal(UnclearError, field.connect().list());
    expect(field.calls.length).toBeLessThanOrEqual(3);
  });
});

describe("an account with a short code", () => {
  it("buys, refreshes and gives back all the same", async () => {
    const field = await plivoInTheField({}, { stock, owned: [{ number: "12345" }] });
    const state = await up(await field.process(), program);
    expect(await read((await field.process()).context, state)).toMatchObject({
      observed: { e164: state.observed.e164 },
    });
    await remove((await field.process()).context, state);
    expect(field.rows).toEqual([{ number: "12345" }]);
  });
});
