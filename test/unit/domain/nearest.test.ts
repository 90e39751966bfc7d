import fc from "fast-check";
import { expect, it } from "vitest";
import { nearest } from "../../../provider/domain/nearest";

const names = ["sandbox", "vendor", "vendorModules", "maxPurchases", "agent", "alias"];

it.each([
  ["sandbx", "sandbox"],
  ["SANDBOX", "sandbox"],
  ["sanbdox", "sandbox"],
  ["agnet", "agent"],
  ["vendors", "vendor"],
  ["max-purchases", "maxPurchases"],
])("of %s is %s", (written, meant) => {
  expect(nearest(written, names)).toBe(meant);
});

it.each(["", "colour", "x", "purchase"])("of %j is none", (written) => {
  expect(nearest(written, names)).toBeUndefined();
});

it("of a name is the name itself, and of one with a letter more or less some name", () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), (name, at) => {
      expect(nearest(name, names)).toBe(name);
      const place = at % name.length;
      expect(nearest(name.slice(0, place) + name.slice(place + 1), names)).toBeDefined();
      expect(nearest(`${name.slice(0, place)}z${name.slice(place)}`, names)).toBeDefined();
    }),
  );
});
