import { createHash } from "node:crypto";
import type { Offer } from "../vendors/vendor";
import { pageLength } from "./shared-search";

/**
 * What of a search lies apart from its beginning, at a place that is the stack's own: what all resources fall back on, or that and
 * the choice of those behind the slots.
 */
export type Apart = "nothing" | "fallbacks" | "places";

// Sixteen new numbers of one run never want the same one. What is in the others is for fallbacks first.
export const slots = 16;
const spareSlots = 8;

// Few enough to lie in front of a search, where nothing changes their order.
const fallbacksInFront = 6;
// Where every row may be one, each slot has one of its own: in front of a large inventory, stacks that buy at once take many from each other.
const fallbacksApart = slots;

// Every resource goes through all that its search has read: what is told of an offer is told once.
const slotsKnown = new WeakMap<Offer, Map<string, number>>();

/**
 * What is the turn's own, the first of it first: for the first sixteen turns what is in their slots, for those after them what the
 * slots and the fallbacks leave, so that hundreds of numbers need no more pages than hold them.
 */
export function inTurn(
  offers: readonly Offer[],
  stack: string,
  turn: number,
  apart: Apart,
): readonly Offer[] {
  if (turn < slots) return offers.filter((offer) => slotOf(offer, stack) === turn);
  if (apart === "places") return offers.slice(fallbacksApart + turn - slots);
  const kept = new Set(apart === "nothing" ? fallbacksOf(offers, stack, apart) : []);
  const met = new Set<number>();
  for (const offer of offers) {
    const slot = slotOf(offer, stack);
    if (slot < slots && !met.has(slot)) kept.add(offer);
    met.add(slot);
  }
  return offers.filter((offer) => !kept.has(offer)).slice(turn - slots);
}

/** Where the reading of a search begins for a turn: {@link inTurn} leaves as many to those that have their turn before. */
export function firstPagesFor(turn: number): number {
  return 1 + Math.floor(Math.max(0, turn - slots) / pageLength);
}

/** How many offers are kept for all to fall back on. */
export function fallbackCount(apart: Apart): number {
  return apart === "nothing" ? fallbacksInFront : fallbacksApart;
}

/** What is kept for all to fall back on: what is in no slot, or what is first where that place is apart from the slots. */
export function fallbacksOf(offers: readonly Offer[], stack: string, apart: Apart): readonly Offer[] {
  const free = apart === "nothing" ? offers.filter((offer) => slotOf(offer, stack) >= slots) : offers;
  return free.slice(0, fallbackCount(apart));
}

/** An order that looks like chance, another one for each who asks; taking a number out leaves that of the others as it is. */
export function ranked(offers: readonly Offer[], who: string): readonly Offer[] {
  const rank = ({ e164 }: Offer) => createHash("sha256").update(`${who} ${e164}`).digest("hex");
  return offers
    .map((offer) => ({ offer, rank: rank(offer) }))
    .toSorted((left, right) => (left.rank < right.rank ? -1 : 1))
    .map(({ offer }) => offer);
}

/** Below 16 for first choices, from 16 on for fallbacks, or for nobody where those are apart: how many are for sale changes no slot. */
function slotOf(offer: Offer, stack: string): number {
  const known = slotsKnown.get(offer) ?? new Map<string, number>();
  slotsKnown.set(offer, known);
  const slot =
    known.get(stack) ??
    createHash("sha256").update(`${stack} ${offer.e164}`).digest().readUInt8(0) % (slots + spareSlots);
  known.set(stack, slot);
  return slot;
}
