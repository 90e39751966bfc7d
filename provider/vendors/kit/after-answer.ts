import { UnfinishedError } from "../../domain/errors";
import { reasonOf } from "../../domain/reason";
import type { Answer, Client } from "../../http/client";

/**
 * Looks at what became of a call that was answered. What the look fails by says nothing of the call: where that, or a try before it, may have
 * done what was asked for, it throws UnfinishedError in the place of whatever the look has thrown.
 */
export async function afterAnswer<T>(client: Client, answer: Answer, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!answer.ok && !answer.mayBeDone) throw error;
    throw new UnfinishedError(`what became of it cannot be looked at: ${reasonOf(error)}`, {
      ...client.facts(answer),
      nextStep: "It stays in state. Run again, which looks first.",
    });
  }
}
