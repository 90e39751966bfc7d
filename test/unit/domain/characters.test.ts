import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, shortened } from "../../../provider/domain/characters";

describe("printable text", () => {
  it("is the text itself where nothing in it controls a terminal", () => {
    for (const text of ["", "two\nlines", "Zürich, 日本, 👍🏽", "a — b"]) expect(printable(text)).toBe(text);
  });

  it("has no control characters, and none that turn the order round", () => {
    expect(printable("\u001b[2Ja\rb\u0000c\u009bd\u202ee\r\nf")).toBe(" [2Ja b c d e\nf");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/(?!\n)[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

describe("half a character", () => {
  it("is in nothing that is told: neither where it came from outside, nor where a text was cut", () => {
    expect(printable("a\ud83db")).toBe("a\uFFFDb");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, most) => {
        expect(shortened(text, most)).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});
