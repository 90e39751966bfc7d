import type { VendorAccess } from "../kit/stand-in";
import type { AccountState } from "../world/account";
import type { Call } from "../world/calls";
import type { Duration } from "../world/clock";
import type { Fault } from "../world/faults";
import type { Desk, World } from "../world/world";
import {
  advanceSchema,
  ControlError,
  type FaultInput,
  faultSchema,
  type NumbersInput,
  numbersSchema,
  parse,
} from "./control-schema";
import { changeNumbers, type NumbersReport } from "./stocktaking";

/** Where a stand-in is, and the keys it accepts. */
export interface VendorInfo extends VendorAccess {
  readonly baseUrl: string;
}

/** What can be seen and done from outside of the vendors' APIs. Throws ControlError for input that makes no sense. */
export class Control {
  constructor(
    private readonly world: World,
    private readonly url: () => string,
  ) {}

  vendors(): Record<string, VendorInfo> {
    return this.perVendor(({ standIn }) => ({
      baseUrl: `${this.url()}/${standIn.name}`,
      ...standIn.access,
    }));
  }

  state(): Record<string, AccountState> {
    this.world.settle();
    return this.perVendor(({ standIn }) => standIn.account.state());
  }

  calls(vendor?: string): Call[] {
    if (vendor !== undefined) this.desk(vendor);
    return this.world.calls.list(vendor);
  }

  clearCalls(): void {
    this.world.calls.clear();
  }

  postFault(input: FaultInput): Fault {
    const fault: Fault = parse(faultSchema, input);
    this.desk(fault.vendor);
    this.world.faults.post(fault);
    return fault;
  }

  faults(): readonly Fault[] {
    return this.world.faults.list();
  }

  clearFaults(): void {
    this.world.faults.clear();
  }

  changeNumbers(input: NumbersInput): NumbersReport {
    const change = parse(numbersSchema, input);
    const { standIn } = this.desk(change.vendor);
    return changeNumbers(standIn, change, this.world.clock.now());
  }

  now(): string {
    return this.world.clock.now().toISOString();
  }

  advance(input: { advance: Duration }): string {
    this.world.clock.advance(parse(advanceSchema, input).advance);
    this.world.settle();
    return this.now();
  }

  reset(): void {
    this.world.reset();
  }

  private desk(vendor: string): Desk {
    const desk = this.world.desks.get(vendor);
    if (desk === undefined) {
      throw new ControlError("vendor", `must be one of ${[...this.world.desks.keys()].join(", ")}`);
    }
    return desk;
  }

  private perVendor<T>(tell: (desk: Desk) => T): Record<string, T> {
    return Object.fromEntries([...this.world.desks].map(([name, desk]) => [name, tell(desk)]));
  }
}
