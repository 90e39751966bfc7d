import type { NumberArguments } from "../../provider/domain/number-arguments";
import type { Account } from "../../provider/lifecycle/context";
import { chooseCandidates, type ShortList } from "../../provider/purchase/candidates";
import type { PlaceInProgram } from "../../provider/purchase/offer-pool";
import { claimOf } from "./claim";
import type { Bench } from "./sandbox";

/** The account as a new process sees it: nothing searched, nothing reserved. */
export async function openAccount(bench: Bench): Promise<Account> {
  return (await bench.context()).context.account({ vendor: "plivo" });
}

/** The short list of a resource of that name, which is the program's first number unless said otherwise. */
export function choose(
  { vendor, offers }: Account,
  name: string,
  args: NumberArguments,
  { turn = 0, stack = "dev", place }: { turn?: number; stack?: string; place?: PlaceInProgram } = {},
): Promise<ShortList> {
  const wish = { claim: claimOf(name, stack), turn, place, country: "US", args };
  return chooseCandidates(vendor, offers, wish);
}

/** The range of {@link testNumber}. */
export const inTestRange: NumberArguments = { search: [{ prefix: "907234" }] };

export function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line-${index}`);
}
