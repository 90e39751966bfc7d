import type { E164 } from "../domain/number";
import type { NumberRecord, PurchaseRecord, StackRecord } from "../host/purchase-records";
import type { Vendor } from "../vendors/vendor";
import { type Finding, find } from "./proofs";
import { mayBe } from "./verdict";

/** What is to be adopted: the number, where it is known, and the vendor's id, where it has one. */
export interface Wanted {
  readonly e164: E164 | null;
  readonly vendorId: string | null;
}

/** A resource that has, or may get, what another one is to adopt. */
export interface Rival extends Finding {
  readonly stack: StackRecord;
  readonly urn: string;
}

/** Where rivals are looked for: the own stack and the others, as they are now, and the URNs of the resource that adopts. */
export interface Field {
  readonly own: StackRecord;
  readonly others: readonly StackRecord[];
  readonly names: readonly string[];
  readonly vendor: Vendor;
}

/**
 * Who has a number that is to be adopted, or buys or adopts it at this moment. Where a row cannot be read, it may be the number; so may
 * what another stack is importing by an id of the vendor's own: within this one the process knows which that is.
 */
export function rivalsFor(wanted: Wanted, { own, others, names, vendor }: Field): readonly Rival[] {
  const isBeside = (stack: StackRecord, urn: string) => stack !== own || !names.includes(urn);
  const isHeld = (stack: StackRecord, { vendorId }: NumberRecord) => {
    const isNamed = vendorId !== undefined || wanted.e164 !== null;
    const does = isNamed ? "has it" : "may have it, as the id of its number is not known";
    return find(stack === own ? "another resource" : "another stack", does);
  };
  const isBegun = (isAdoption: boolean) =>
    find("another purchase", isAdoption ? "is adopting it" : "was buying it");
  const place = ({ candidates }: PurchaseRecord) =>
    wanted.e164 === null ? -1 : candidates.indexOf(wanted.e164);
  // What this resource was buying itself is its, before another that would have fallen back on it, or come to it later: each of two may have
  // bought what the other falls back on, and neither could be adopted.
  const places = own.begun.filter(({ claim }) => names.includes(claim)).map(place);
  const first = Math.min(...places.filter((each) => each !== -1), Number.POSITIVE_INFINITY);
  const isLater = (stack: StackRecord, record: PurchaseRecord) =>
    stack === own && !record.isAdoption && place(record) > first;
  return [own, ...others].flatMap((stack) => [
    ...stack.numbers
      .filter((each) => isBeside(stack, each.urn) && mayBe(each, vendor, wanted))
      .map((row) => ({ ...isHeld(stack, row), stack, urn: row.urn })),
    ...stack.begun
      .filter(
        (record) =>
          isBeside(stack, record.claim) &&
          !isLater(stack, record) &&
          (place(record) !== -1 || (record.isAdoption && record.candidates.length === 0 && stack !== own)),
      )
      .map(({ claim, isAdoption }) => ({ ...isBegun(isAdoption), stack, urn: claim })),
  ]);
}
