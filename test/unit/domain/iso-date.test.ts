import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDate } from "../../../provider/domain/iso-date";

describe("an ISO date", () => {
  it.each([
    ["2026-12-07", "2026-12-07"],
    [" 2028-02-29 ", "2028-02-29"],
    ["2026-12-07T10:30:00Z", "2026-12-07T10:30:00.000Z"],
    ["2026-12-07T10:30:00.123456+05:30", "2026-12-07T05:00:00.123Z"],
    ["2026-12-07 23:30 -08:00", "2026-12-08T07:30:00.000Z"],
    ["2026-12-07T10:30:00", "2026-12-07"],
    ["2026-12-07 10:30", "2026-12-07"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ])("%j is %j", (text, date) => {
    expect(isoDate(text)).toBe(date);
  });

  it.each([
    ..."01/12/2026|2026-02-31|2026-13-01|2026-12|2026|1764547200|in 3 days|not yet|17th Dec, 2026".split("|"),
    ..."2026-12-07T25:00Z|2026-12-07T10:61|2026-12-07T10:30+99:00|2026-12-07Z|+12026-12-07|".split("|"),
  ])("%j is none", (text) => {
    expect(isoDate(text)).toBeNull();
  });

  it("of whatever text is one that reads as itself, or none", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(Z|\+\d\d:\d\d)?)?$/)),
        (text) => {
          const date = isoDate(text);
          if (date !== null) expect(isoDate(date)).toBe(date);
        },
      ),
    );
  });
});
