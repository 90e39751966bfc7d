import { waitUntil } from "../async/wait-until";
import type { NumberReference, OwnedNumber, Vendor } from "../vendors/vendor";

/** The number as the account has it; waited for as long as it is not shown, for this many milliseconds. */
export function lookFor(
  vendor: Vendor,
  number: NumberReference,
  milliseconds: number,
): Promise<OwnedNumber | undefined> {
  return waitUntil(
    () => vendor.get(number),
    (seen) => seen !== undefined,
    milliseconds,
  );
}
