import type { StandIn } from "../kit/stand-in";
import type { FreeNumber } from "../world/account";
import { placeOf } from "../world/stock/place";
import { ControlError, type NumberEntry, type NumbersChange, type OwnedNumberEntry } from "./control-input";

/** How long ago a number was bought that the account owns from before. */
const ownedSinceMs = 45 * 24 * 3_600_000;

/** What a change of the numbers did, by E.164. */
export interface NumbersReport {
  added: string[];
  taken: string[];
  priced: string[];
  owned: string[];
  dropped: string[];
}

/** Applies a change in the order add, take, price, own, drop: all of it, or nothing. */
export function changeNumbers(standIn: StandIn, change: NumbersChange, now: Date): NumbersReport {
  refuseImpossible(standIn, change);
  const { account } = standIn;
  for (const entry of change.add) account.offer(freeNumber(standIn, entry));
  for (const e164 of change.take) account.take(e164);
  for (const { e164, price } of change.price) {
    const number = account.inStock(e164) ?? account.owned(e164);
    if (number !== undefined) number.monthlyPrice = price;
  }
  for (const entry of change.own) {
    account.own(freeNumber(standIn, entry), {
      agent: entry.agent ?? null,
      subaccount: entry.subaccount ?? null,
      alias: entry.alias ?? null,
      boughtAt: purchaseDate(entry, now),
    });
  }
  for (const e164 of change.drop) account.drop(e164);
  return {
    added: change.add.map(({ e164 }) => e164),
    taken: change.take,
    priced: change.price.map(({ e164 }) => e164),
    owned: change.own.map(({ e164 }) => e164),
    dropped: change.drop,
  };
}

function refuseImpossible({ account }: StandIn, change: NumbersChange): void {
  const added = new Set(change.add.map(({ e164 }) => e164));
  const taken = new Set(change.take);
  const owned = new Set(change.own.map(({ e164 }) => e164));
  const isOwned = (e164: string) => account.owned(e164) !== undefined;
  const isFree = (e164: string) => added.has(e164) || account.inStock(e164) !== undefined;

  refuse("add", [...added].filter(isOwned), "owned by the account already");
  refuse("take", notAmong(change.take, isFree), "not in stock");
  refuse(
    "price",
    notAmong(
      change.price.map(({ e164 }) => e164),
      (e164) => isOwned(e164) || (isFree(e164) && !taken.has(e164)),
    ),
    "neither in stock nor owned",
  );
  refuse("own", [...owned].filter(isOwned), "owned by the account already");
  refuse(
    "drop",
    notAmong(change.drop, (e164) => isOwned(e164) || owned.has(e164)),
    "not owned",
  );
}

function notAmong(numbers: readonly string[], has: (e164: string) => boolean): string[] {
  return numbers.filter((e164) => !has(e164));
}

function refuse(field: string, numbers: readonly string[], problem: string): void {
  if (numbers.length > 0) throw new ControlError(field, `${problem}: ${numbers.join(", ")}`);
}

function freeNumber(standIn: StandIn, entry: NumberEntry): FreeNumber {
  const terms = standIn.terms(entry.country, entry.type);
  const known = placeOf(entry.e164, entry.type);
  return {
    e164: entry.e164,
    country: entry.country,
    type: entry.type,
    capabilities: entry.capabilities ?? terms.capabilities,
    place: {
      ...known,
      region: entry.region ?? known.region,
      locality: entry.locality ?? known.locality,
    },
    monthlyPrice: entry.price ?? terms.monthlyPrice,
    setupPrice: entry.setupPrice ?? terms.setupPrice,
  };
}

function purchaseDate({ purchasedAt }: OwnedNumberEntry, now: Date): Date {
  return purchasedAt === undefined ? new Date(now.getTime() - ownedSinceMs) : new Date(purchasedAt);
}
