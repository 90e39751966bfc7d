import { type VendorName, vendorDefinitions, vendorNames } from "../../../provider/vendors";
import { type Capabilities, isLacking, showsNumbers } from "../../../provider/vendors/vendor";
import type { FaultName } from "../../../sandbox/index";
import { faultNames, purchaseFaults } from "../../../sandbox/world/faults";
import { defined } from "../../support/expect";

/** What a fault meets: a vendor's call of this operation. */
export type Operation = "buy" | "bind" | "release";

/**
 * How long a fault lasts. `create`: it meets the first call of the operation. `next up`: it meets every call of that run and of
 * the one after it, which so has to go on from what the first could not finish.
 */
export const reaches = ["create", "next up"] as const;
export type Reach = (typeof reaches)[number];

/** One vendor that meets one fault: a number of its own in an account of its own. */
export interface Cell {
  readonly vendor: VendorName;
  readonly fault: FaultName;
  readonly reach: Reach;
}

export function capabilitiesOf({ vendor }: Pick<Cell, "vendor">): Capabilities {
  return defined(vendorDefinitions.find(({ name }) => name === vendor)).capabilities;
}

export function bindsAgents(cell: Pick<Cell, "vendor">): boolean {
  return !isLacking(capabilitiesOf(cell).agent);
}

/** Whether the agent is bound by a call of its own after the purchase, instead of in it. */
export function bindsAfterPurchase(cell: Pick<Cell, "vendor">): boolean {
  const { agent } = capabilitiesOf(cell);
  return !isLacking(agent) && !agent.atPurchase;
}

/** The faults in which a call takes effect and its answer is lost. */
export function losesAnswer({ fault }: Pick<Cell, "fault">): boolean {
  return fault.endsWith("-after");
}

/** The faults that leave it open whether a call took effect. */
export function isUnclear({ fault }: Pick<Cell, "fault">): boolean {
  return /^(reset|timeout|500|502|malformed)/.test(fault);
}

/** Whether a purchase that this fault meets is made, and could be found although no answer tells of it. */
export function canBeHidden(cell: Pick<Cell, "vendor" | "fault">): boolean {
  return (losesAnswer(cell) || cell.fault === "list-lag") && showsNumbers(capabilitiesOf(cell));
}

/** Those that end in one number without a person: after `taken-after` the run of the whole stack stops until one has said whose it is. */
export function faultsOf(operation: Operation): readonly FaultName[] {
  const leftOut: readonly FaultName[] = operation === "buy" ? ["taken-after"] : purchaseFaults;
  return faultNames.filter((fault) => !leftOut.includes(fault));
}

export function cellsOf(operation: Operation): readonly Cell[] {
  return vendorNames
    .filter((vendor) => operation !== "bind" || bindsAgents({ vendor }))
    .flatMap((vendor) =>
      faultsOf(operation).flatMap((fault) => reaches.map((reach) => ({ vendor, fault, reach }))),
    );
}

/** What a cell is called in the program, in the accounts and among the results. */
export function keyOf({ vendor, fault, reach }: Cell): string {
  return `${vendor}-${fault}-${reach.replace(" ", "-")}`;
}
