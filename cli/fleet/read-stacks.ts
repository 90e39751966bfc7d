import path from "node:path";
import { z } from "zod";
import { stackOf } from "../../provider/domain/claim";
import { BackendError } from "../../provider/domain/errors";
import { amountPattern, currencyPattern, type Money } from "../../provider/domain/money";
import type { NumberStatus } from "../../provider/domain/names";
import {
  isGivenUp,
  isNumber,
  jsonIn,
  openBackend,
  type RunCli,
  resourceTypes,
} from "../../provider/host/backend";
import { openJournal } from "../../provider/host/journal";
import { pulumi } from "../../provider/host/pulumi-cli";
import { backendUrl, pulumiHome } from "../../provider/host/pulumi-home";
import { isWhole, type PastUpdate, type PurchaseRecord } from "../../provider/host/purchase-records";
import { updatesSince } from "../../provider/purchase/strays";

/** A number as a stack's state has it. What is secret there is null. */
export interface HeldNumber {
  readonly stack: string;
  readonly urn: string;
  /** Null for a purchase whose number is not known. */
  readonly e164: string | null;
  readonly vendor: string | null;
  /** The entry of `phone:accounts` that the program names. */
  readonly account: string | null;
  /** The vendor's own name of the account. */
  readonly vendorAccount: string | null;
  readonly vendorId: string | null;
  readonly agent: string | null;
  readonly subaccount: string | null;
  readonly label: string | null;
  readonly status: NumberStatus | null;
  readonly statusReason: string | null;
  readonly monthlyPrice: Money | null;
  readonly renewsAt: string | null;
  /** What may have been bought where the status is `unsettled`; empty where it cannot be read. */
  readonly candidates: readonly string[];
}

/** A purchase that was begun, with the stack that it is for. */
export interface BegunPurchase extends PurchaseRecord {
  readonly stack: string;
}

/** What all stacks of the backend have, and what is still open. */
export interface Stacks {
  readonly numbers: readonly HeldNumber[];
  /** What programs only look up: it is not theirs. */
  readonly lookedUp: readonly HeldNumber[];
  /** Purchases and adoptions whose end is not known, by the backend and by this machine. */
  readonly begun: readonly BegunPurchase[];
}

// Read leniently, as state of every version is; what is secret has another form, and is not known.
const text = z.string().nullable().catch(null);
const properties = z.object({
  vendor: text,
  account: text,
  vendorAccount: text,
  vendorId: text,
  e164: text,
  boundAgent: text,
  heldBy: text,
  label: text,
  status: z.enum(["active", "pending", "lapsing", "released", "unsettled"]).nullable().catch(null),
  statusReason: text,
  monthlyPrice: z
    .object({ amount: z.string().regex(amountPattern), currency: z.string().regex(currencyPattern) })
    .nullable()
    .catch(null),
  renewsAt: text,
  candidates: z.array(z.string()).catch([]),
});
const resource = z.object({
  urn: z.string(),
  type: z.string().refine((type) => resourceTypes.includes(type)),
  external: z.boolean().optional(),
  id: z.string(),
  created: z.string().optional().catch(undefined),
  outputs: z.record(z.string(), z.unknown()).default({}),
});
const exported = z.object({ deployment: z.object({ resources: z.array(z.unknown()).nullish() }) });

/**
 * Reads every stack of the backend in use, by the Pulumi CLI: all of them or none. Throws BackendError, and ConfigurationError for what this
 * machine has written down of purchases.
 */
export async function readStacks(run: RunCli = pulumi): Promise<Stacks> {
  const exports = new Map<string, string>();
  const cli: RunCli = async (args) => {
    const printed = await run(args);
    const stack = args[args.indexOf("--stack") + 1];
    if (args[1] === "export" && stack !== undefined) exports.set(stack, printed);
    return printed;
  };
  const backendOf = (stack: string) =>
    openBackend({
      organization: () => selfManaged,
      stack: () => stack,
      found: () => {},
      clock: async () => new Date(),
      cli,
    });
  // None of the stacks is this run's own: all of them are the others.
  const stacks = await backendOf("").otherStacks("");
  const begun = stacks.flatMap(({ name, begun }) => begun.map((each) => ({ ...each, stack: name })));
  const rows = [...exports].flatMap(([stack, printed]) => rowsIn(stack, printed));
  const noted = await written(stacks.map(({ name }) => name));
  const historyOf = (stack: string) => backendOf(stack).history("");
  const open = [...begun, ...noted].map(async (each) =>
    (await hasEndedUnderPrefix(each, rows, historyOf)) ? [] : each,
  );
  return {
    numbers: rows.flatMap(({ isHeld, number }) => (isHeld ? number : [])),
    lookedUp: rows.flatMap(({ isHeld, number }) => (isHeld ? [] : number)),
    begun: (await Promise.all(open)).flat(),
  };
}

/** How a backend without organizations calls the one that it has. */
export const selfManaged = "organization";

interface StateRow {
  readonly isHeld: boolean;
  /** When the engine wrote it for the first time. */
  readonly created: string | undefined;
  readonly number: HeldNumber;
}

function rowsIn(stack: string, printed: string): StateRow[] {
  const { deployment } = exported.parse(jsonIn(printed));
  return (deployment.resources ?? []).flatMap((each) => {
    const parsed = resource.safeParse(each);
    if (!parsed.success || isGivenUp(each)) return [];
    const { urn, id, created, outputs } = parsed.data;
    const { boundAgent: agent, heldBy: subaccount, e164, ...others } = properties.parse(outputs);
    const known = e164 ?? (id.startsWith("+") ? id : null);
    return [
      {
        isHeld: isNumber(parsed.data),
        created,
        number: { ...others, stack, urn, agent, subaccount, e164: known },
      },
    ];
  });
}

/** Whether a row has its number for sure: not one whose purchase is open, nor one that its renewal has ended. */
export function isSettled({ status }: Pick<HeldNumber, "status">): boolean {
  return status !== "unsettled" && status !== "released";
}

/**
 * Whether what was bought under a prefix is in state. A number with that prefix may be the one that it was to replace: the row has to be newer
 * than the purchase.
 */
async function hasEndedUnderPrefix(
  { claim, stack, candidates, keptBy, until, lastUpdate }: BegunPurchase,
  rows: readonly StateRow[],
  historyOf: (stack: string) => Promise<readonly PastUpdate[]>,
): Promise<boolean> {
  const isUnderPrefix = ({ isHeld, number: { urn, e164, status } }: StateRow) =>
    isHeld &&
    urn === claim &&
    isSettled({ status }) &&
    candidates.some((candidate) => e164?.startsWith(candidate));
  const times = rows
    .filter(isUnderPrefix)
    .flatMap(({ created }) => (created === undefined ? [] : Date.parse(created)));
  if (times.length === 0) return false;
  if (keptBy === "journal") return times.some((created) => created > Date.parse(until));
  // A pending operation has no time of its own. It was begun before the end of any update that has succeeded since the one that it names.
  if (lastUpdate === undefined) return false;
  const history = await historyOf(stack).catch((error: unknown) => {
    if (BackendError.isInstance(error)) return undefined;
    throw error;
  });
  if (history === undefined) return false;
  const later = updatesSince(history, lastUpdate).filter(isWhole);
  return times.some((created) => later.some((run) => wasDuring(run, created)));
}

/** The history tells the second in which a run began and ended. */
function wasDuring({ startedAt, endedAt }: PastUpdate, time: number): boolean {
  return Date.parse(startedAt) <= time && time < Date.parse(endedAt) + 1_000;
}

/** What this machine has written down of purchases for these stacks. */
async function written(stacks: readonly string[]): Promise<readonly BegunPurchase[]> {
  const home = pulumiHome(process.env);
  const backend = await backendUrl(process.env, home, process.cwd());
  const projects = new Set(stacks.map((name) => name.split("/").slice(0, 2).join("/")));
  const found = await Promise.all(
    [...projects].map(async (each) => {
      const [organization = "", project = ""] = each.split("/");
      const journal = openJournal(path.join(home, "phone-intents"), () => `${backend}\n${organization}`);
      const records = await journal.records(`urn:pulumi:any::${project}`);
      return records.map((record) => ({ ...record, stack: stackOf(record.claim, organization) }));
    }),
  );
  return found.flat();
}
