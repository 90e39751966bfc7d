import type { FreeNumber } from "../../world/account";
import type { Random } from "../../world/random";
import { usNumbers } from "../../world/stock/us";
import { bolnaTerms, isSold } from "./carriers";

/** Without toll-free numbers: the prefix of a search is an area code, and there is one price. */
export function bolnaStock(random: Random, usCount: number): FreeNumber[] {
  // Of any twenty, two are toll-free.
  const mixed = usNumbers(random, Math.ceil(usCount / 18) * 20);
  return mixed
    .filter(isSold)
    .slice(0, usCount)
    .map((number) => ({ ...number, ...bolnaTerms() }));
}
