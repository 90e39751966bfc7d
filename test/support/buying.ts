import { expect } from "vitest";
import type { E164 } from "../../provider/domain/number";
import { buyCandidate } from "../../provider/purchase/buy-candidate";
import { chooseCandidates } from "../../provider/purchase/candidates";
import type { Bought } from "../../provider/purchase/outcome";
import type { BuyingContext } from "../../provider/purchase/purchase-context";
import type { PurchaseRequest } from "../../provider/purchase/purchase-request";
import { claimOf } from "./claim";
import type { Bench } from "./sandbox";
import { testNumber, testNumbers } from "./sandbox";

/** What a purchase asks for, and what it works with. */
export type Purchase = BuyingContext & PurchaseRequest;

/** A purchase that is prepared, with all it will tell. */
export interface Prepared {
  readonly purchase: Purchase;
  readonly candidates: readonly E164[];
  readonly lines: string[];
}

/**
 * Picks among `count` numbers that are alike, as check would, and forgets the calls this took. An unclear purchase is
 * looked for long enough for a list that lags less than a second.
 */
export async function prepare(
  bench: Bench,
  { count = 4, settle = 300, name = "line" } = {},
): Promise<Prepared> {
  bench.numbers({ add: testNumbers(count) });
  const { context, lines } = await bench.context();
  const { vendor, offers, looks } = await context.account({ vendor: "plivo" });
  const claim = claimOf(name);
  const args = { search: [{ prefix: testNumber(0).slice(2, 8) }] };
  const wish = { claim, turn: 0, country: "US", args };
  const { candidates } = await chooseCandidates(vendor, offers, wish);
  bench.control.clearCalls();
  const order = { country: "US", agent: undefined, subaccount: undefined, terms: null };
  const tell = (line: string) => lines.push(line);
  return {
    purchase: {
      vendor,
      offers,
      backend: context.backend,
      now: context.now,
      claim,
      candidates,
      order,
      earlier: [],
      maxMonthlyPrice: undefined,
      word: undefined,
      isOnlyStack: false,
      isChecked: () => false,
      names: [claim],
      settleMs: settle,
      hadBefore: (number) => looks.hasNow(number),
      moveOn: async () => {},
      askingAgain: async () => {},
      tell,
    },
    candidates,
    lines,
  };
}

/** Buys one of the candidates. */
export function buy(purchase: Purchase): Promise<Bought> {
  return buyCandidate(purchase, purchase);
}

/** One number was bought, this one, and no other: by effects, not by answers. */
export function expectOnlyBought(bench: Bench, number: string | undefined): void {
  expect(bench.owned).toEqual([number]);
  expect(bench.state.purchases).toBe(1);
}

export function expectNothingBought(bench: Bench): void {
  expect(bench.state).toMatchObject({ owned: [], purchases: 0 });
}

/** The numbers that purchases asked for, in order, with the answers' statuses. */
export function purchaseCalls(bench: Bench): [string, number | null][] {
  return bench.writes.map(({ path, status }) => [`+${path.split("/").at(-2)}`, status]);
}
