import { createHash } from "node:crypto";
import { stackPart } from "../domain/claim";
import { RefusedError } from "../domain/errors";
import { compareMoney } from "../domain/money";
import type { E164 } from "../domain/number";
import type { Offer, SearchQuery, Vendor } from "../vendors/vendor";
import { pageLength, SharedSearch } from "./shared-search";
import { type Apart, fallbackCount, fallbacksOf, firstPagesFor, inTurn, ranked, slots } from "./turns";

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
  /** Whether a search of this run gave it: which of them came first is chance. */
  readonly isPicked: boolean;
  /** Whether only the record of an earlier run names it: whoever is shown to have bought it may take it. */
  readonly isRecorded: boolean;
}

/**
 * The free numbers of one account, as all resources of the process see them: equal searches are run once and paged only
 * as far as a resource needs, and no two resources pick the same number.
 */
export class OfferPool {
  private readonly searches = new Map<string, SharedSearch>();
  private readonly reservations = new Map<E164, Reservation>();
  private readonly bought = new Set<E164>();
  // Searches that can be begun in front alone.
  private readonly undivided = new Set<string>();

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
   * one. Its fallbacks come from slots that are never a first choice, and in a large inventory from a place of the stack's own: stacks
   * that buy at the same moment would all want what is in front.
   */
  async pick(request: PickRequest): Promise<Picks> {
    const { query, claim } = request;
    const wasKnown = this.searches.has(keyOf(query, stackPart(claim)));
    const picks = await this.pickOnce(request);
    if (picks.offers.length > 0 || !wasKnown) return picks;
    // What others have bought since the first page was read has moved rows out of those that are read later.
    this.forget(query, stackPart(claim));
    return this.pickOnce(request);
  }

  private async pickOnce(request: PickRequest): Promise<Picks> {
    const parts = await this.partsOf(request);
    if (parts.apart === "nothing") return this.pickFrom(parts, request);
    const picks = await this.pickFrom(parts, request).catch((error: unknown) => {
      if (!RefusedError.isInstance(error)) throw error;
      // What a vendor does not answer for so late a row, it will not later in this run.
      this.undivided.add(keyOf(request.query, stackPart(request.claim)));
      return undefined;
    });
    return picks === undefined || picks.offers.length === 0
      ? this.pickFrom(undivided(parts.front), request)
      : picks;
  }

  private async pickFrom(parts: Parts, request: PickRequest): Promise<Picks> {
    const { claim, turn, affordable } = request;
    const search = turn < slots ? parts.front : parts.places;
    // Numbers that are there already have turns, too, and have picked nothing.
    const least = Math.min(turn, slots + this.reservations.size);
    for (let pages = firstPagesFor(least); ; pages++) {
      const look = onTerms(
        await this.lookAt(search, pages, affordable),
        search === parts.front ? null : parts.terms,
      );
      const first = this.firstChoice(look, request, parts);
      if (first !== undefined) {
        this.reservations.set(first.e164, { claim, firstChoice: true, isPicked: true, isRecorded: false });
        const others = await this.following(first, request, parts, parts.fallbacks === search ? pages : 1);
        for (const { e164 } of others) this.reserve(e164, claim, false);
        return { offers: [first, ...others], tooDear: undefined };
      }
      if (look.isOver)
        return { offers: [], tooDear: look.groups.length > 0 ? undefined : cheapest(look.seen) };
    }
  }

  /** What a resource falls back on after its first choice: where too little of that is apart, also what is in front. */
  private async following(
    first: Offer,
    request: PickRequest,
    parts: Parts,
    pages: number,
  ): Promise<readonly Offer[]> {
    const most = request.count - 1;
    const others = await this.fallbacksIn(parts, first, request, pages);
    if (others.length >= most || parts.apart === "nothing") return others.slice(0, most);
    const inFront = await this.fallbacksIn(undivided(parts.front), first, request, 1);
    const isNew = ({ e164 }: Offer) => !others.some((other) => other.e164 === e164);
    return [...others, ...inFront.filter(isNew)].slice(0, most);
  }

  /** The search is read on until there is enough that nobody wants first. */
  private async fallbacksIn(
    { fallbacks: search, apart }: Parts,
    first: Offer,
    { claim, turn, affordable }: PickRequest,
    pages: number,
  ): Promise<readonly Offer[]> {
    for (let more = 0; ; more++) {
      const look = await this.lookAt(search, pages + more, affordable);
      // Only numbers on the first one's terms follow it, so that the price of the preview holds whichever of them is bought.
      const equals = look.groups.find(([one]) => one && termsOf(one) === termsOf(first)) ?? [];
      // Also what another resource has picked, which may be checked before this one or after it: who falls back on it then passes it over.
      const isFree = ({ e164 }: Offer) => !this.isFirstChoice(e164, claim) || this.isPicked(e164);
      const left = equals.filter((offer) => offer.e164 !== first.e164 && isFree(offer));
      // Those behind what is kept are somebody's first choice only where the places are here, too: elsewhere they make good what is gone.
      const kept = fallbacksOf(apart === "places" ? equals : left, stackPart(claim), apart);
      if (kept.length < fallbackCount(apart) && !look.isOver && more < pagesForFallbacks) continue;
      const free = kept.filter((offer) => left.includes(offer));
      return fallbacks(left, free, turn, look.isOver);
    }
  }

  /** From the cheapest group; once there are no more pages, from the cheapest that has one left, and from another slot rather than none. */
  private firstChoice(
    { groups, isOver }: Look,
    { claim, turn }: PickRequest,
    { apart }: Parts,
  ): Offer | undefined {
    const canBeFirst = ({ e164 }: Offer) => !this.isFirstChoice(e164, claim);
    const group = isOver ? groups.find((offers) => offers.some(canBeFirst)) : groups[0];
    if (group === undefined) return undefined;
    const own = inTurn(group, stackPart(claim), turn, apart).find(canBeFirst);
    if (own !== undefined || !isOver) return own;
    // What is kept at a place is to fall back on: there is more in front.
    const others = turn >= slots && apart === "places" ? group.slice(fallbackCount(apart)) : group;
    return ranked(others, `${stackPart(claim)} ${turn}`).find(canBeFirst);
  }

  /** Keeps a number for a resource, whatever search it came from. */
  reserve(number: E164, claim: string, firstChoice = true): void {
    if (!firstChoice && this.reservations.has(number)) return;
    this.keep(number, claim, { firstChoice, isRecorded: false });
  }

  /** Keeps a number for a resource of which an earlier run has written down that it may have bought it. */
  reserveRecorded(number: E164, claim: string): void {
    if (!this.isTaken(number, "")) this.keep(number, claim, { firstChoice: true, isRecorded: true });
  }

  private keep(number: E164, claim: string, kept: Pick<Reservation, "firstChoice" | "isRecorded">): void {
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
    return this.isFirstChoice(number, claim) && this.reservations.get(number)?.isRecorded === false;
  }

  /** True when a resource of this process found the number for sale, and picked it. */
  isPicked(number: E164): boolean {
    return this.reservations.get(number)?.isPicked === true;
  }

  /** Says that a number is about to be bought: those after it come earlier in the pages of every search from now on, or soon. */
  buying(number: E164): void {
    this.bought.add(number);
    this.moved();
  }

  /** Says that something has changed in what is for sale. */
  moved(): void {
    for (const search of this.searches.values()) search.moved();
  }

  private async lookAt(
    search: SharedSearch,
    pages: number,
    affordable: PickRequest["affordable"],
  ): Promise<Look> {
    const isLast = await search.load(pages);
    const seen = search.firstPages(pages);
    // What this run has picked is no reason to look at less.
    const free = seen.filter(({ e164 }) => !this.reservations.has(e164));
    const isEnough = free.length >= mostOffers;
    return { seen, groups: byTerms(seen.filter(affordable)), isOver: isLast || isEnough };
  }

  private isFallback(number: E164): boolean {
    return this.reservations.get(number)?.firstChoice === false;
  }

  /**
   * The parts of a search: a large one has some at a place that is the stack's own, far behind its beginning. Where others are sold there
   * than in front, at another price as it may be, it is no place for the same resource.
   */
  private async partsOf({ query, claim, affordable }: PickRequest): Promise<Parts> {
    const stack = stackPart(claim);
    const front = this.search(keyOf(query, stack), query);
    if (this.undivided.has(keyOf(query, stack))) return undivided(front);
    const inFront = await this.lookAt(front, 1, affordable);
    const rows = Math.min(this.vendor.searchLength?.(query) ?? 0, mostRows);
    const apart = rows < rowsForPlaces ? "fallbacks" : "places";
    const places = rows - frontRows - roomFor[apart];
    if (places < roomFor.fallbacks) return undivided(front);
    const key = ownKeyOf(query, stack);
    const share = createHash("sha256").update(key).digest().readUInt32BE(0) / 2 ** 32;
    const own = this.search(key, query, frontRows + Math.floor(share * places), front);
    const there = await this.lookAt(own, 1, affordable).catch((error: unknown) => {
      if (!RefusedError.isInstance(error)) throw error;
      this.undivided.add(keyOf(query, stack));
      return undefined;
    });
    const [terms, termsThere] = [inFront, there].map((look) => look?.groups[0]?.[0]).map(termsIfAny);
    // A page that was empty has gone round to the front.
    const isThere = there?.seen.every(({ e164 }) => !inFront.seen.some((offer) => offer.e164 === e164));
    if (!isThere || terms === undefined || terms !== termsThere) return undivided(front);
    return { front, places: apart === "places" ? own : front, fallbacks: own, apart, terms };
  }

  /** A search, begun at a row; behind the `front` of it, it counts only what was bought of these two. */
  private search(key: string, query: SearchQuery, start = 0, front?: SharedSearch): SharedSearch {
    const known = this.searches.get(key);
    if (known !== undefined) return known;
    // What was bought before it is read for the first time has moved its rows already. In front, where a row that is passed over would
    // matter to the slots, all of it is counted, as some of it may be under way.
    const before = front === undefined ? 0 : this.bought.size;
    const boughtSince = () =>
      [...this.bought]
        .slice(before)
        .filter((number) => front === undefined || front.has(number) || search.has(number)).length;
    const search: SharedSearch = new SharedSearch({
      // Rows come earlier by one for each number bought in front of them. Which those are is not known: some are read once more.
      begin: (read) => this.vendor.search(query, Math.max(0, start + read - boughtSince())),
      forget: () => this.searches.delete(key),
    });
    this.searches.set(key, search);
    return search;
  }

  private forget(query: SearchQuery, stack: string): void {
    this.searches.delete(keyOf(query, stack));
    this.searches.delete(ownKeyOf(query, stack));
  }
}

/** Where the numbers of a search are taken from. */
interface Parts {
  /** Its beginning, where the slots are. */
  readonly front: SharedSearch;
  /** For those that have no slot. */
  readonly places: SharedSearch;
  readonly fallbacks: SharedSearch;
  readonly apart: Apart;
  /** Those of the cheapest in front, which alone are bought elsewhere; null where nothing is apart. */
  readonly terms: string | null;
}

/** A search that has no part apart. */
function undivided(front: SharedSearch): Parts {
  return { front, places: front, fallbacks: front, apart: "nothing", terms: null };
}

/** What of it is sold on these terms: it is over with the first page that has none. */
function onTerms(look: Look, terms: string | null): Look {
  if (terms === null) return look;
  const pages = Array.from({ length: Math.ceil(look.seen.length / pageLength) }, (_, page) =>
    look.seen.slice(page * pageLength, (page + 1) * pageLength),
  );
  const end = pages.findIndex((page) => !page.some((offer) => termsOf(offer) === terms));
  const seen = new Set(end === -1 ? look.seen : pages.slice(0, end).flat());
  const groups = look.groups.map((group) =>
    group.filter((offer) => seen.has(offer) && termsOf(offer) === terms),
  );
  return { ...look, groups: groups.filter(({ length }) => length > 0), isOver: look.isOver || end !== -1 };
}

/** The first pages of a search. */
interface Look {
  readonly seen: readonly Offer[];
  /** Those that can be afforded, by their terms. */
  readonly groups: readonly (readonly Offer[])[];
  /** Whether no more is looked at. */
  readonly isOver: boolean;
}

function keyOf(query: SearchQuery, stack: string): string {
  return JSON.stringify([query, stack]);
}

function ownKeyOf(query: SearchQuery, stack: string): string {
  return `own ${keyOf(query, stack)}`;
}

// Far more than a slot takes; the inventory of a country has no end.
const mostOffers = 480;

// How much further a search is read for what to fall back on.
const pagesForFallbacks = 3;

// What the slots of a stack are likely to lie in, and the places that are the stacks' own lie behind.
const frontRows = 160;

// With fewer rows than these, stacks that begin at places of their own soon reach those of others: what it costs is for nothing then.
const rowsForPlaces = 1_000;

// So many rows lie behind a place, and are not reached by going round to the front.
const roomFor = { fallbacks: 80, places: 480 };

// More are room enough, and how late a row may be asked for no vendor tells.
const mostRows = 10_000;

// Every resource goes through all that its search has read: what is told of an offer is told once.
const termsKnown = new WeakMap<Offer, string>();

/**
 * What a resource falls back on: what is kept for all, each resource beginning with another. Others may
 * be the first choice of another resource: they are taken only where there are no more numbers than these.
 */
function fallbacks(
  left: readonly Offer[],
  kept: readonly Offer[],
  turn: number,
  isOver: boolean,
): readonly Offer[] {
  const shared = rotated(kept, turn);
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

function termsIfAny(offer: Offer | undefined): string | undefined {
  return offer && termsOf(offer);
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
