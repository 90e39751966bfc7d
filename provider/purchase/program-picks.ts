import { stackPart } from "../domain/claim";
import { NoneAvailableError, PhoneError } from "../domain/errors";
import type { E164 } from "../domain/number";
import type { NumberArguments } from "../domain/number-arguments";
import { sortedJson } from "../domain/properties";
import type { Vendor } from "../vendors/vendor";
import { chooseCandidates, type ShortList, type Wish } from "./candidates";
import type { OfferPool } from "./offer-pool";

/** A number of the program that the stack does not have yet, and what it asks for. */
export interface Ask {
  /** Which of the program's numbers it is. */
  readonly turn: number;
  readonly country: string;
  readonly args: NumberArguments;
  /** Whether it is picked here; what another provider serves, or another account is asked for, has its place in the order, and is picked there. */
  readonly isOwn: boolean;
}

interface KeptPick {
  /** By what it is kept for the resource, until that is checked under its own. */
  readonly claim: string;
  readonly what: string;
  readonly list: ShortList | undefined;
  /** Why none could be picked. */
  readonly failure?: PhoneError;
}

/**
 * What the numbers of a program pick, in the order of the program, found out before the first of them is told its own. The engine checks
 * resources in any order, and in another one in up than in preview, and their searches overlap: whoever picks first changes what is left.
 *
 * What is foreseen proves nothing and buys nothing. A number that is not foreseen, or asks for something else by the time it is checked,
 * picks among what is left.
 */
export class ProgramPicks {
  private readonly picks = new Map<number, KeptPick>();
  private readonly checked = new Set<number>();
  private readonly programs = new Map<string, Promise<void>>();
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly vendor: Vendor,
    private readonly offers: OfferPool,
  ) {}

  /**
   * Picks for all that ask, but for those that have picked before.
   *
   * @param program - By what the program is known again: a program that declares more later tells more.
   * @param claim - A claim of the stack.
   */
  pickInOrder(program: string, claim: string, asks: () => Promise<readonly Ask[]>): Promise<void> {
    const begun = this.programs.get(program) ?? this.last.then(async () => this.pickAll(claim, await asks()));
    this.programs.set(program, begun);
    this.last = begun.catch(() => undefined);
    return begun;
  }

  /** The short list of a resource that is checked now; undefined where it has to pick by itself. Throws what its search has failed with. */
  take(claim: string, turn: number, ask: Pick<Ask, "country" | "args">): ShortList | undefined {
    const pick = this.picks.get(turn);
    const isMeant = pick?.what === whatOf(ask);
    const isTaken = isMeant && this.offers.handOver(pick.claim, claim);
    this.leave(turn);
    if (isMeant && pick.failure !== undefined) throw pick.failure;
    return isTaken ? pick.list : undefined;
  }

  /** Says that a resource was checked: what was kept for it, and it has not taken, is free for others. */
  leave(turn: number): void {
    this.checked.add(turn);
    const pick = this.picks.get(turn);
    if (pick !== undefined) this.offers.giveUp(pick.claim);
    // What is to be replaced is checked twice: the second time, its number is to be another one.
    this.picks.delete(turn);
  }

  private async pickAll(claimInStack: string, asks: readonly Ask[]): Promise<void> {
    const isOver = ({ turn, isOwn }: Ask) => !isOwn || this.checked.has(turn) || this.picks.has(turn);
    const each = asks.map((ask, place) => {
      return { ask, place, what: whatOf(ask), claim: `${stackPart(claimInStack)}::${ask.turn}` };
    });
    // Whoever asks for a number by its name has it, whatever others search for.
    for (const { ask, what, claim } of each) {
      if (ask.args.number === undefined || isOver(ask)) continue;
      this.offers.reserveForeseen(ask.args.number as E164, claim);
      this.picks.set(ask.turn, { claim, what, list: undefined });
    }
    const isShared = asks.some(({ isOwn }) => !isOwn);
    const alike = new Map<string, number>();
    for (const { what } of each) alike.set(what, (alike.get(what) ?? 0) + 1);
    const passed = new Map<string, number>();
    // Those that have picked before have a place as well: it is the same whenever a program declares the others.
    for (const { ask, place: turn, what, claim } of each) {
      const before = passed.get(what) ?? 0;
      passed.set(what, before + 1);
      if (ask.args.number !== undefined || isOver(ask)) continue;
      const wish: Wish = { ...ask, claim, turn, place: { before, alike: alike.get(what) ?? 0, isShared } };
      try {
        const list = await chooseCandidates(this.vendor, this.offers, wish);
        this.picks.set(ask.turn, { claim, what, list });
      } catch (error) {
        if (!PhoneError.isInstance(error)) throw error;
        this.offers.giveUp(claim);
        if (NoneAvailableError.isInstance(error)) continue;
        // Whoever wants what cannot be read is told so at its own check. Nothing more is foreseen: each try may take long.
        this.picks.set(ask.turn, { claim, what, list: undefined, failure: error });
        return;
      }
    }
  }
}

function whatOf({ country, args }: Pick<Ask, "country" | "args">): string {
  const { number, type, search, vendorOptions, maxMonthlyPrice } = args;
  return sortedJson([country, number, type, search, vendorOptions, maxMonthlyPrice]);
}
