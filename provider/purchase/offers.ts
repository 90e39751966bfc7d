import { createHash } from "node:crypto";
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
  /** Who picks; decides the order among equals, so that two stacks rarely want the same number. */
  readonly claim: string;
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
 * as far as somebody needs, and no two resources pick the same number.
 */
export class OfferPool {
  private readonly searches = new Map<string, SharedSearch>();
  private readonly reservations = new Map<E164, Reservation>();

  constructor(private readonly vendor: Vendor) {}

  /** Picks up to `count` numbers for a resource and reserves them for it. */
  async pick({ claim, query, count, affordable }: PickRequest): Promise<Picks> {
    const search = this.search(query);
    const free = (offer: Offer) => affordable(offer) && !this.isReserved(offer.e164, claim);
    await search.loadUntil((offers) => offers.filter(free).length >= count);
    const found = search.offers.filter(affordable);
    const unreserved = found.filter(free);
    // When everything is spoken for, the second choices of others are better given away than kept from a first choice.
    const candidates =
      unreserved.length > 0 ? unreserved : found.filter((offer) => this.isSecondChoice(offer.e164));
    const offers = ranked(candidates, claim).slice(0, count);
    for (const [index, offer] of offers.entries()) this.reserve(offer.e164, claim, index === 0);
    return { offers, tooDear: found.length > 0 ? undefined : cheapest(search.offers) };
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
    return this.isReserved(number, claim) && !this.isSecondChoice(number);
  }

  private isSecondChoice(number: E164): boolean {
    return this.reservations.get(number)?.firstChoice === false;
  }

  private search(query: SearchQuery): SharedSearch {
    const key = JSON.stringify(query);
    const known = this.searches.get(key);
    if (known !== undefined) return known;
    const search = new SharedSearch(this.vendor.search(query), () => this.searches.delete(key));
    this.searches.set(key, search);
    return search;
  }
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

function ranked(offers: readonly Offer[], claim: string): Offer[] {
  const rank = new Map(
    offers.map((offer) => [
      offer,
      createHash("sha256")
        .update(claim + offer.e164)
        .digest("hex"),
    ]),
  );
  return offers.toSorted(
    (left, right) =>
      comparePrices(left, right) || ((rank.get(left) ?? "") < (rank.get(right) ?? "") ? -1 : 1),
  );
}

function comparePrices(left: Offer, right: Offer): number {
  if (left.monthlyPrice === null || right.monthlyPrice === null) return 0;
  return compareMoney(left.monthlyPrice, right.monthlyPrice);
}

/** The cheapest of the offers that have a price. */
export function cheapest(offers: readonly Offer[]): Offer | undefined {
  return offers.filter((offer) => offer.monthlyPrice !== null).toSorted(comparePrices)[0];
}
