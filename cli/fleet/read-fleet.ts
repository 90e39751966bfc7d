import { PhoneError } from "../../provider/domain/errors";
import { configurationOf } from "../accounts/configuration-of";
import { withProgress } from "../output/progress";
import type { Fleet } from "./fleet";
import { type AccountFilter, readAccounts } from "./read-accounts";
import { readStacks } from "./read-stacks";
import { type StacksRead, whoHolds } from "./who-holds";

/** What of the fleet is asked for. */
export interface FleetQuery extends AccountFilter {
  /** The stacks whose configuration has keys; the environment's count as well. */
  readonly stack: readonly string[];
  /** Whether the stacks of the backend are read. */
  readonly stacks: boolean;
}

/**
 * Asks the accounts, and then the stacks: a purchase is written down before it is made, so that what is bought meanwhile is not
 * taken for nobody's. Reads only.
 */
export function readFleet({ stack, stacks, ...filter }: FleetQuery): Promise<Fleet> {
  return withProgress(async (waitingFor) => {
    waitingFor("Reading accounts and stacks …");
    const names = stack.length === 0 ? [undefined] : stack;
    const listed = await readAccounts(await Promise.all(names.map(configurationOf)), filter);
    const read = stacks ? await readStacks().catch(unread) : ("unasked" as const);
    return whoHolds(listed, read, filter);
  });
}

function unread(error: unknown): StacksRead {
  if (!PhoneError.isInstance(error)) throw error;
  return { unread: error };
}
