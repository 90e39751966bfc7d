import { setTimeout as sleep } from "node:timers/promises";
import type { E164 } from "../domain/number";
import type { NumberReference, OwnedAmong, OwnedNumber, Vendor } from "../vendors/vendor";
import type { OfferPool } from "./offer-pool";

/**
 * The looks at an account that the purchases of a run share, one before them and one after those that were made side by side. They
 * save calls, and decide nothing that is in doubt: what they show against a purchase, or do not show after one, is looked at again.
 */
export class SharedLooks {
  private readonly known = new Map<E164, boolean>();
  private hasSeenAll = false;
  private first: Promise<void> | undefined;
  private wanted: NumberReference[] = [];
  private next: Promise<readonly OwnedNumber[]> | undefined;

  constructor(
    private readonly vendor: Vendor,
    private readonly offers: OfferPool,
  ) {}

  /**
   * Whether the account had a number before it was asked for, of a number that this run has found for sale: that it was for sale is
   * the proof, and this look is for a search that shows what is sold. So it may be as old as the run, which the search is as well.
   */
  async hadBefore(number: E164): Promise<boolean> {
    while (!this.isKnown(number)) {
      this.first ??= this.lookAround(number).finally(() => {
        this.first = undefined;
      });
      await this.first;
    }
    return this.known.get(number) === true && this.hasNow(number);
  }

  /** The same, looked at now: of a number of which it is not known whether it was for sale, or whether it was asked for. */
  async hasNow(number: E164): Promise<boolean> {
    return (await this.vendor.get({ e164: number, vendorId: null })) !== undefined;
  }

  /**
   * A number after its purchase, asked for together with those that are looked for in the same turn; undefined when it is alone,
   * does not show yet, or cannot be seen: it is looked for by itself then.
   */
  async seenAfter(number: NumberReference): Promise<OwnedNumber | undefined> {
    this.wanted.push(number);
    this.next ??= sleep(0).then(() => this.lookForWanted());
    return (await this.next).find(({ e164 }) => e164 === number.e164);
  }

  private isKnown(number: E164): boolean {
    return this.hasSeenAll || this.known.has(number);
  }

  /** Looks for all that the run means to buy so far; for one number alone where that fails. */
  private async lookAround(number: E164): Promise<void> {
    const isOneByOne = this.vendor.definition.capabilities.get && this.vendor.getMany === undefined;
    const meant = isOneByOne ? [] : this.offers.firstChoices();
    const numbers = [number, ...meant.filter((each) => each !== number && !this.isKnown(each))];
    try {
      const references = numbers.map((e164) => ({ e164, vendorId: null }));
      const { owned, isAll } = await lookAt(this.vendor, references);
      for (const each of numbers) this.known.set(each, false);
      for (const { e164 } of owned) this.known.set(e164, true);
      this.hasSeenAll = isAll;
    } catch (error) {
      if (numbers.length === 1) throw error;
      this.known.set(number, await this.hasNow(number));
    }
  }

  private async lookForWanted(): Promise<readonly OwnedNumber[]> {
    const numbers = this.wanted;
    this.wanted = [];
    this.next = undefined;
    if (numbers.length === 1) return [];
    return lookAt(this.vendor, numbers).then(
      ({ owned }) => owned,
      () => [],
    );
  }
}

async function lookAt(vendor: Vendor, numbers: readonly NumberReference[]): Promise<OwnedAmong> {
  if (vendor.getMany !== undefined && numbers.length > 1) return vendor.getMany(numbers);
  if (!vendor.definition.capabilities.get) return { owned: await vendor.list(), isAll: true };
  const found = await Promise.all(numbers.map((number) => vendor.get(number)));
  return { owned: found.filter((each) => each !== undefined), isAll: false };
}
