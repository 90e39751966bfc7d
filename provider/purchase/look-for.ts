import { waitUntil } from "../async/wait-until";
import type { NumberReference, OwnedNumber } from "../vendors/vendor";
import type { PurchaseContext } from "./purchase-context";

/** The number as the account has it. One that is not shown is waited for, unless it is looked for once. */
export function lookFor(
  { vendor, settleMs }: Pick<PurchaseContext, "vendor" | "settleMs">,
  number: NumberReference,
  patience: "wait" | "once" = "wait",
): Promise<OwnedNumber | undefined> {
  return waitUntil(
    () => vendor.get(number),
    (seen) => seen !== undefined,
    patience === "wait" ? settleMs : 0,
  );
}
