import { z } from "zod";
import { type E164, e164FromVendor } from "../../domain/number";

/** A number in a vendor's row, in whatever notation it is sent; what cannot be a phone number makes the row unreadable. */
export const vendorNumber = z.string().transform((value, context): E164 => {
  const e164 = e164FromVendor(value);
  if (e164 === undefined) context.addIssue({ code: "custom", message: "no phone number" });
  return e164 ?? z.NEVER;
});
