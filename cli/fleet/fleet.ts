import { compareTexts, type FleetRow } from "../../fleet/fleet-row";

/** Every number that was found, in a fixed order. */
export interface Fleet {
  readonly rows: readonly FleetRow[];
  /** False when the stacks were not read, or could not be: then `stack` and `resource` are null, and nothing is called an orphan. */
  readonly knowsStacks: boolean;
  /** False where stacks have numbers of accounts that were not asked: those may have orphans. */
  readonly knowsAccounts: boolean;
  /** What could not be read, in one line each: with any, numbers or stacks may be missing. */
  readonly problems: readonly string[];
  /** What is worth knowing, in one line each, e.g. a number in state that its account does not show. */
  readonly notes: readonly string[];
}

/** The fixed order of rows: by vendor, account and number; what has no number comes last. */
export function compareRows(left: FleetRow, right: FleetRow): number {
  const keys = ({ vendor, account, e164, stack, resource }: FleetRow) => [
    vendor ?? "~",
    account ?? "",
    e164 ?? "~",
    stack ?? "",
    resource ?? "",
  ];
  const others = keys(right);
  return keys(left).reduce((order, key, index) => order || compareTexts(key, others[index] ?? ""), 0);
}
