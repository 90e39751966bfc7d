import { z } from "zod";
import { candidateSchema, quoteSchema } from "./purchase/candidates";
import type { Backend, Intent, NumberRecord, StackRecord } from "./purchase/ledger";
import { FreshList } from "./vendors/common/fresh-list";

/** Runs a command of the Pulumi CLI and returns what it prints. */
export type RunCli = (args: readonly string[]) => Promise<string>;

// Read leniently: state of every version, and of which only numbers and their purchases matter.
const resource = z.object({
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});
const exported = z.object({
  deployment: z.object({
    manifest: z.object({ time: z.string() }),
    resources: z.array(z.unknown()).optional(),
    pending_operations: z.array(z.object({ type: z.string(), resource })).optional(),
  }),
});
const numberSchema = z.object({ claim: z.string(), vendor: z.string(), status: z.string().optional() });
const intentSchema = z.object({
  claim: z.string(),
  vendor: z.string(),
  account: z.string().optional(),
  candidates: z.array(candidateSchema).min(1),
  quote: quoteSchema.nullable().default(null),
  pinnedAt: z.string().default(new Date(0).toISOString()),
});
const stackNames = z.array(z.object({ name: z.string() }));

const isNumber = (each: unknown): boolean => /:PhoneNumber$/.test((each as { type?: string }).type ?? "");

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
      const reason = String(error instanceof Error ? error.message : error).split("\n")[0];
      tellOnce(
        `the state of the stack ${name} cannot be read, so purchases that were cut off are known only from this machine (${reason})`,
      );
      return { name, numbers: [], unfinished: [] };
    }
  }

  async function readOthers(claim: string): Promise<readonly StackRecord[]> {
    const mine = stackOf(claim, organization());
    const [, project] = mine.split("/");
    const listed = await run(["stack", "ls", "--all", "--json"]).catch((error: unknown) => {
      tellOnce(
        `the other stacks cannot be listed, so what they have bought is not known (${String(error).split("\n")[0]})`,
      );
      return "[]";
    });
    const names = stackNames
      .parse(JSON.parse(listed))
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

/** `organization/project/stack` of a URN: urn:pulumi:<stack>::<project>::<type>::<name>. */
function stackOf(claim: string, organization: string): string {
  const [, , stack = ""] = (claim.split("::")[0] ?? "").split(":");
  return `${organization}/${claim.split("::")[1] ?? ""}/${stack}`;
}

async function recordOf(name: string, text: string, clock: Clock): Promise<StackRecord> {
  const { deployment } = exported.parse(JSON.parse(text));
  const pending = (deployment.pending_operations ?? []).filter(
    ({ type, resource: each }) => type === "creating" && isNumber(each),
  );
  const until = pending.length === 0 ? "" : await onVendorsClock(deployment.manifest.time, clock);
  return {
    name,
    numbers: (deployment.resources ?? []).filter(isNumber).flatMap((each) => numberFrom(each)),
    unfinished: pending.flatMap(({ resource: { inputs } }): Intent[] => {
      const parsed = intentSchema.safeParse(inputs);
      if (!parsed.success) return [];
      const { pinnedAt, account, ...intent } = parsed.data;
      return [{ ...intent, account, since: pinnedAt, until }];
    }),
  };
}

function numberFrom(each: unknown): NumberRecord[] {
  const parsed = resource.safeParse(each);
  const number = parsed.success
    ? numberSchema.safeParse(parsed.data.outputs ?? parsed.data.inputs)
    : undefined;
  if (!parsed.success || !number?.success || parsed.data.id === undefined) return [];
  const { claim, vendor, status } = number.data;
  return [{ claim, vendor, e164: parsed.data.id, settled: status !== "unsettled" }];
}

async function onVendorsClock(time: string, clock: Clock): Promise<string> {
  const ahead = (await clock()).getTime() - Date.now();
  return new Date(Date.parse(time) + ahead).toISOString();
}
