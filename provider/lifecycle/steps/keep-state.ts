import { PhoneError, UnfinishedError } from "../../domain/errors";
import { reasonOf } from "../../domain/reason";
import { type NumberState, outputs } from "../state";

/**
 * Bought (or perhaps bought), but not as asked yet. It carries the state, which must be kept: losing it would lose the
 * number. The next `pulumi up` goes on from there.
 */
export class UnfinishedResource extends Error {
  readonly id: string;
  readonly properties: Record<string, unknown>;
  /** What the engine prints of it. */
  reasons: readonly string[];

  constructor(state: NumberState, cause: PhoneError) {
    super(cause.message);
    this.name = "UnfinishedResource";
    this.id = state.observed.e164;
    this.properties = outputs(state);
    this.reasons = [cause.message];
  }
}

/** Runs a step after the purchase: whatever goes wrong in it, the number stays in state. */
export async function keepState<T>(state: NumberState, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof UnfinishedResource) throw error;
    throw new UnfinishedResource(state, PhoneError.isInstance(error) ? error : unexpected(error));
  }
}

function unexpected(error: unknown): PhoneError {
  return new UnfinishedError(`a step after the purchase failed: ${reasonOf(error)}`, {
    nextStep: "The number is kept in state; run pulumi up again.",
  });
}
