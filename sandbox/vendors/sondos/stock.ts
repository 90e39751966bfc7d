import type { FreeNumber } from "../../world/account";
import type { Random } from "../../world/random";
import { gbNumbers } from "../../world/stock/gb";
import { usNumbers } from "../../world/stock/us";
import { sondosTerms } from "./countries";

const gbCount = 24;

/** Without toll-free numbers: Sondos knows no kinds of number. */
export function sondosStock(random: Random, usCount: number): FreeNumber[] {
  // Of each twenty two are toll-free, and a third of the British are mobile.
  const us = usNumbers(random, Math.ceil(usCount / 18) * 20).filter(({ type }) => type !== "tollfree");
  const gb = gbNumbers(random, gbCount * 1.5).filter(({ type }) => type === "local");
  return [...us.slice(0, usCount), ...gb].map((number) => {
    const { monthlyPrice, setupPrice } = sondosTerms(number.country, number.type);
    return { ...number, monthlyPrice, setupPrice };
  });
}
