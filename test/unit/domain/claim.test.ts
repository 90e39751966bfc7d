import { describe, expect, it } from "vitest";
import { inheritedClaim, typeOf } from "../../../provider/domain/claim";

const number = "pulumi-nodejs:dynamic/phone:PhoneNumber";
const desk = "phones:index:Desk";

describe("the claim of a child under a claim that its parent had", () => {
  it.each([
    ["with a name that begins with that of the parent", "support-line", "sales-line"],
    ["with the very name of the parent", "support", "sales"],
    ["with a name of its own", "line", "line"],
  ])("is as Pulumi's engine makes it: %s", (_, name, former) => {
    const claim = inheritedClaim({ name, type: number }, "support", `urn:pulumi:dev::phones::${desk}::sales`);
    expect(claim).toBe(`urn:pulumi:dev::phones::${desk}$${number}::${former}`);
  });

  it("has all the parents of the parent", () => {
    const parent = `urn:pulumi:dev::phones::phones:index:Team$${desk}::a::b`;
    const claim = inheritedClaim({ name: "line", type: number }, "support", parent);
    expect(claim).toBe(`urn:pulumi:dev::phones::phones:index:Team$${desk}$${number}::line`);
    expect(typeOf(claim)).toBe(number);
  });
});
