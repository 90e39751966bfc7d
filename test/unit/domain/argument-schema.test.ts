import { describe, expect, it } from "vitest";
import { argumentNames, argumentSchema, criterionNames } from "../../../provider/domain/argument-schema";

const parse = (args: unknown) => argumentSchema.safeParse(args);

it("one search is a list of one", () => {
  expect(parse({ search: { areaCode: "415" } }).data?.search).toEqual([{ areaCode: "415" }]);
  expect(parse({ search: [{ areaCode: "415" }] }).data?.search).toEqual([{ areaCode: "415" }]);
});

it("text is taken without the blanks around it", () => {
  expect(parse({ agent: " agent-1 " }).data?.agent).toBe("agent-1");
});

describe("is refused", () => {
  it.each([
    ["an argument that there is not", { agnet: "a" }],
    ["a criterion that there is not", { search: { areacode: "415" } }],
    ["an empty search", { search: [] }],
    ["digits that are not", { search: { areaCode: "41a" } }],
    ["more digits than an area code has", { search: { areaCode: "4155551" } }],
    ["an empty agent", { agent: " " }],
    ["a ceiling of nothing", { maxMonthlyPrice: 0 }],
    ["a ceiling that is not a number", { maxMonthlyPrice: Number.NaN }],
    ["no capabilities", { search: { capabilities: [] } }],
    ["a policy that there is not", { deletionPolicy: "keep" }],
  ])("%s", (_, args) => {
    expect(parse(args).success).toBe(false);
  });
});

it("the names of the documentation are those of the schema", () => {
  expect(argumentNames).toContain("maxMonthlyPrice");
  expect(criterionNames).toEqual(["areaCode", "prefix", "contains", "region", "locality", "capabilities"]);
});
