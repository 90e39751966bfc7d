import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { json } from "../../../provider/domain/properties";

describe("properties on their way to the engine", () => {
  it("are JSON as it is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (properties) => {
        expect(json(properties)).toEqual(JSON.parse(JSON.stringify(properties)));
      }),
    );
  });

  it("have no half of a character: the engine could not read what a purchase has brought", () => {
    const half = { region: "Alaska\ude00", search: [{ locality: "\ud83d" }], alias: "😀" };
    expect(json(half)).toEqual({ region: "Alaska\uFFFD", search: [{ locality: "\uFFFD" }], alias: "😀" });
  });
});
