import { beforeEach, describe, expect, it } from "vitest";
import { UnclearError } from "../../../../provider/domain/errors";
import { OddRows } from "../../../../provider/vendors/kit/odd-rows";

const e164 = "+14155550100";
const number = { e164, vendorId: "a-1" } as const;
const unknown = { e164, vendorId: null } as const;
let told: string[];
let rows: OddRows;

beforeEach(() => {
  told = [];
  const client = { tellOnce: (line: string) => void told.push(line) };
  rows = new OddRows(client, { vendor: "acme", id: ["id"], number: ["number", "phone_number"] });
});

describe("a row that cannot be read may be the number", () => {
  it.each([
    [{ id: "x", number: e164, price: {} }],
    [{ id: "x", name: "415 555-0100" }],
    [{ nested: { numbers: ["4155550100"] } }],
    [{ id: "A1", number: "12345" }],
    [{ number: null }],
    [{ phone_number: "+1415****100" }],
    [{ id: 2 ** 60, number: null }],
    [null],
    ["unreadable"],
  ])("which is no proof that it is gone: %j", (row) => {
    expect(() => rows.requireNone([row], number)).toThrow(UnclearError);
  });

  it.each([[{ id: "x", number: "12345" }], [{ id: "x", number: 1000 }], [{ number: "+14155550199" }]])(
    "but not where it tells another one: %j",
    (row) => {
      rows.requireNone([row], number);
      rows.requireNone([row], unknown);
    },
  );

  it("or another one's id, where the id of the number is known", () => {
    rows.requireNone([{ id: "b-2", number: null }], number);
    expect(() => rows.requireNone([{ id: "b-2", number: null }], unknown)).toThrow("may be +14155550100");
  });
});

describe("a number that was seen for sale", () => {
  const odd = { id: "b-2", number: null };

  it("is no row that is there by then, also after it was asked for; a new one may be it", () => {
    rows.shownForSale([{ e164 }]);
    rows.requireNone([odd], unknown);
    rows.askedFor(e164);
    rows.requireNone([odd], unknown);
    expect(() => rows.requireNone([odd, { id: "c-3", number: null }], unknown)).toThrow("c-3");
  });

  it("may be any row where none was looked at before it was asked for", () => {
    rows.shownForSale([{ e164 }]);
    rows.askedFor(e164);
    expect(() => rows.requireNone([odd], unknown)).toThrow(UnclearError);
  });

  it("may be the row that has its digits all the same", () => {
    rows.shownForSale([{ e164 }]);
    expect(() => rows.requireNone([{ id: "x", number: e164 }], unknown)).toThrow(UnclearError);
  });
});

describe("a search", () => {
  it("offers what can be read, and says what is passed over", () => {
    expect(rows.offered({ rows: [{ e164 }], odd: [{ number: "12345" }, {}, {}, {}] })).toEqual([{ e164 }]);
    expect(told).toEqual([
      'acme search: what cannot be read as a phone number is passed over: number "12345"; number null; number null, and 1 more',
    ]);
  });

  it("of which nothing can be read is no search that found nothing", () => {
    expect(() => rows.offered({ rows: [], odd: [{}] })).toThrow(UnclearError);
    expect(rows.offered({ rows: [], odd: [] })).toEqual([]);
  });
});
