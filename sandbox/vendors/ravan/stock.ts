import type { FreeNumber, PhoneNumber } from "../../world/account";
import type { Random } from "../../world/random";
import { gbNumbers } from "../../world/stock/gb";
import { usNumbers } from "../../world/stock/us";
import { ravanTerms } from "./countries";

const gbCount = 24;
const indianCount = 24;

/** Assigned ranges of land lines; six digits follow. */
const indianRanges = [
  { prefix: "+918065", areaCode: "80", locality: "Bengaluru", region: "KA" },
  { prefix: "+912268", areaCode: "22", locality: "Mumbai", region: "MH" },
  { prefix: "+911141", areaCode: "11", locality: "Delhi", region: "DL" },
] as const;

export function ravanStock(random: Random, usCount: number): FreeNumber[] {
  return [
    ...localUsNumbers(random, usCount),
    ...gbNumbers(random, gbCount),
    ...indianNumbers(random, indianCount),
  ].map((number) => {
    const { monthlyPrice, setupPrice } = ravanTerms(number.country);
    return { ...number, monthlyPrice, setupPrice };
  });
}

/** Ravan names no kinds of number, so there are only local ones: sixteen of any twenty of the common stock. */
function localUsNumbers(random: Random, count: number): PhoneNumber[] {
  const mixed = usNumbers(random, Math.ceil(count / 16) * 20);
  return mixed.filter(({ type }) => type === "local").slice(0, count);
}

function indianNumbers(random: Random, count: number): PhoneNumber[] {
  const numbers = new Map<string, PhoneNumber>();
  while (numbers.size < count) {
    const number = indianNumber(random, numbers.size);
    numbers.set(number.e164, number);
  }
  return [...numbers.values()];
}

function indianNumber(random: Random, index: number): PhoneNumber {
  const { prefix, areaCode, locality, region } = indianRanges[index % indianRanges.length] ?? indianRanges[0];
  return {
    e164: prefix + random.text(6, "0123456789"),
    country: "IN",
    type: "local",
    capabilities: ["voice"],
    place: { areaCode, locality, region, rateCenter: null, lata: null },
  };
}
