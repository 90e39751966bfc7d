import fc from "fast-check";
import { expect, test } from "vitest";
import { logicalNames } from "../../cli/export/logical-names";

const e164 = "+14155550100";

test.each([
  ["Main line", "main-line"],
  ["  Élan – Süd (24/7) ", "elan-sud-24-7"],
  ["株式会社", "number-14155550100"],
  [null, "number-14155550100"],
  ["", "number-14155550100"],
  ["24 hours", "number-24-hours"],
  ["pulumi", "number-pulumi"],
  ["a::b$\u007bc}\n$d", "a-b-c-d"],
  ["x".repeat(200), "x".repeat(40)],
  ["__proto__", "proto"],
])("a number that is called %j is %s", (label, name) => {
  expect(logicalNames([{ e164, label }], [])).toEqual([name]);
});

test("two of one label, and one whose name a resource has, have their digits in their names", () => {
  const numbers = [
    { e164: "+14155550100", label: "Sales" },
    { e164: "+14155550101", label: "sales" },
    { e164: "+14155550102", label: "Support" },
    { e164: "+14155550103", label: "Desk" },
  ];
  expect(logicalNames(numbers, ["support"])).toEqual([
    "sales-14155550100",
    "sales-14155550101",
    "support-14155550102",
    "desk",
  ]);
});

test("names are valid and of one number each, whatever the labels are and whatever is taken", () => {
  const label = fc.oneof(
    fc.constantFrom(null, "sales", "sales-14155550001", "number", "number-14155550001", "Sales 1"),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(label), fc.array(fc.constantFrom("sales", "sales-14155550001")), (labels, taken) => {
      const numbers = labels.map((each, index) => ({
        e164: `+1415555${String(index).padStart(4, "0")}`,
        label: each,
      }));
      const names = logicalNames(numbers, taken);
      expect(new Set([...names, ...taken]).size).toBe(names.length + new Set(taken).size);
      expect(names.filter((name) => !/^[a-z][a-z0-9-]*$/.test(name))).toEqual([]);
      expect(logicalNames(numbers, taken)).toEqual(names);
    }),
  );
});
