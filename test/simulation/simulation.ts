import { Random } from "../../sandbox/world/random";
import { type Args, type Declaration, type DeclarationOptions, type Row, Stack } from "./engine/checkpoint";
import { type CliFault, openCli } from "./engine/cli";
import { type Command, EngineRun, type RunOptions, type RunResult } from "./engine/run";
import { Disk, type DiskFault } from "./world/disk";
import { type Death, Processes } from "./world/process";
import { type SimulatedVendor, VendorAccount } from "./world/vendor-account";
import { VirtualClock } from "./world/virtual-clock";

/** What goes wrong in one run; faults fill it in. */
export interface Trouble {
  death?: Death;
  disk?: DiskFault;
  readonly cli: CliFault[];
  /** Posted to the stand-in before the run. */
  readonly vendor: { operation: string; fault: string; times?: number; delayMs?: number }[];
}

/** One run of a person or a job. */
export interface RunOrder {
  readonly command: Command;
  readonly stack: number;
  readonly machine: number;
  readonly options?: RunOptions;
  readonly trouble?: Trouble;
}

/** One purchase or release, and whose run made it. */
export interface Movement {
  readonly number: string;
  readonly kind: "bought" | "released";
  readonly stack: Stack;
  readonly command: Command;
  /** Resources that have the number and are not being deleted, when it is released. */
  readonly otherOwners: readonly string[];
  /** Whether the run's own engine was deleting a resource that has it. */
  readonly wasAsked: boolean;
}

/** One run that is over. */
export interface PastRun extends RunResult {
  readonly stack: Stack;
  readonly bought: readonly string[];
}

/** Everything there is in one simulation: machines, backends, stacks, one account at one vendor, and time. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly account: VendorAccount;
  readonly stacks: readonly Stack[];
  readonly disks: Disk[] = [new Disk(), new Disk()];
  readonly movements: Movement[] = [];
  readonly previewWrites: string[] = [];
  readonly runs: PastRun[] = [];
  readonly brokenPlans: string[] = [];
  /** Numbers that were given up though their resource was protected. */
  readonly protectedReleases: string[] = [];
  /** Numbers that a program has let go of: retained, or their purchase struck from the books by a person. */
  readonly letGo = new Set<string>();
  /** What a person in the console owns or has touched: nobody's business here. */
  readonly handmade = new Set<string>();
  readonly random: Random;
  private serial = 0;

  constructor(
    readonly vendor: SimulatedVendor,
    seed: string,
  ) {
    this.random = new Random(seed);
    this.account = new VendorAccount(vendor, "stock", this.clock, 10);
    this.stacks = [
      new Stack("file:///backend-a", "phones", "dev", "file:///backend-a"),
      new Stack("file:///backend-a", "phones", "prod", "file:///backend-a"),
      // Another checkout, whose Pulumi.yaml names the backend: the same project and the same stack name.
      new Stack("file:///backend-b", "phones", "dev", undefined),
      new Stack("file:///backend-c", "phones", "dev", undefined),
    ];
  }

  stack(index: number): Stack {
    const stack = this.stacks[index % this.stacks.length];
    if (stack === undefined) throw new Error("no stack");
    return stack;
  }

  disk(index: number): Disk {
    const disk = this.disks[index % this.disks.length];
    if (disk === undefined) throw new Error("no disk");
    return disk;
  }

  /** A name that no resource or stack has had. */
  freshName(prefix: string): string {
    this.serial += 1;
    return `${prefix}${this.serial}`;
  }

  declare(stack: Stack, name: string, args: Args, options: DeclarationOptions = {}): void {
    // A name that is somebody's alias would be two resources in one: the engine refuses such a program.
    const kept = stack.program
      .filter((each) => each.name !== name)
      .map((each) => ({
        ...each,
        options: { ...each.options, aliases: (each.options.aliases ?? []).filter((alias) => alias !== name) },
      }));
    stack.program = [...kept, { name, args: { vendor: this.vendor, ...args }, options }];
  }

  /** Changes one declaration of a program; `which` counts round. */
  edit(stack: Stack, which: number, change: (declaration: Declaration) => Declaration | undefined): void {
    const { program } = stack;
    if (program.length === 0) return;
    const at = which % program.length;
    stack.program = program.flatMap((each, index) => (index === at ? (change(each) ?? []) : [each]));
  }

  /** Runs at the same time, from start to end. */
  async run(...orders: readonly RunOrder[]): Promise<readonly PastRun[]> {
    const running = orders.map((order) => this.start(order));
    const past = await this.clock.run(Promise.all(running));
    this.clock.clear();
    this.account.control.clearFaults();
    this.runs.push(...past);
    return past;
  }

  private async start(order: RunOrder): Promise<PastRun> {
    const { command, options, trouble } = order;
    const stack = this.stack(order.stack);
    const processes = new Processes(trouble?.death);
    const bought: string[] = [];
    const deleting = new Set<Row>();
    for (const fault of trouble?.vendor ?? []) {
      this.account.control.postFault({ vendor: this.vendor, ...fault } as never);
    }
    const wrote = (what: string) => {
      if (command === "preview") this.previewWrites.push(what);
    };
    const machinery = {
      processes,
      deleting,
      letGo: this.letGo,
      configuration: this.account.configuration,
      environment: {
        PULUMI_HOME: "/home",
        PULUMI_BACKEND_URL: stack.backendVariable ?? "file://~",
      },
      cli: openCli(this.clock, processes, stack, this.stacks, trouble?.cli ?? []),
      exchange: this.account.exchange(processes, this.random, (effect) => {
        if (!effect.isRead) wrote(effect.method);
        bought.push(...effect.bought);
        for (const number of effect.bought) {
          this.movements.push({
            number,
            kind: "bought",
            stack,
            command,
            otherOwners: [],
            wasAsked: true,
          });
        }
        for (const number of effect.released) this.released(number, stack, command, deleting);
      }),
      files: this.disk(order.machine).open(processes, trouble?.disk, () => wrote("a file of the journal")),
    };
    const result = await new EngineRun(stack, command, machinery, options).run();
    return { ...result, stack, bought };
  }

  private released(number: string, stack: Stack, command: Command, deleting: ReadonlySet<Row>): void {
    for (const row of deleting) {
      if (row.outputs.e164 === number && row.outputs.deletionProtection === true) {
        this.protectedReleases.push(number);
      }
    }
    const owners = this.owners(number).filter(
      ({ row }) => !deleting.has(row) && row.outputs.status !== "unsettled",
    );
    this.movements.push({
      number,
      kind: "released",
      stack,
      command,
      otherOwners: owners.map((owner) => `${owner.stack.backend} ${owner.row.urn}`),
      wasAsked: [...deleting].some((row) => row.outputs.e164 === number || row.id === number),
    });
  }

  /** The resources of all stacks that have a number. */
  owners(number: string): { readonly stack: Stack; readonly row: Row }[] {
    return this.stacks.flatMap((stack) =>
      stack
        .live()
        .filter((row) => row.outputs.e164 === number || row.id === number)
        .map((row) => ({ stack, row })),
    );
  }

  /** The stacks that have a number, have bought it, or whose program names it. */
  concerned(number: string): readonly Stack[] {
    return this.stacks.filter(
      (stack) =>
        this.movements.some((each) => each.number === number && each.stack === stack) ||
        stack.checkpoint.rows.some((row) => row.outputs.e164 === number) ||
        stack.program.some(({ args }) => args.adopt === number || args.number === number),
    );
  }

  isLetGo(number: string): boolean {
    return this.letGo.has(number);
  }

  /** Whether any resource, also one on its way out, has a number. */
  isInState(number: string): boolean {
    return this.stacks.some(({ checkpoint }) =>
      checkpoint.rows.some((row) => row.outputs.e164 === number || row.id === number),
    );
  }
}

export function noTrouble(): Trouble {
  return { cli: [], vendor: [] };
}
