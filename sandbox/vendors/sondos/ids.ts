import type { Account, OwnedNumber } from "../../world/account";
import type { Random } from "../../world/random";

/** Counts the integers by which Sondos knows numbers. Other customers take some in between. */
export function idCounter(random: Random): () => number {
  let last = 1000 + random.below(9000);
  return () => {
    last += 1 + random.below(5);
    return last;
  };
}

/** The id that a path names; NaN where that is none. */
export function idOf(segment: string): number {
  return /^\d{1,15}$/.test(segment) ? Number(segment) : Number.NaN;
}

export function findNumber(account: Account, id: number): OwnedNumber | undefined {
  return account.all().find((number) => number.id === id);
}
