import { describe, expect, it } from "vitest";
import { UnfinishedError } from "../../../../provider/domain/errors";
import { idToSend } from "../../../../provider/vendors/kit/id-to-send";

const number = { e164: "+14155550101", vendorId: "45" } as const;
const other = { e164: "+14155550199", vendorId: "45" } as const;
const facts = { vendor: "acme", operation: "release" };
const unasked = () => expect.unreachable();

describe("the id of a number", () => {
  it.each([
    [[]],
    [[number]],
    [[{ ...number, vendorId: "46" }]],
    [[other, number]],
    [[{ ...other, vendorId: null }]],
  ])("is the one it is known by, with the list %j", (listed) => {
    expect(idToSend({ number, listed, own: unasked, facts })).toBe("45");
  });

  it("is another one where that is another number's", () => {
    expect(idToSend({ number, listed: [other], own: () => "46", facts })).toBe("46");
    const hyphenated = { e164: number.e164, vendorId: "0a-0B" };
    expect(
      idToSend({ number: hyphenated, listed: [{ ...other, vendorId: "0a0b" }], own: () => "46", facts }),
    ).toBe("46");
  });

  it("is none where the number is not shown, and the error names both", () => {
    const send = () => idToSend({ number, listed: [other], own: () => undefined, facts });
    expect(send).toThrow(UnfinishedError);
    expect(send).toThrow("+14155550101 is known as 45, which is +14155550199 by now");
  });

  it("of one that is known by none is the one shown", () => {
    expect(idToSend({ number: { ...number, vendorId: null }, listed: [other], own: () => "46", facts })).toBe(
      "46",
    );
    expect(
      idToSend({ number: { ...number, vendorId: "" }, listed: [other], own: () => undefined, facts }),
    ).toBeUndefined();
  });
});
