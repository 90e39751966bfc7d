import { isValidPhoneNumber } from "libphonenumber-js/max";
import { describe, expect, test } from "vitest";
import { Random } from "../../../sandbox/world/random";
import { gbNumbers } from "../../../sandbox/world/stock/gb";
import { usNumbers } from "../../../sandbox/world/stock/us";

describe("stock", () => {
  const us = usNumbers(new Random("some seed"), 500);
  const gb = gbNumbers(new Random("some seed"), 24);

  test("every number exists in its country's numbering plan, once", () => {
    for (const { e164, country } of [...us, ...gb]) {
      expect(isValidPhoneNumber(e164), `${e164} in ${country}`).toBe(true);
    }
    expect(new Set([...us, ...gb].map(({ e164 }) => e164)).size).toBe(524);
  });

  test("is mostly local, with many of area code 415, some toll-free and some mobile", () => {
    const count = (type: string) => us.filter((number) => number.type === type).length;
    expect(count("local")).toBe(400);
    expect(count("tollfree")).toBe(50);
    expect(count("mobile")).toBe(50);
    expect(us.filter(({ place }) => place.areaCode === "415").length).toBeGreaterThanOrEqual(150);
    expect(new Set(us.map(({ place }) => place.region))).toContain("Texas");
  });

  test("is mixed even when small", () => {
    const types = usNumbers(new Random("some seed"), 20).map(({ type }) => type);
    expect(new Set(types)).toEqual(new Set(["local", "tollfree", "mobile"]));
  });

  test("depends on nothing but the seed", () => {
    expect(usNumbers(new Random("some seed"), 500)).toEqual(us);
    expect(usNumbers(new Random("another seed"), 500)).not.toEqual(us);
  });
});
