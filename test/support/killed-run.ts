import type { E164 } from "../../provider/domain/number";
import type { PurchaseRecord } from "../../provider/host/purchase-records";
import { orderOf, readInputs } from "../../provider/lifecycle/state";
import { creating, ownStack, pinnedInputs, type Stacks } from "./backend";
import type { Properties } from "./checking";
import { defined } from "./expect";
import type { Bench, Told } from "./sandbox";
import { testNumbers } from "./sandbox";
import { asked } from "./up";

/** The vendors of which an account's numbers can be looked at. */
export const showing = ["plivo", "bolna", "ravan", "sondos"] as const;

/** Where the purchase was written down before the run was killed. */
export type Record = "backend" | "journal";

export interface KilledRun {
  readonly vendor?: string;
  readonly record?: Record;
  /** Which of its candidates it had bought, by place; none unless said. */
  readonly bought?: number;
  readonly args?: Properties;
  readonly name?: string;
  /** How many numbers are for sale. */
  readonly stock?: number;
}

/** What is left of a run that was killed while it bought: its record, and whatever the vendor did. */
export interface Remains {
  readonly inputs: Properties;
  readonly candidates: readonly E164[];
  readonly first: E164;
  /** What it asked for. */
  readonly args: Properties;
}

/** A record of the journal, of a purchase at Plivo unless said otherwise. */
export function journalRecord(
  more: Partial<PurchaseRecord> & Pick<PurchaseRecord, "claim" | "candidates">,
): PurchaseRecord {
  return {
    keptBy: "journal",
    vendor: "plivo",
    account: undefined,
    vendorAccount: undefined,
    country: undefined,
    type: undefined,
    quote: null,
    asked: 1,
    order: { agent: undefined, subaccount: undefined },
    until: new Date().toISOString(),
    word: undefined,
    isAdoption: false,
    isAnew: false,
    isHandedOver: false,
    ...more,
  };
}

/** A run up to the moment in which it is killed: what it picked is written down, and perhaps it has bought. */
export async function killRun(bench: Bench, stacks: Stacks, run: KilledRun = {}): Promise<Remains> {
  const { vendor = "plivo", record = "backend", bought, name, stock = 6 } = run;
  bench.control.changeNumbers({ vendor, add: testNumbers(stock) });
  const args = { ...asked, vendor, ...run.args };
  const told = await bench.context({}, stacks.cli);
  const inputs = await pinnedInputs(told, args, name);
  const { candidates, args: checked, claim, quote } = readInputs(inputs);
  if (bought !== undefined) await buy(told, inputs, defined(candidates[bought]));
  if (record === "backend") stacks.put(ownStack, { pending: [creating(inputs)] });
  else {
    const until = (await told.context.now()).toISOString();
    const { agent, subaccount, account, country, type } = checked;
    const vendorAccount = (await told.context.account({ vendor, account })).vendor.account;
    const asked = {
      vendor,
      account,
      vendorAccount,
      country,
      type,
      order: { agent, subaccount },
      until,
      asked: (bought ?? 0) + 1,
    };
    await told.context.journal.write(journalRecord({ claim, candidates, quote, ...asked }));
  }
  bench.control.clearCalls();
  return { inputs, candidates, first: defined(candidates[0]), args };
}

/** The purchase that the run made, of which it never wrote down the end. */
export async function buy({ context }: Told, inputs: Properties, e164: E164): Promise<void> {
  const checked = readInputs(inputs);
  const { vendor } = await context.account(checked.args);
  await vendor.buy({ ...orderOf(checked), e164 });
}

/** What an account holds, and how often it has bought. */
export function holdings(bench: Bench, vendor: string) {
  const { owned, purchases } = defined(bench.control.state()[vendor]);
  return { owned: owned.map(({ e164 }) => e164).toSorted(), purchases };
}
