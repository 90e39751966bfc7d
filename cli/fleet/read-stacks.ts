import path from "node:path";
import { z } from "zod";
import { stackOf } from "../../provider/domain/claim";
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
import type { PurchaseRecord } from "../../provider/host/purchase-records";

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
  const backend = openBackend({
    organization: () => selfManaged,
    // None of the stacks is this run's own: all of them are the others.
    stack: () => "",
    found: () => {},
    clock: async () => new Date(),
    cli,
  });
  const stacks = await backend.otherStacks("");
  const begun = stacks.flatMap(({ name, begun }) => begun.map((each) => ({ ...each, stack: name })));
  const rows = [...exports].flatMap(([stack, printed]) => rowsIn(stack, printed));
  return {
    numbers: rows.flatMap(({ isHeld, number }) => (isHeld ? number : [])),
    lookedUp: rows.flatMap(({ isHeld, number }) => (isHeld ? [] : number)),
    begun: [...begun, ...(await written(stacks.map(({ name }) => name)))],
  };
}

/** How a backend without organizations calls the one that it has. */
export const selfManaged = "organization";

interface StateRow {
  readonly isHeld: boolean;
  readonly number: HeldNumber;
}

function rowsIn(stack: string, printed: string): StateRow[] {
  const { deployment } = exported.parse(jsonIn(printed));
  return (deployment.resources ?? []).flatMap((each) => {
    const parsed = resource.safeParse(each);
    if (!parsed.success || isGivenUp(each)) return [];
    const { urn, id, outputs } = parsed.data;
    const { boundAgent: agent, heldBy: subaccount, e164, ...others } = properties.parse(outputs);
    const known = e164 ?? (id.startsWith("+") ? id : null);
    return [
      { isHeld: isNumber(parsed.data), number: { ...others, stack, urn, agent, subaccount, e164: known } },
    ];
  });
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
