import {
  ComplianceError,
  NoFundsError,
  NumberTakenError,
  type PhoneErrorDetails,
  UnclearPurchaseError,
} from "../../domain/errors";
import { reasonOf } from "../../domain/reason";

/**
 * Runs the calls that follow an order which the vendor has accepted, such as those that ask how it ended. From then on a number may
 * have been bought, whatever becomes of these calls: a refused key or a broken connection proves nothing about the order. So only
 * NumberTakenError, NoFundsError and ComplianceError pass as they are, for an order that the vendor says has failed; any other error
 * leaves as UnclearPurchaseError.
 *
 * @example
 * ```ts
 * const { orderId } = client.read(accepted, orderAnswer);
 * const order = await afterOrder(client.facts(accepted), () => this.poll(orderId));
 * ```
 */
export async function afterOrder<T>(
  facts: Omit<PhoneErrorDetails, "nextStep">,
  follow: () => Promise<T>,
): Promise<T> {
  try {
    return await follow();
  } catch (error) {
    if (isProof(error)) throw error;
    throw new UnclearPurchaseError(`the order was accepted, and its end is not known: ${reasonOf(error)}`, {
      ...facts,
      nextStep: "Run again: what became of it is looked up first.",
    });
  }
}

function isProof(error: unknown): boolean {
  return (
    NumberTakenError.isInstance(error) || NoFundsError.isInstance(error) || ComplianceError.isInstance(error)
  );
}
