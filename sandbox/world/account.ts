import Big from "big.js";
import { addMonths, type Clock, isoDate } from "./clock";

/** The values of NumberType. */
export const numberTypes = ["local", "mobile", "national", "tollfree"] as const;
/** What kind of number it is; vendors have their own words for it. */
export type NumberType = (typeof numberTypes)[number];

/** The values of Capability. */
export const capabilities = ["voice", "sms", "mms"] as const;
/** What a number can do. */
export type Capability = (typeof capabilities)[number];

/** Where a number belongs, as far as the numbering plan says. */
export interface Place {
  readonly areaCode: string | null;
  readonly locality: string | null;
  /** State or the like. */
  readonly region: string | null;
  readonly rateCenter: string | null;
  readonly lata: number | null;
}

/** A number, whoever has it. */
export interface PhoneNumber {
  readonly e164: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly type: NumberType;
  readonly capabilities: readonly Capability[];
  readonly place: Place;
}

/** A number that is for sale. Prices are decimal strings in the vendor's currency. */
export interface FreeNumber extends PhoneNumber {
  monthlyPrice: string;
  readonly setupPrice: string;
}

/** A lapsing number was given back, and stays until the period it is paid for ends. */
export type OwnedStatus = "active" | "pending" | "lapsing";

/** An id as the vendor writes it in JSON. */
export type VendorId = string | number;

/** A number the account rents. */
export interface OwnedNumber extends FreeNumber {
  /** The vendor's id of it. */
  readonly id: VendorId;
  agent: string | null;
  subaccount: string | null;
  alias: string | null;
  status: OwnedStatus;
  readonly boughtAt: Date;
  renewsAt: Date;
  /** Monotonic time from which the vendor's list and get show it, in milliseconds. */
  visibleFromMs: number;
}

/** An owned number, as `GET /_sandbox/state` tells it. */
export interface OwnedRow {
  e164: string;
  id: VendorId;
  agent: string | null;
  subaccount: string | null;
  alias: string | null;
  /** ISO date. */
  renewsAt: string;
  status: OwnedStatus;
}

/** What a stand-in's one account holds, what its vendor still has to sell, and what happened. */
export interface AccountState {
  owned: OwnedRow[];
  /** Purchases and releases that took effect, however they were answered. */
  purchases: number;
  releases: number;
}

/** How a number comes into the account, where it is not the plain case. */
export interface Acquisition {
  readonly agent?: string | null;
  readonly subaccount?: string | null;
  readonly alias?: string | null;
  readonly status?: OwnedStatus;
  readonly boughtAt?: Date;
  /** How long the vendor's list and get do not show it, in milliseconds. */
  readonly lagMs?: number;
}

/** When a number bought then renews for the first time after now. */
export type RenewalRule = (boughtAt: Date, now: Date) => Date;

/**
 * A vendor's one account: what it rents, and what the vendor still has to sell. It counts purchases and releases, renews rents
 * as the clock moves, and keeps no rules of any vendor: those are the stand-in's.
 *
 * @example
 * ```ts
 * const account = new Account(clock, (e164) => e164.slice(1), stock);
 * const number = account.inStock("+14155550123");
 * if (number !== undefined) account.buy(number, { agent: "agent-1", lagMs: call.listLagMs });
 * account.visible(); // what the vendor's list shows
 * ```
 */
export class Account {
  private readonly free = new Map<string, FreeNumber>();
  private readonly rented = new Map<string, OwnedNumber>();
  /** Countries whose papers of this account are accepted. */
  private readonly papers = new Set<string>();
  private purchases = 0;
  private releases = 0;
  private paid = new Big(0);

  /**
   * `identify` makes the vendor's id of a number as it comes into the account; `nextRenewal` says when its rent is next due:
   * without it every month, on the day of the purchase.
   */
  constructor(
    private readonly clock: Clock,
    private readonly identify: (e164: string, number: PhoneNumber) => VendorId,
    stock: Iterable<FreeNumber>,
    private readonly nextRenewal: RenewalRule = nextAnniversary,
  ) {
    for (const number of stock) this.offer(number);
  }

  /** All that is for sale. */
  stock(): FreeNumber[] {
    return [...this.free.values()];
  }

  /** The number if it is for sale. */
  inStock(e164: string): FreeNumber | undefined {
    return this.free.get(e164);
  }

  /** Puts it up for sale. */
  offer(number: FreeNumber): void {
    this.free.set(number.e164, number);
  }

  /** Another customer buys it. */
  take(e164: string): void {
    this.free.delete(e164);
  }

  /** The number if the account has it, shown or not. */
  owned(e164: string): OwnedNumber | undefined {
    return this.rented.get(e164);
  }

  /** All that the account has, shown or not. */
  all(): OwnedNumber[] {
    return [...this.rented.values()];
  }

  /** The owned numbers that the vendor's list and get show by now. */
  visible(): OwnedNumber[] {
    const nowMs = performance.now();
    return [...this.rented.values()].filter((number) => number.visibleFromMs <= nowMs);
  }

  /** What was paid since the start, in the vendor's currency, as a decimal string: setup, and each month or other period at its beginning. */
  get spent(): string {
    return this.paid.toFixed();
  }

  /** Buys it: counted, out of stock, the rent running from now on. */
  buy(number: FreeNumber, how: Acquisition): OwnedNumber {
    this.purchases += 1;
    this.paid = this.paid.plus(number.setupPrice).plus(number.monthlyPrice);
    return this.own(number, how);
  }

  /** Puts a number into the account without a purchase. */
  own(number: FreeNumber, how: Acquisition): OwnedNumber {
    const boughtAt = how.boughtAt ?? this.clock.now();
    const owned: OwnedNumber = {
      ...number,
      id: this.identify(number.e164, number),
      agent: how.agent ?? null,
      subaccount: how.subaccount ?? null,
      alias: how.alias ?? null,
      status: how.status ?? "active",
      boughtAt,
      renewsAt: this.nextRenewal(boughtAt, this.clock.now()),
      visibleFromMs: performance.now() + (how.lagMs ?? 0),
    };
    this.free.delete(number.e164);
    this.rented.set(number.e164, owned);
    return owned;
  }

  /** Gives it back. It does not return to the stock: vendors keep a released number back for days. */
  release(e164: string): void {
    this.releases += 1;
    this.rented.delete(e164);
  }

  /** Gives it back at the end of the period it is paid for. Counts at once. */
  lapse(number: OwnedNumber): void {
    this.releases += 1;
    number.status = "lapsing";
  }

  /** Whether the account's papers for the country are accepted; none are at the start. */
  hasPapers(country: string): boolean {
    return this.papers.has(country);
  }

  /** The countries whose papers are accepted. */
  get acceptedPapers(): readonly string[] {
    return [...this.papers];
  }

  /** The papers for a country are accepted, and numbers that waited for them work; or they are not any more. */
  judgePapers(country: string, accepted: boolean): void {
    if (!accepted) {
      this.papers.delete(country);
      return;
    }
    this.papers.add(country);
    for (const number of this.rented.values()) {
      if (number.country === country && number.status === "pending") number.status = "active";
    }
  }

  /** It vanishes from the account without a release. */
  drop(e164: string): void {
    this.rented.delete(e164);
  }

  /** Renews what is due, and ends what was given back. */
  settle(): void {
    const now = this.clock.now();
    for (const number of this.rented.values()) {
      if (number.renewsAt <= now && number.status === "lapsing") this.rented.delete(number.e164);
      else this.renew(number, now);
    }
  }

  private renew(number: OwnedNumber, now: Date): void {
    while (number.renewsAt <= now) {
      number.renewsAt = this.nextRenewal(number.boughtAt, number.renewsAt);
      this.paid = this.paid.plus(number.monthlyPrice);
    }
  }

  state(): AccountState {
    const owned = [...this.rented.values()].map(
      ({ e164, id, agent, subaccount, alias, renewsAt, status }): OwnedRow => ({
        e164,
        id,
        agent,
        subaccount,
        alias,
        renewsAt: isoDate(renewsAt),
        status,
      }),
    );
    return { owned, purchases: this.purchases, releases: this.releases };
  }
}

/** The first monthly anniversary after now. Counted from the purchase, so that the 31st comes back after February. */
function nextAnniversary(boughtAt: Date, now: Date): Date {
  const years = now.getUTCFullYear() - boughtAt.getUTCFullYear();
  // That of this month, or the next one.
  let months = Math.max(1, 12 * years + now.getUTCMonth() - boughtAt.getUTCMonth());
  while (addMonths(boughtAt, months) <= now) months += 1;
  return addMonths(boughtAt, months);
}
