import { describe, expect, it } from "vitest";
import { UnclearError } from "../../../../provider/domain/errors";
import { goesOn, lengthOf, requireWhole } from "../../../../provider/vendors/kit/list-length";

const facts = { vendor: "acme", operation: "list" };
/** What one answer with so many rows is: read on, and proof of what is not in it. */
const told = (rows: number, ...around: unknown[]) => {
  const pages = [lengthOf(...around)];
  let isWhole = true;
  try {
    requireWhole(pages, rows, facts);
  } catch (error) {
    expect(error).toBeInstanceOf(UnclearError);
    isWhole = false;
  }
  return { goesOn: goesOn(pages, rows), isWhole };
};

describe("a list", () => {
  it.each([
    ...[{ total: 2 }, { total: "2" }, { total_count: 2 }, { totalCount: "2" }],
    ...[{ last_page: 2 }, { last_page: "2" }, { lastPage: 2 }, { total_pages: 2 }],
    ...[{ has_more: true }, { has_more: "true" }, { has_more: 1 }, { has_more: "1" }, { hasMore: true }],
    ...[{ has_next: true }, { hasNext: "True" }],
    ...[
      { next: "/more" },
      { next_page: 2 },
      { next_page: "2" },
      { next_page_url: "https://vendor.test/?page=2" },
    ],
    ...[{ next_page_token: "t" }, { nextPageToken: "t" }, { next: { offset: 1 } }],
  ])("that says %j has more than one row", (said) => {
    for (const place of [said, { meta: said }, { pagination: said }, { links: said }])
      expect(told(1, place)).toEqual({ goesOn: true, isWhole: false });
    expect(told(1, {}, said)).toEqual({ goesOn: true, isWhole: false });
  });

  it.each([
    ...[{}, { total: 1 }, { total: "1" }, { total: 0 }, { total: null }, { last_page: 1 }, { last_page: 0 }],
    ...[{ has_more: false }, { has_more: "false" }, { has_more: 0 }, { has_more: "0" }, { has_more: null }],
    ...[{ next: null }, { next: "" }, { next: [] }, { next_page: 0 }, { next_page_token: "" }],
    // What is no count counts nothing.
    ...[{ total: -1 }, { total: 1.5 }, { total: 1e308 }, { total: "many" }, { total: {} }],
    ...[{ meta: null }, { meta: "x" }, { meta: [] }, { links: [{ next: "/2" }] }, { limit: 1, page: 1 }],
  ])("that says %j is whole", (said) => {
    expect(told(1, said)).toEqual({ goesOn: false, isWhole: true });
    expect(told(1, { meta: said })).toEqual({ goesOn: false, isWhole: true });
  });

  it.each([undefined, null, "text", 3, [[1]]])("inside of %j is whole", (around) => {
    expect(told(1, around)).toEqual({ goesOn: false, isWhole: true });
    expect(told(1)).toEqual({ goesOn: false, isWhole: true });
  });

  it("that says what is nested without end is not whole, and no fault of another kind", () => {
    const next = Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], false);
    expect(told(1, { next })).toEqual({ goesOn: true, isWhole: false });
  });

  it("with as many rows as its total says is whole, whatever else it says", () => {
    expect(told(2, { total: 2, has_more: true })).toEqual({ goesOn: true, isWhole: true });
    expect(told(0, { total: 0, has_more: true }).isWhole).toBe(false);
    expect(told(3, { total: 2, has_more: true }).isWhole).toBe(false);
  });

  it("of pages is told by the last, and by the smallest total", () => {
    const pages = [lengthOf({ total: 5, last_page: 2, next: "/2" }), lengthOf({ total: 4, last_page: 2 })];
    expect(goesOn(pages, 4)).toBe(false);
    expect(() => requireWhole(pages, 4, facts)).not.toThrow();
    expect(() => requireWhole(pages.toReversed(), 5, facts)).toThrow(
      "holds 5 rows and says that there are more",
    );
    expect(() => requireWhole(pages, 3, facts)).toThrow("holds 3 rows and says that it has 4");
    expect(() => requireWhole(pages.slice(0, 1), 5, facts)).not.toThrow();
  });
});
