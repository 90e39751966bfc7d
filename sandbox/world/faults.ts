/** The values of Operation. */
export const operationNames = ["search", "buy", "list", "get", "update", "release", "bind"] as const;

/** What a call does, as far as faults are concerned. `bind` is how the vendor attaches an agent. */
export type Operation = (typeof operationNames)[number];

/** The values of FaultName. */
export const faultNames = [
  "reset-before",
  "reset-after",
  "timeout-before",
  "timeout-after",
  "500-before",
  "500-after",
  "502-html-after",
  "429",
  "malformed-after",
  "taken",
  "taken-after",
  "no-funds",
  "delay",
  "list-lag",
] as const;

/** What goes wrong with a call; docs/sandbox.md says what each one does. */
export type FaultName = (typeof faultNames)[number];

/** The faults a call meets one at a time; a lag of the list comes on top of any of them. */
export type CallFaultName = Exclude<FaultName, "list-lag">;

/** Faults that only mean something for a purchase. */
export const purchaseFaults: readonly FaultName[] = ["taken", "taken-after", "no-funds", "list-lag"];

/** How long calls are held, in milliseconds, unless the fault says. */
export const defaultDelayMs = 3000;

/** A fault that waits for its calls. */
export interface Fault<Name extends FaultName = FaultName> {
  readonly vendor: string;
  readonly operation: Operation;
  readonly fault: Name;
  /** How many more calls it serves. */
  times: number;
  readonly delayMs: number;
  /** Seconds, for the Retry-After header of `429`; without it there is no such header. */
  readonly retryAfter?: number | undefined;
}

/** What goes wrong with one call: at most one fault, and apart from that a lag of what it buys. */
export interface Mishap {
  readonly fault: Fault<CallFaultName> | undefined;
  readonly lag: Fault | undefined;
}

/** Faults waiting for their calls: an entry serves the first call it matches, in the order of posting. */
export class FaultQueue {
  private entries: Fault[] = [];

  post(fault: Fault): void {
    this.entries.push(fault);
  }

  list(): readonly Fault[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }

  /** Takes what this call has coming off the queue. */
  take(vendor: string, operations: readonly Operation[]): Mishap {
    const matches = this.entries.filter(
      (entry) => entry.vendor === vendor && operations.includes(entry.operation),
    );
    const fault = matches.find(isCallFault);
    const lag = matches.find((entry) => entry.fault === "list-lag");
    for (const entry of [fault, lag]) if (entry !== undefined) entry.times -= 1;
    this.entries = this.entries.filter((entry) => entry.times > 0);
    return { fault, lag };
  }
}

function isCallFault(entry: Fault): entry is Fault<CallFaultName> {
  return entry.fault !== "list-lag";
}
