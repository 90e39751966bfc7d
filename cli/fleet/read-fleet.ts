import { nameOf } from "../../provider/domain/claim";
import { PhoneError } from "../../provider/domain/errors";
import type { VendorDefinition } from "../../provider/vendors/vendor";
import { configurationOf } from "../accounts/configuration-of";
import { withProgress } from "../output/progress";
import type { Fleet } from "./fleet";
import { type AccountFilter, readAccounts } from "./read-accounts";
import { readStacks } from "./read-stacks";
import { type StacksRead, whoHolds } from "./who-holds";
import { withHeld } from "./with-held";

/** What of the fleet is asked for. */
export interface FleetQuery extends AccountFilter {
  /** The stacks whose configuration has keys; the environment's count as well. */
  readonly stack: readonly string[];
  /** Whether the stacks of the backend are read. */
  readonly stacks: boolean;
}

/** A fleet, with what is known around it. */
export interface AskedFleet extends Fleet {
  /** The vendors whose accounts were asked, by their names. */
  readonly definitions: ReadonlyMap<string, VendorDefinition>;
  /** The logical names that numbers of the stacks have, whoever's accounts they are of. */
  readonly resources: readonly string[];
}

/**
 * Asks the accounts, and then the stacks: a purchase is written down before it is made, so that what is bought meanwhile is not
 * taken for nobody's. Reads only.
 */
export function readFleet({ stack, stacks, ...filter }: FleetQuery): Promise<AskedFleet> {
  return withProgress(async (waitingFor) => {
    waitingFor("Reading accounts and stacks …");
    const names = stack.length === 0 ? [undefined] : stack;
    const listed = await readAccounts(await Promise.all(names.map(configurationOf)), filter);
    const read = stacks ? await readStacks().catch(unread) : ("unasked" as const);
    const resources = namesIn(read);
    const held = read === "unasked" || "unread" in read ? [] : read.numbers;
    const accounts = await withHeld(listed.accounts, held);
    return { ...whoHolds({ ...listed, accounts }, read, filter), definitions: listed.definitions, resources };
  });
}

function unread(error: unknown): StacksRead {
  if (!PhoneError.isInstance(error)) throw error;
  return { unread: error };
}

function namesIn(stacks: StacksRead): readonly string[] {
  if (stacks === "unasked" || "unread" in stacks) return [];
  const rows = [...stacks.numbers, ...stacks.lookedUp].map(({ urn }) => urn);
  return [...rows, ...stacks.begun.map(({ claim }) => claim)].map(nameOf);
}
