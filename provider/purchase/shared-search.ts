import type { E164 } from "../domain/number";
import type { Offer } from "../vendors/vendor";

// What is looked at more for a resource that has found nothing yet, whatever the vendor's pages hold: an odd row on one changes nothing.
export const pageLength = 20;

/** How a search is read. */
export interface Reading {
  /** Begins it, behind so many offers that were read already. */
  readonly begin: (read: number) => AsyncIterable<readonly Offer[]>;
  /** Gives it up: whoever comes next begins a new one. */
  readonly forget: () => void;
}

/**
 * One search, read as far as needed, once for everybody. What was seen keeps its place, also once it is bought: the choice of those
 * who come later does not depend on it.
 */
export class SharedSearch {
  private readonly offers = new Map<E164, Offer>();
  private iterator: AsyncIterator<readonly Offer[]> | undefined;
  private loading: Promise<void> = Promise.resolve();
  private complete = false;
  // How many were read without a gap. Where rows move while a page that follows another is on its way, one between the two may be missing.
  private whole = 0;

  constructor(private readonly reading: Reading) {}

  /** Says that the rows have moved: it is begun again before the next page, so that none is skipped. */
  moved(): void {
    this.iterator = undefined;
  }

  /** Reads so many pages, and tells whether there are no more. */
  async load(pages: number): Promise<boolean> {
    this.loading = this.loading.then(() => this.loadUpTo(pages));
    await this.loading;
    return this.complete && this.offers.size <= pages * pageLength;
  }

  has(number: E164): boolean {
    return this.offers.has(number);
  }

  firstPages(pages: number): readonly Offer[] {
    return [...this.offers.values()].slice(0, pages * pageLength);
  }

  private async loadUpTo(pages: number): Promise<void> {
    while (!this.complete && this.offers.size < pages * pageLength) {
      const isFollowing = this.iterator !== undefined;
      this.iterator ??= this.reading.begin(this.whole)[Symbol.asyncIterator]();
      const iterator = this.iterator;
      const page = await iterator.next().catch((error: unknown) => {
        // An iteration that failed is over; the next resource starts a new one instead of inheriting half a list.
        this.reading.forget();
        throw error;
      });
      if (!page.done) {
        for (const offer of page.value) if (!this.offers.has(offer.e164)) this.offers.set(offer.e164, offer);
        if (!isFollowing || iterator === this.iterator) this.whole = this.offers.size;
      } else if (iterator === this.iterator) {
        this.complete = true;
      }
    }
  }
}
