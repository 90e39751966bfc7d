import { RefusedError, UnclearError } from "../../domain/errors";

/**
 * Runs the calls that come before an order is sent, such as the search that a vendor wants first. Nothing was asked for yet, and an
 * UnclearError that leaves `buy` counts as a possible purchase: here it becomes a RefusedError. Other errors pass as they are.
 *
 * @example
 * ```ts
 * const offer = await beforeOrder(() => this.find(e164, country));
 * ```
 */
export async function beforeOrder<T>(prepare: () => Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    if (!UnclearError.isInstance(error)) throw error;
    throw new RefusedError(`what has to be known before the order cannot be told: ${error.what}`, {
      ...error.details,
      nextStep: "Nothing was bought. Run pulumi up again.",
    });
  }
}
