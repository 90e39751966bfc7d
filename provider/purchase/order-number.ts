import { PhoneError, UnclearError, UnclearPurchaseError, UnfinishedError } from "../domain/errors";
import { reasonOf } from "../domain/reason";
import type { Order, Receipt, Vendor } from "../vendors/vendor";

/**
 * Sends one order to the vendor; the only place that does. An error that does not say that nothing was bought leaves it as an
 * UnclearPurchaseError: an adapter that throws a wider class, or fails by a fault of its own, loses no number.
 */
export async function orderNumber(vendor: Vendor, order: Order): Promise<Receipt> {
  try {
    return await vendor.buy(order);
  } catch (error) {
    if (UnclearPurchaseError.isInstance(error) || saysNothingWasBought(error)) throw error;
    const details = PhoneError.isInstance(error)
      ? error.details
      : {
          vendor: vendor.definition.name,
          operation: "buy",
          nextStep: "Run again: what became of it is looked up first.",
        };
    throw new UnclearPurchaseError(reasonOf(error), details);
  }
}

function saysNothingWasBought(error: unknown): boolean {
  if (!PhoneError.isInstance(error) || error.mayHaveBought) return false;
  return !UnclearError.isInstance(error) && !UnfinishedError.isInstance(error);
}
