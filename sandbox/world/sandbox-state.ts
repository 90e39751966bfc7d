import type { StandIn, StandInFactory } from "../kit/stand-in";
import { CallLog } from "./calls";
import { Clock } from "./clock";
import { FaultQueue } from "./faults";
import { Random } from "./random";
import { RateWindow } from "./rate-window";

/** What a sandbox was started with; a reset brings it back. */
export interface SandboxStateSettings {
  readonly factories: readonly StandInFactory[];
  readonly stock: number;
  readonly seed: string;
  readonly rateLimit: boolean;
}

/** A stand-in under its vendor's name, and the count of its recent calls where it has a limit that is enforced. */
export interface MountedStandIn {
  readonly vendor: string;
  readonly standIn: StandIn;
  readonly window: RateWindow | undefined;
}

/** Everything a sandbox remembers. */
export class SandboxState {
  clock = new Clock();
  faults = new FaultQueue();
  calls = new CallLog();
  /** By vendor. */
  mounted: ReadonlyMap<string, MountedStandIn>;

  constructor(private readonly settings: SandboxStateSettings) {
    this.mounted = this.mount();
  }

  reset(): void {
    this.clock = new Clock();
    this.faults = new FaultQueue();
    this.calls = new CallLog();
    this.mounted = this.mount();
  }

  /** Makes happen what is due by now. */
  settle(): void {
    for (const { standIn } of this.mounted.values()) standIn.account.settle();
  }

  private mount(): Map<string, MountedStandIn> {
    const { factories, stock, seed, rateLimit } = this.settings;
    return new Map(
      factories.map((factory) => {
        const { vendor } = factory;
        // One source per vendor: a vendor added later leaves the numbers of the others as they were.
        const random = new Random(`${seed}:${vendor}`);
        const standIn = factory.open({ random, clock: this.clock, stock });
        const limit = rateLimit ? standIn.rateLimit : undefined;
        return [vendor, { vendor, standIn, window: limit && new RateWindow(limit) }];
      }),
    );
  }
}
