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
  /** Whether its number cannot be compared, as its id is not known. */
  readonly isUnnamed: boolean;
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
    const isUnnamed = vendorId === undefined && wanted.e164 === null;
    const does = isUnnamed ? "may have it, as the id of its number is not known" : "has it";
    return { ...find(stack === own ? "another resource" : "another stack", does), isUnnamed };
  };
  const isOfVendor = (record: PurchaseRecord) =>
    record.vendor === undefined || record.vendor === vendor.definition.name;
  const isBegun = (isAdoption: boolean) => ({
    ...find("another purchase", isAdoption ? "is adopting it" : "was buying it"),
    isUnnamed: false,
  });
  const place = ({ candidates }: PurchaseRecord) =>
    wanted.e164 === null ? -1 : candidates.indexOf(wanted.e164);
  // What this resource was buying itself is its, before another that would have fallen back on it, or come to it later: each of two may have
  // bought what the other falls back on, and neither could be adopted.
  const bought = own.begun.filter(({ claim, isAdoption }) => names.includes(claim) && !isAdoption).map(place);
  const isOwn = own.numbers.some(({ urn, e164 }) => names.includes(urn) && e164 === wanted.e164);
  const places = isOwn ? [0, ...bought] : bought;
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
          isOfVendor(record) &&
          (place(record) !== -1 || (record.isAdoption && record.candidates.length === 0 && stack !== own)),
      )
      .map(({ claim, isAdoption }) => ({ ...isBegun(isAdoption), stack, urn: claim })),
  ]);
}
