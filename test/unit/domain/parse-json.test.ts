import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../../provider/domain/parse-json";

describe("parseJson", () => {
  it("reads whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 1);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("has no half of a character, which nothing can be sent with", () => {
    const text = String.raw`{"city":"Alaska\ude00","whole":"\ud83d\ude00","plain":"\\\ud83d"}`;
    expect(parseJson(text)).toEqual({ city: "Alaska\uFFFD", whole: "😀", plain: "\\\uFFFD" });
  });

  it("is undefined for what is no JSON", () => {
    for (const text of ["", "{", "nul", "<html>", '"open', '"open\\"', "[1,]"])
      expect(parseJson(text)).toBeUndefined();
  });

  it("takes brackets and commas in texts for letters", () => {
    const text = `${"[{,".repeat(1_000)}\\"`;
    expect(parseJson(JSON.stringify({ [text]: text }))).toEqual({ [text]: text });
  });

  it("reads a hundred levels, and no more", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(parseJson(nested(100))).toBeDefined();
    expect(parseJson(nested(101))).toBeUndefined();
    expect(parseJson("[".repeat(10_000_000))).toBeUndefined();
  });

  it("reads a million parts, and no more", () => {
    expect(parseJson(`[${"0,".repeat(999_000)}0]`)).toHaveLength(999_001);
    expect(parseJson(`[${"{},".repeat(600_000)}0]`)).toBeUndefined();
  });
});
