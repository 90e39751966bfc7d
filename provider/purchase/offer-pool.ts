import { createHash } from "node:crypto";
import { stackPart } from "../domain/claim";
import { compareMoney } from "../domain/money";
import type { E164 } from "../domain/number";
import { sortedJson } from "../domain/properties";
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
  /** Set where the numbers of the program pick in its order. */
  readonly place?: PlaceInProgram | undefined;
  readonly query: SearchQuery;
  readonly count: number;
  readonly affordable: (offer: Offer) => boolean;
}

/** Where a number stands among those of the program that pick by the same search. */
export interface PlaceInProgram {
  readonly before: number;
  /** How many they are: the pages that hold them are read at once. */
  readonly alike: number;
  /** Whether some are picked by other processes or in other accounts, and keep nothing here. */
  readonly isShared: boolean;
}

interface Reservation {
  readonly claim: string;
  readonly firstChoice: boolean;
  /** Whether a search of this run gave it: which of them came first is chance. */
  readonly isPicked: boolean;
  /**
   * Whether its resource has it, or is to have it in this run. Where only the record of an earlier run names it, or only the program, whoever is
   * shown to have bought it may take it.
   */
  readonly isSure: boolean;
}

/**
 * The free numbers of one account, as all resources of the process see them: equal searches are run once and paged only
 * as far as a resource needs, and no two resources pick the same number.
 */
export class OfferPool {
  private readonly searches = new Map<string, SharedSearch>();
  private readonly reservations = new Map<E164, Reservation>();

  /** @param formerNames - The names that a resource had before, as the program's aliases say: what is kept for one is kept for it. */
  constructor(
    private readonly vendor: Vendor,
    private readonly formerNames: (claim: string) => readonly string[] = () => [],
  ) {}

  /**
   * Picks up to `count` numbers for a resource, and keeps the first for it.
   *
   * The engine checks resources in any order, and in another one in up than in preview; what they look for may overlap; and in an up
   * the first of them are bought while the last are picked. So that the choice depends on none of that, every number has a slot, by a hash of
   * stack and number: a resource takes the first number of the slot of its turn, in the vendor's order, on the first page that has
   * one. Its fallbacks come from slots that are never a first choice.
   */
  async pick(request: PickRequest): Promise<Picks> {
    const wasKnown = this.searches.has(keyOf(request.query));
    const picks = await this.pickOnce(request);
    if (picks.offers.length > 0 || !wasKnown) return picks;
    // Pages are counted from the start: what was bought since the first one was read has moved others out of the later ones.
    this.searches.delete(keyOf(request.query));
    return this.pickOnce(request);
  }

  private async pickOnce(request: PickRequest): Promise<Picks> {
    const { claim, turn, place, query } = request;
    const search = this.search(query);
    // Numbers that are there already have turns, too, and have picked nothing.
    const least = place?.before ?? Math.min(turn, slots + this.countPicked());
    for (let pages = firstPagesFor(least); ; pages++) {
      const look = await this.lookAt(search, pages, request);
      const first = this.firstChoice(look.groups, request, look.isOver);
      if (first !== undefined) {
        const isSure = place === undefined;
        this.reservations.set(first.e164, { claim, firstChoice: true, isPicked: true, isSure });
        return {
          offers: [first, ...(await this.following(first, request, search, look, pages))],
          tooDear: undefined,
        };
      }
      if (look.isOver)
        return { offers: [], tooDear: look.groups.length > 0 ? undefined : cheapest(look.seen) };
    }
  }

  /** What a resource falls back on after its first choice; the search is read on until there is enough that nobody wants first. */
  private async following(
    first: Offer,
    request: PickRequest,
    search: SharedSearch,
    found: Look,
    pages: number,
  ): Promise<readonly Offer[]> {
    const { claim, turn, count } = request;
    const stack = stackPart(claim);
    for (let look = found, more = 1; ; look = await this.lookAt(search, pages + more++, request)) {
      // Only numbers on the first one's terms follow it, so that the price of the preview holds whichever of them is bought.
      const equals = look.groups.find((group) => group.includes(first)) ?? [];
      // Also what another resource has picked, which may be checked before this one or after it: who falls back on it then passes it over.
      const isFree = ({ e164 }: Offer) => !this.isFirstChoice(e164, claim) || this.isPicked(e164);
      const left = equals.filter((offer) => offer !== first && isFree(offer));
      const spare = left.filter((offer) => slotOf(offer, stack) >= slots);
      if (spare.length < sharedFallbacks && !look.isOver && more <= pagesForFallbacks) continue;
      const others = fallbacks(left, spare, turn, look.isOver).slice(0, count - 1);
      for (const { e164 } of others) this.reserve(e164, claim, false);
      return others;
    }
  }

  /** From the cheapest group; once there are no more pages, from the cheapest that has one left, and from another slot rather than none. */
  private firstChoice(
    groups: readonly (readonly Offer[])[],
    { claim, turn, place }: PickRequest,
    isOver: boolean,
  ): Offer | undefined {
    const canBeFirst = ({ e164 }: Offer) => !this.isFirstChoice(e164, claim);
    const group = isOver ? groups.find((offers) => offers.some(canBeFirst)) : groups[0];
    if (group === undefined) return undefined;
    const after = place === undefined || place.isShared ? turn : 0;
    const own = inTurn(group, stackPart(claim), turn, after).find(canBeFirst);
    return own ?? (isOver ? ranked(group, stackPart(claim), turn).find(canBeFirst) : undefined);
  }

  /** Keeps a number for a resource, whatever search it came from. */
  reserve(number: E164, claim: string, firstChoice = true): void {
    if (!firstChoice && this.reservations.has(number)) return;
    this.keep(number, claim, { firstChoice, isSure: true });
  }

  /** Keeps a number for a resource of the program that may ask for it, unless another one has it. */
  reserveForeseen(number: E164, claim: string): void {
    if (!this.isFirstChoice(number, claim)) this.keep(number, claim, { firstChoice: true, isSure: false });
  }

  /** Keeps for a resource what was foreseen for it under another claim; false when another resource has taken its first choice since. */
  handOver(from: string, to: string): boolean {
    let hasFirst = false;
    for (const [number, reservation] of this.reservations) {
      if (reservation.claim !== from) continue;
      hasFirst ||= reservation.firstChoice;
      this.reservations.set(number, { ...reservation, claim: to, isSure: true });
    }
    return hasFirst;
  }

  /** Keeps a number for a resource of which an earlier run has written down that it may have bought it. */
  reserveRecorded(number: E164, claim: string): void {
    if (!this.isTaken(number, "")) this.keep(number, claim, { firstChoice: true, isSure: false });
  }

  /** Gives up what was foreseen for a resource. */
  giveUp(claim: string): void {
    for (const [number, reservation] of this.reservations)
      if (reservation.claim === claim) this.reservations.delete(number);
  }

  private keep(number: E164, claim: string, kept: Pick<Reservation, "firstChoice" | "isSure">): void {
    this.reservations.set(number, { claim, isPicked: this.isPicked(number), ...kept });
  }

  /** The numbers that the resources of this process mean to buy, or have. */
  firstChoices(): readonly E164[] {
    return [...this.reservations].filter(([, { firstChoice }]) => firstChoice).map(([number]) => number);
  }

  /** True when another resource of this process has picked the number. */
  isReserved(number: E164, claim: string): boolean {
    const reservation = this.reservations.get(number);
    if (reservation === undefined || reservation.claim === claim) return false;
    return !this.formerNames(claim).includes(reservation.claim);
  }

  /** True when another resource of this process means to buy the number, not only to fall back on it. */
  isFirstChoice(number: E164, claim: string): boolean {
    return this.isReserved(number, claim) && !this.isFallback(number);
  }

  /** True when another resource of this process has the number, or is to have it in this run. */
  isTaken(number: E164, claim: string): boolean {
    return this.isFirstChoice(number, claim) && this.reservations.get(number)?.isSure === true;
  }

  /** True when a resource of this process found the number for sale, and picked it. */
  isPicked(number: E164): boolean {
    return this.reservations.get(number)?.isPicked === true;
  }

  private countPicked(): number {
    return [...this.reservations.values()].filter(({ isPicked }) => isPicked).length;
  }

  /** Says that a number is being bought, or was: those after it come earlier in the pages of every search from now on. */
  moved(): void {
    for (const search of this.searches.values()) search.moved();
  }

  private async lookAt(
    search: SharedSearch,
    pages: number,
    { place, affordable }: PickRequest,
  ): Promise<Look> {
    const most = Math.ceil((mostOffers + this.countPicked()) / pageLength);
    const upTo = place === undefined ? pages : Math.min(likelyPagesFor(place.alike), most);
    const isLast = await search.load(pages, upTo);
    const seen = search.firstPages(pages);
    // What this run has picked is no reason to look at less.
    const free = seen.filter(({ e164 }) => !this.reservations.has(e164));
    const isEnough = free.length >= mostOffers;
    return { seen, groups: byTerms(seen.filter(affordable)), isOver: isLast || isEnough };
  }

  private isFallback(number: E164): boolean {
    return this.reservations.get(number)?.firstChoice === false;
  }

  private search(query: SearchQuery): SharedSearch {
    const key = keyOf(query);
    const known = this.searches.get(key);
    if (known !== undefined) return known;
    const search = new SharedSearch(() => this.vendor.search(query));
    this.searches.set(key, search);
    return search;
  }
}

/** The first pages of a search. */
interface Look {
  readonly seen: readonly Offer[];
  /** Those that can be afforded, by their terms. */
  readonly groups: readonly (readonly Offer[])[];
  /** Whether no more is looked at. */
  readonly isOver: boolean;
}

function keyOf(query: SearchQuery): string {
  return sortedJson(query);
}

/**
 * One search, read as far as needed, once for everybody. What was seen keeps its place, also once it is bought: the choice of those
 * who come later does not depend on it.
 */
class SharedSearch {
  private readonly offers = new Map<E164, Offer>();
  private iterator: AsyncIterator<readonly Offer[]> | undefined;
  private loading: Promise<void> = Promise.resolve();
  private complete = false;

  constructor(private readonly begin: () => AsyncIterable<readonly Offer[]>) {}

  /** Pages are counted from the start: it is read from there again before the next one, so that none is skipped. */
  moved(): void {
    this.iterator = undefined;
  }

  /** Reads so many pages, and tells whether there are no more. Where any is to be read, it goes on `upTo` those that others will want. */
  async load(pages: number, upTo: number): Promise<boolean> {
    const reading = this.loading.then(() => this.read(pages, upTo));
    // What one could not read is no fault of who waits for it.
    this.loading = reading.catch(() => undefined);
    await reading;
    // Whether a page that is full is the last one depends on what others have read: it never is.
    return this.complete && this.offers.size < pages * pageLength;
  }

  firstPages(pages: number): readonly Offer[] {
    return [...this.offers.values()].slice(0, pages * pageLength);
  }

  private async read(pages: number, upTo: number): Promise<void> {
    if (this.has(pages)) return;
    // To read on for others is not worth beginning anew.
    while (!this.complete && (!this.has(pages) || (!this.has(upTo) && this.iterator !== undefined))) {
      this.iterator ??= this.begin()[Symbol.asyncIterator]();
      const iterator = this.iterator;
      try {
        const page = await iterator.next();
        if (!page.done) {
          for (const offer of page.value)
            if (!this.offers.has(offer.e164)) this.offers.set(offer.e164, offer);
        } else if (iterator === this.iterator) {
          this.complete = true;
        }
      } catch (error) {
        // An iteration that failed is over; who comes next begins anew, and does not take half a list for the whole.
        this.iterator = undefined;
        // A page that only others want is refused to them.
        if (!this.has(pages)) throw error;
      }
    }
  }

  private has(pages: number): boolean {
    return this.offers.size >= pages * pageLength;
  }
}

// Sixteen new numbers of one run never want the same one. What is in the others is for fallbacks first.
const slots = 16;
const spareSlots = 8;

// Far more than a slot takes; the inventory of a country has no end.
const mostOffers = 480;

// Few enough to lie in front of a search, where nothing changes their order; how much further it is read for them at the most.
const sharedFallbacks = 6;
const pagesForFallbacks = 3;

// What is looked at more for a resource that has found nothing yet, whatever the vendor's pages hold: an odd row on one changes nothing.
const pageLength = 20;

// Every resource goes through all that its search has read: what is told of an offer is told once.
const slotsKnown = new WeakMap<Offer, Map<string, number>>();
const termsKnown = new WeakMap<Offer, string>();

/** Below 16 for first choices, from 16 on for fallbacks. */
function slotOf(offer: Offer, stack: string): number {
  const known = slotsKnown.get(offer) ?? new Map<string, number>();
  slotsKnown.set(offer, known);
  const slot =
    known.get(stack) ??
    createHash("sha256").update(`${stack} ${offer.e164}`).digest().readUInt8(0) % (slots + spareSlots);
  known.set(stack, slot);
  return slot;
}

/**
 * What is the turn's own, the first of it first: for the first sixteen turns what is in their slots, for those after them what the
 * slots and the fallbacks leave, so that hundreds of numbers need no more pages than hold them. Where others of the turns `after` the
 * slots may not have picked yet, theirs is left out, too.
 */
function inTurn(offers: readonly Offer[], stack: string, turn: number, after: number): readonly Offer[] {
  if (turn < slots) return offers.filter((offer) => slotOf(offer, stack) === turn);
  const kept = new Map<number, number>();
  const left = offers.filter((offer) => {
    const slot = Math.min(slotOf(offer, stack), slots);
    const place = kept.get(slot) ?? 0;
    kept.set(slot, place + 1);
    return place >= (slot < slots ? 1 : sharedFallbacks);
  });
  return left.slice(Math.max(0, after - slots));
}

/** The fewest pages that can have a number for a turn: those of {@link inTurn} leave out as many as have their turn before. */
function firstPagesFor(turn: number): number {
  return 1 + Math.floor(Math.max(0, turn - slots) / pageLength);
}

/** The pages that are enough for so many numbers as a rule: beside them there is what {@link inTurn} leaves out. */
function likelyPagesFor(count: number): number {
  return count <= slots ? 1 : Math.ceil((count + sharedFallbacks) / pageLength);
}

/** An order that looks like chance, another one for each stack and turn; taking a number out leaves that of the others as it is. */
function ranked(offers: readonly Offer[], stack: string, turn: number): readonly Offer[] {
  const rank = ({ e164 }: Offer) => createHash("sha256").update(`${stack} ${turn} ${e164}`).digest("hex");
  return offers
    .map((offer) => ({ offer, rank: rank(offer) }))
    .toSorted((left, right) => (left.rank < right.rank ? -1 : 1))
    .map(({ offer }) => offer);
}

/**
 * What a resource falls back on: the first numbers of the spare slots, which all share, each resource beginning with another. Others may
 * be the first choice of another resource: they are taken only where there are no more numbers than these.
 */
function fallbacks(
  left: readonly Offer[],
  spare: readonly Offer[],
  turn: number,
  isOver: boolean,
): readonly Offer[] {
  const shared = rotated(spare.slice(0, sharedFallbacks), turn);
  return isOver ? [...shared, ...left.filter((offer) => !shared.includes(offer))] : shared;
}

/** The offers in groups of the same terms, the cheapest first, those without a price or with documents wanted last. */
function byTerms(offers: readonly Offer[]): (readonly Offer[])[] {
  const groups = new Map<string, Offer[]>();
  for (const offer of offers) {
    const terms = termsOf(offer);
    const group = groups.get(terms) ?? [];
    group.push(offer);
    groups.set(terms, group);
  }
  return [...groups.values()].sort(
    ([left], [right]) =>
      Number(left?.restriction !== null) - Number(right?.restriction !== null) || comparePrices(left, right),
  );
}

/** What a purchase agrees to, beside the number. */
function termsOf(offer: Offer): string {
  const { monthlyPrice, setupPrice, restriction, terms } = offer;
  const told = termsKnown.get(offer) ?? JSON.stringify([monthlyPrice, setupPrice, restriction, terms]);
  termsKnown.set(offer, told);
  return told;
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
