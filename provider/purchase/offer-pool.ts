import { createHash } from "node:crypto";
import { stackPart } from "../domain/claim";
import { compareMoney } from "../domain/money";
import type { E164 } from "../domain/number";
import type { Offer, SearchQuery, Vendor } from "../vendors/vendor";

/** What a search gave one resource. */
export interface Picks {
  /** Best first; empty when nothing fits. */
  readonly offers: readonly Offer[];
  /** The cheapest of the free numbers that were passed over for their price. */
  readonly tooDear: Offer | undefined;
}

/** What one resource looks for. */
export interface PickRequest {
  /** Who picks. Its stack decides the order among equals, so that two stacks rarely want the same number. */
  readonly claim: string;
  /** Which of the stack's numbers this is, in the order of the program. */
  readonly turn: number;
  readonly query: SearchQuery;
  readonly count: number;
  readonly affordable: (offer: Offer) => boolean;
}

interface Reservation {
  readonly claim: string;
  readonly firstChoice: boolean;
}

/**
 * The free numbers of one account, as all resources of the process see them: equal searches are run once and paged only
 * as far as a resource needs, and no two resources pick the same number.
 */
export class OfferPool {
  private readonly searches = new Map<string, SharedSearch>();
  private readonly reservations = new Map<E164, Reservation>();

  constructor(private readonly vendor: Vendor) {}

  /**
   * Picks up to `count` numbers for a resource and reserves them for it.
   *
   * The engine checks resources in any order, and in another one in up than in preview. So the first choice depends on the
   * resource's turn, not on who came before: the front of what was found is kept for first choices, one for each turn, and
   * fallbacks come from behind it.
   */
  async pick(request: PickRequest): Promise<Picks> {
    const wasKnown = this.searches.has(keyOf(request.query));
    const picks = await this.pickOnce(request);
    if (picks.offers.length > 0 || !wasKnown) return picks;
    // Pages are counted from the start: what was bought since the first one was read has moved others out of the later ones.
    this.searches.delete(keyOf(request.query));
    return this.pickOnce(request);
  }

  private async pickOnce({ claim, turn, query, count, affordable }: PickRequest): Promise<Picks> {
    const search = this.search(query);
    const isFree = (offer: Offer) => !this.isReserved(offer.e164, claim);
    const behindFront = (offers: readonly Offer[]) => offers.filter(affordable).slice(front);
    await search.loadUntil((offers) => behindFront(offers).filter(isFree).length >= count);
    const found = search.offers.filter(affordable);
    const inFront = byTerms(found.slice(0, front), stackPart(claim));
    const behind = byTerms(found.slice(front), stackPart(claim)).flat();
    // What others only fall back on is better given away than kept from a first choice.
    const canBeFirst = (offer: Offer) => isFree(offer) || this.isFallback(offer.e164);
    const equals = inFront.find((offers) => offers.some(canBeFirst)) ?? [];
    const first = rotated(equals, turn).find(canBeFirst) ?? behind.find(isFree) ?? behind.find(canBeFirst);
    if (first === undefined) {
      return { offers: [], tooDear: found.length > 0 ? undefined : cheapest(search.offers) };
    }
    // Only numbers on the first one's terms follow it, so that the price of the preview holds whichever of them is bought.
    const others = [...behind, ...inFront.flat().toReversed()].filter(
      (offer) => offer !== first && isFree(offer) && termsOf(offer) === termsOf(first),
    );
    const offers = [first, ...others.slice(0, count - 1)];
    for (const offer of offers) this.reserve(offer.e164, claim, offer === first);
    return { offers, tooDear: undefined };
  }

  /** Keeps a number for a resource, whatever search it came from. */
  reserve(number: E164, claim: string, firstChoice = true): void {
    this.reservations.set(number, { claim, firstChoice });
  }

  /** True when another resource of this process has picked the number. */
  isReserved(number: E164, claim: string): boolean {
    const reservation = this.reservations.get(number);
    return reservation !== undefined && reservation.claim !== claim;
  }

  /** True when another resource of this process means to buy the number, not only to fall back on it. */
  isFirstChoice(number: E164, claim: string): boolean {
    return this.isReserved(number, claim) && !this.isFallback(number);
  }

  private isFallback(number: E164): boolean {
    return this.reservations.get(number)?.firstChoice === false;
  }

  private search(query: SearchQuery): SharedSearch {
    const key = keyOf(query);
    const known = this.searches.get(key);
    if (known !== undefined) return known;
    const search = new SharedSearch(this.vendor.search(query), () => this.searches.delete(key));
    this.searches.set(key, search);
    return search;
  }
}

function keyOf(query: SearchQuery): string {
  return JSON.stringify(query);
}

/** One search, read as far as needed, once for everybody. */
class SharedSearch {
  readonly offers: Offer[] = [];
  private readonly pages: AsyncIterator<readonly Offer[]>;
  private loading: Promise<void> = Promise.resolve();
  private complete = false;

  constructor(
    pages: AsyncIterable<readonly Offer[]>,
    private readonly forget: () => void,
  ) {
    this.pages = pages[Symbol.asyncIterator]();
  }

  loadUntil(enough: (offers: readonly Offer[]) => boolean): Promise<void> {
    this.loading = this.loading.then(() => this.load(enough));
    return this.loading;
  }

  private async load(enough: (offers: readonly Offer[]) => boolean): Promise<void> {
    while (!this.complete && !enough(this.offers)) {
      const page = await this.pages.next().catch((error: unknown) => {
        // An iteration that failed is over; the next resource starts a new one instead of inheriting half a list.
        this.forget();
        throw error;
      });
      if (page.done) this.complete = true;
      else this.offers.push(...page.value);
    }
  }
}

// With the fallbacks of one resource they make a page of the vendors that page by twenty; more new numbers in one run are rare.
const front = 16;

/**
 * The offers in groups of the same price, the cheapest first, those without a price or with documents wanted last; equals in
 * an order of the stack's own, so that two stacks rarely want the same number.
 */
function byTerms(offers: readonly Offer[], stack: string): (readonly Offer[])[] {
  const groups = new Map<string, Offer[]>();
  for (const offer of shuffled(offers, stack)) {
    const terms = termsOf(offer);
    groups.set(terms, [...(groups.get(terms) ?? []), offer]);
  }
  return [...groups.values()].sort(
    ([left], [right]) =>
      Number(left?.restriction !== null) - Number(right?.restriction !== null) || comparePrices(left, right),
  );
}

/** What a purchase agrees to, beside the number. */
function termsOf({ monthlyPrice, setupPrice, restriction, terms }: Offer): string {
  return JSON.stringify([monthlyPrice, setupPrice, restriction, terms]);
}

/** An order that looks like chance and is the same for the same seed. */
function shuffled(offers: readonly Offer[], seed: string): readonly Offer[] {
  const rank = (offer: Offer) => createHash("sha256").update(seed).update(offer.e164).digest("hex");
  return offers
    .map((offer) => ({ offer, rank: rank(offer) }))
    .sort((left, right) => (left.rank < right.rank ? -1 : 1))
    .map(({ offer }) => offer);
}

function rotated<T>(items: readonly T[], by: number): readonly T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function comparePrices(left: Offer | undefined, right: Offer | undefined): number {
  if (!left?.monthlyPrice || !right?.monthlyPrice)
    return Number(!left?.monthlyPrice) - Number(!right?.monthlyPrice);
  return compareMoney(left.monthlyPrice, right.monthlyPrice);
}

/** The cheapest of the offers that have a price. */
export function cheapest(offers: readonly Offer[]): Offer | undefined {
  return offers.filter((offer) => offer.monthlyPrice !== null).toSorted(comparePrices)[0];
}
