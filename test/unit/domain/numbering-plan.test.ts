import { getCountries, getExampleNumber } from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { expect, it } from "vitest";
import { prefixAbroad, trunkPrefix, withoutTrunkPrefix } from "../../../provider/domain/numbering-plan";

it.each([
  ["020", "GB", "20"],
  ["080", "IN", "80"],
  ["030", "DE", "30"],
  ["03", "JP", "3"],
  ["091", "ES", "91"],
  ["0020", "GB", "20"],
  ["061", "HU", "1"],
  ["1415", "US", "415"],
  ["0", "GB", ""],
])("%s is dialled in %3$s for %s", (leading, country, rest) => {
  expect(withoutTrunkPrefix(leading, country)).toBe(rest);
});

it.each([
  ["06", "IT"],
  ["06698", "VA"],
  ["0549", "SM"],
  ["07", "CI"],
  ["01", "BJ"],
  ["01", "GA"],
  ["06", "RW"],
  ["415", "US"],
  ["20", "GB"],
  ["495", "RU"],
  ["812", "RU"],
  ["0800", "001"],
])("%s begins numbers of %s as it is", (leading, country) => {
  expect(withoutTrunkPrefix(leading, country)).toBeUndefined();
});

it("nothing is taken from what begins a real number", () => {
  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []);
  const wrong = numbers.filter(({ nationalNumber, country = "001" }) =>
    [1, 2, 3, 6].some(
      (length) => withoutTrunkPrefix(String(nationalNumber).slice(0, length), country) !== undefined,
    ),
  );
  expect(wrong).toEqual([]);
  expect(numbers.length).toBeGreaterThan(200);
});

it("what is dialled first is each country's own", () => {
  expect([
    trunkPrefix("GB"),
    trunkPrefix("US"),
    trunkPrefix("RU"),
    trunkPrefix("IT"),
    trunkPrefix("XX"),
  ]).toEqual(["0", "1", "8", undefined, undefined]);
  expect([prefixAbroad("0011656", "AU"), prefixAbroad("01144", "US"), prefixAbroad("0044", "US")]).toEqual([
    "0011",
    "011",
    undefined,
  ]);
});
