import type { VendorAccess } from "../kit/stand-in";
import type { AccountState } from "../world/account";
import type { Call } from "../world/calls";
import type { Duration } from "../world/clock";
import type { Fault } from "../world/faults";
import type { MountedStandIn, SandboxState } from "../world/sandbox-state";
import { changeNumbers, type NumbersReport } from "./change-numbers";
import { ControlError, type DocumentsInput, type FaultInput, type NumbersInput } from "./control-input";
import { advanceSchema, documentsSchema, faultSchema, numbersSchema, parse } from "./control-schema";

/** Where a stand-in is, and the keys it accepts. */
export interface VendorInfo extends VendorAccess {
  readonly baseUrl: string;
}

/** What can be seen and done from outside of the vendors' APIs. Throws ControlError for input that makes no sense. */
export class Control {
  constructor(
    private readonly sandbox: SandboxState,
    private readonly url: () => string,
  ) {}

  vendors(): Record<string, VendorInfo> {
    return this.perVendor(({ vendor, standIn }) => ({
      baseUrl: `${this.url()}/${vendor}`,
      ...standIn.access,
    }));
  }

  state(): Record<string, AccountState> {
    this.sandbox.settle();
    return this.perVendor(({ standIn }) => standIn.account.state());
  }

  calls(vendor?: string): Call[] {
    if (vendor !== undefined) this.mounted(vendor);
    return this.sandbox.calls.list(vendor);
  }

  clearCalls(): void {
    this.sandbox.calls.clear();
  }

  postFault(input: FaultInput): Fault {
    const fault: Fault = parse(faultSchema, input);
    this.mounted(fault.vendor);
    this.sandbox.faults.post(fault);
    return fault;
  }

  faults(): readonly Fault[] {
    return this.sandbox.faults.list();
  }

  clearFaults(): void {
    this.sandbox.faults.clear();
  }

  changeNumbers(input: NumbersInput): NumbersReport {
    const change = parse(numbersSchema, input);
    const { standIn } = this.mounted(change.vendor);
    return changeNumbers(standIn, change, this.sandbox.clock.now());
  }

  judgeDocuments(input: DocumentsInput): DocumentsInput {
    const documents = parse(documentsSchema, input);
    const { standIn } = this.mounted(documents.vendor);
    standIn.account.judgePapers(documents.country, documents.accepted);
    return documents;
  }

  now(): string {
    return this.sandbox.clock.now().toISOString();
  }

  advance(input: { advance: Duration }): string {
    this.sandbox.clock.advance(parse(advanceSchema, input).advance);
    this.sandbox.settle();
    return this.now();
  }

  reset(): void {
    this.sandbox.reset();
  }

  private mounted(vendor: string): MountedStandIn {
    const mounted = this.sandbox.mounted.get(vendor);
    if (mounted === undefined) {
      throw new ControlError("vendor", `must be one of ${[...this.sandbox.mounted.keys()].join(", ")}`);
    }
    return mounted;
  }

  private perVendor<T>(tell: (mounted: MountedStandIn) => T): Record<string, T> {
    return Object.fromEntries([...this.sandbox.mounted].map(([vendor, mounted]) => [vendor, tell(mounted)]));
  }
}
