import { z } from "zod";
import { type BareNumbers, type E164, e164FromVendor } from "../../domain/number";

/**
 * A number in the row of a vendor that writes digits without a plus in this way; what cannot be read as one phone number makes the
 * row unreadable.
 *
 * @example
 * ```ts
 * const row = z.object({ number: vendorNumberOf("international") }); // 14155550100
 * const local = z.object({ number: vendorNumberOf(["US"]) }); // (415) 555-0100
 * ```
 */
export function vendorNumberOf(bare: BareNumbers) {
  return z.union([z.string(), z.number()]).transform((value, context): E164 => {
    const e164 = e164FromVendor(String(value), bare);
    if (e164 === undefined) context.addIssue({ code: "custom", message: "no phone number" });
    return e164 ?? z.NEVER;
  });
}

/** A number in the row of a vendor that writes numbers with a plus. Digits without one are taken only where they can be nothing else. */
export const vendorNumber = vendorNumberOf([]);
