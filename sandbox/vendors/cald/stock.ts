import type { Terms } from "../../kit/stand-in";
import type { FreeNumber } from "../../world/account";
import type { Random } from "../../world/random";
import { usNumbers } from "../../world/stock/us";

/** One price for every number. Dollars a month. */
export const caldTerms: Terms = { monthlyPrice: "10.00", setupPrice: "0", capabilities: ["voice"] };

export function caldStock(random: Random, usCount: number): FreeNumber[] {
  return usNumbers(random, usCount).map((number) => ({ ...number, ...caldTerms }));
}
