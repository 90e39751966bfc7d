import { nameOf } from "../../domain/claim";
import { BackendError } from "../../domain/errors";
import type { Context } from "../context";

/**
 * Refuses to change the number of a resource about whose earlier runs nothing could be read while it was checked: whether it has a number, or is
 * buying one, was not known then, and later the engine has written down what this run does. Throws BackendError.
 */
export function requireRead({ unread }: Pick<Context, "unread">, claim: string): void {
  const error = unread.get(claim);
  if (error === undefined) return;
  throw new BackendError(`when this run began ${error.what}`, {
    ...error.details,
    nextStep: `Nothing was done for ${nameOf(claim)}. Run pulumi up again once that can be read. ${error.details.nextStep}`,
  });
}
