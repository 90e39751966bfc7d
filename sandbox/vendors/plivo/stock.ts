import type { FreeNumber } from "../../world/account";
import type { Random } from "../../world/random";
import { gbNumbers } from "../../world/stock/gb";
import { usNumbers } from "../../world/stock/us";
import { plivoTerms } from "./countries";

const gbCount = 24;

export function plivoStock(random: Random, usCount: number): FreeNumber[] {
  return [...usNumbers(random, usCount), ...gbNumbers(random, gbCount)].map((number) => {
    const { monthlyPrice, setupPrice } = plivoTerms(number.country, number.type);
    return { ...number, monthlyPrice, setupPrice };
  });
}
