import { z } from "zod";
import { FreshList } from "../async/fresh-list";
import { stackOf } from "../domain/claim";
import { candidateSchema, quoteSchema } from "../domain/quote";
import { firstReasonOf } from "../domain/reason";
import { orderedForSchema } from "./journal";
import {
  type Backend,
  hasEndedIn,
  type NumberRecord,
  type PurchaseRecord,
  type StackRecord,
} from "./purchase-records";

/** Runs a command of the Pulumi CLI and returns what it prints. */
export type RunCli = (args: readonly string[]) => Promise<string>;

// Read leniently: state of every version, and of which only numbers and their purchases matter.
const resource = z.object({
  urn: z.string().optional(),
  type: z.string(),
  id: z.string().optional(),
  created: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
const exported = z.object({
  deployment: z.object({
    manifest: z.object({ time: z.string() }),
    resources: z.array(z.unknown()).optional(),
    pending_operations: z.array(z.unknown()).optional(),
  }),
});
const pendingCreate = z.object({ type: z.literal("creating"), resource });
const numberSchema = z.object({
  claim: z.string(),
  vendor: z.string(),
  e164: z.string().optional(),
  status: z.string().optional(),
  deletionProtection: z.boolean().optional(),
  vendorId: z.string().nullish(),
});
const recordSchema = z.object({
  claim: z.string(),
  vendor: z.string(),
  account: z.string().optional(),
  candidates: z.array(candidateSchema).min(1),
  quote: quoteSchema.nullable().default(null),
  agent: z.string().optional().catch(undefined),
  subaccount: z.string().optional().catch(undefined),
  adopted: z.boolean().optional(),
  vendorOptions: z.object({ nothingBought: z.unknown() }).optional().catch(undefined),
  interrupted: z
    .object({ orders: z.array(orderedForSchema) })
    .optional()
    .catch(undefined),
  pinnedAt: z.string().default(new Date(0).toISOString()),
});
const stackNames = z.array(z.object({ name: z.string() }));

const isNumber = ({ type }: z.output<typeof resource>): boolean => type.endsWith(":PhoneNumber");

// The engine writes the time of this machine; where a sandbox stands in for the vendors, its clock may be another.
type Clock = () => Promise<Date>;

/** What reading the backend takes. */
export interface BackendSettings {
  readonly organization: () => string;
  readonly clock: Clock;
  readonly tellOnce: (line: string) => void;
  readonly cli: RunCli;
}

/**
 * Pulumi's backend, as its CLI exports it. Claims are URNs, which name project and stack; the organization comes from the
 * program.
 */
export function openBackend({ organization, clock, tellOnce, cli: run }: BackendSettings): Backend {
  const own = new Map<string, Promise<StackRecord>>();
  const others = new Map<string, FreshList<readonly StackRecord[]>>();

  async function read(name: string): Promise<StackRecord> {
    try {
      return await recordOf(name, await run(["stack", "export", "--stack", name]), clock);
    } catch (error) {
      tellOnce(
        `the state of the stack ${name} cannot be read, so interrupted purchases are known only from this machine (${firstReasonOf(error)})`,
      );
      return { name, numbers: [], openPurchases: [] };
    }
  }

  async function listStacks(): Promise<z.output<typeof stackNames>> {
    try {
      return stackNames.parse(JSON.parse(await run(["stack", "ls", "--all", "--json"])));
    } catch (error) {
      tellOnce(
        `the other stacks cannot be listed, so what they have bought is not known (${firstReasonOf(error)})`,
      );
      return [];
    }
  }

  async function readOthers(claim: string): Promise<readonly StackRecord[]> {
    const mine = stackOf(claim, organization());
    const [, project] = mine.split("/");
    const names = (await listStacks())
      // In the project's folder its own stacks are listed by their short names.
      .map(({ name }) => (name.includes("/") ? name : `${organization()}/${project}/${name}`))
      .filter((name) => name !== mine);
    const records: StackRecord[] = [];
    // Each is a process of its own: some at once, not all.
    for (let at = 0; at < names.length; at += 4) {
      records.push(...(await Promise.all(names.slice(at, at + 4).map(read))));
    }
    return records;
  }

  return {
    stackOf(claim) {
      const name = stackOf(claim, organization());
      const record = own.get(name) ?? read(name);
      own.set(name, record);
      return record;
    },
    otherStacks(claim) {
      const name = stackOf(claim, organization());
      const list = others.get(name) ?? new FreshList(() => readOthers(claim));
      others.set(name, list);
      return list.read();
    },
  };
}

async function recordOf(name: string, text: string, clock: Clock): Promise<StackRecord> {
  const { deployment } = exported.parse(JSON.parse(text));
  const { resources = [], pending_operations: pending = [], manifest } = deployment;
  const isClockNeeded =
    pending.length > 0 || resources.some((each) => resource.safeParse(each).data?.created);
  const ahead = isClockNeeded ? (await clock()).getTime() - Date.now() : 0;
  const onVendorsClock = (time: string) => new Date(Date.parse(time) + ahead).toISOString();
  const numbers = resources.flatMap((each) => numberFrom(each, onVendorsClock));
  const until = onVendorsClock(manifest.time);
  const openPurchases = pending
    .flatMap(pendingFrom)
    .map((each) => ({ ...each, until }))
    // The engine keeps an operation that was interrupted until it is cleared, also when its number has come into state since.
    .filter((record) => !numbers.some((number) => hasEndedIn(number, record)));
  return { name, numbers, openPurchases };
}

function numberFrom(each: unknown, onVendorsClock: (time: string) => string): NumberRecord[] {
  const parsed = resource.safeParse(each);
  if (!parsed.success || !isNumber(parsed.data)) return [];
  const { urn, id, created, outputs, inputs } = parsed.data;
  const number = numberSchema.safeParse(outputs ?? inputs);
  // The id of a purchase that was settled by an update is still that of an unsettled one.
  if (!number.success || id === undefined) return [];
  const e164 = number.data.e164 ?? id;
  const { claim, vendor, vendorId, status, deletionProtection } = number.data;
  return [
    {
      urn: urn ?? claim,
      claim,
      vendor,
      e164,
      settled: status !== "unsettled",
      isProtected: deletionProtection === true,
      ...(vendorId && { vendorId }),
      ...(created && { created: onVendorsClock(created) }),
    },
  ];
}

function pendingFrom(each: unknown): Omit<PurchaseRecord, "until">[] {
  const parsed = pendingCreate.safeParse(each);
  if (!parsed.success || !isNumber(parsed.data.resource)) return [];
  const inputs = recordSchema.safeParse(parsed.data.resource.inputs);
  // An adoption that was interrupted has bought nothing.
  if (!inputs.success || inputs.data.adopted === true) return [];
  const { claim, vendor, account, candidates, quote, agent, subaccount, interrupted, pinnedAt } = inputs.data;
  const wasSaid = inputs.data.vendorOptions?.nothingBought !== undefined;
  const orders = [{ agent, subaccount }, ...(interrupted?.orders ?? [])];
  return [{ claim, vendor, account, candidates, quote, orders, wasSaid, since: pinnedAt }];
}
