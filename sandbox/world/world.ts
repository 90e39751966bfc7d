import type { StandIn, StandInFactory } from "../kit/stand-in";
import { CallLog } from "./calls";
import { Clock } from "./clock";
import { FaultQueue } from "./faults";
import { Random } from "./random";
import { RateWindow } from "./rate-window";

export interface WorldSettings {
  readonly factories: readonly StandInFactory[];
  readonly stock: number;
  readonly seed: string;
  readonly rateLimit: boolean;
}

/** A stand-in, and the count of its recent calls where it has a limit that is enforced. */
export interface Desk {
  readonly standIn: StandIn;
  readonly window: RateWindow | undefined;
}

/** Everything a sandbox remembers. */
export class World {
  clock = new Clock();
  faults = new FaultQueue();
  calls = new CallLog();
  desks: ReadonlyMap<string, Desk>;

  constructor(private readonly settings: WorldSettings) {
    this.desks = this.openDesks();
  }

  reset(): void {
    this.clock = new Clock();
    this.faults = new FaultQueue();
    this.calls = new CallLog();
    this.desks = this.openDesks();
  }

  /** Makes happen what is due by now. */
  settle(): void {
    for (const { standIn } of this.desks.values()) standIn.account.settle();
  }

  private openDesks(): Map<string, Desk> {
    const { factories, stock, seed, rateLimit } = this.settings;
    return new Map(
      factories.map((factory) => {
        // One source per vendor: a vendor added later leaves the numbers of the others as they were.
        const random = new Random(`${seed}:${factory.vendor}`);
        const standIn = factory.open({ random, clock: this.clock, stock });
        const limit = rateLimit ? standIn.rateLimit : undefined;
        return [standIn.name, { standIn, window: limit && new RateWindow(limit) }];
      }),
    );
  }
}
