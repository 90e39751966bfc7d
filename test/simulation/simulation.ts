import { WrongAccountError } from "../../provider/domain/errors";
import type { ConfigurationReader, Environment } from "../../provider/host/configuration";
import { openContext, useContext } from "../../provider/pulumi/open-context";
import * as runtime from "../../provider/pulumi/runtime";
import { Random } from "../../sandbox/world/random";
import {
  type Args,
  type Checkpoint,
  type Declaration,
  type DeclarationOptions,
  type PendingOperation,
  type Row,
  Stack,
} from "./engine/checkpoint";
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
  /** After how many registrations the program ends with an error. */
  programFailsAfter?: number;
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
  /** Whether the keys are those of another account at the vendor. */
  readonly isElsewhere?: boolean;
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
  /** Whether only some resources were its business. */
  readonly isPartial: boolean;
  readonly bought: readonly string[];
}

/** Everything there is in one simulation: machines, backends, stacks, one account at one vendor, and time. */
export class Simulation {
  readonly clock = new VirtualClock();
  readonly account: VendorAccount;
  readonly stacks: readonly Stack[];
  readonly disks: Disk[] = [new Disk(), new Disk()];
  readonly movements: Movement[] = [];
  /** Backends in which a purchase may have had an unclear end. */
  readonly inDoubt = new Set<string>();
  readonly previewWrites: string[] = [];
  /** Every write that reached the vendor. */
  readonly vendorWrites: string[] = [];
  readonly runs: PastRun[] = [];
  /** Those of the last step. */
  latest: readonly PastRun[] = [];
  /** What messages have asked for, and a person has done. */
  readonly waysTaken: string[] = [];
  readonly brokenPlans: string[] = [];
  /** Resources that were bought a second number while the first lay open in a pending operation. */
  readonly boughtTwice: string[] = [];
  /** Numbers that were given up though their resource was protected. */
  readonly protectedReleases: string[] = [];
  /** Numbers that were given up by an up for another one of which it was not known whether it was bought. */
  readonly earlyReleases: string[] = [];
  /** Numbers that the user has let go of: retained, taken out of the state, or their purchase struck from the books. */
  readonly letGo = new Set<string>();
  /** What a person in the console owns or has touched: nobody's business here. */
  readonly handmade = new Set<string>();
  /**
   * Numbers that left the account behind everybody's back or in a deletion that did not end, or came back into a state by an older
   * checkpoint: only a refresh can tell.
   */
  readonly vanished = new Set<string>();
  /** Rows whose number went back on sale: another stack may buy it, which nobody would look for. */
  readonly outOfDate = new Set<Row>();
  /** Rows that a person has moved to another stack: who buys there cannot have seen them. */
  readonly moved = new Set<Row>();
  /**
   * Numbers that a run has bought whose plugin died, on another machine than the last runs are on: of a stack which had some or was given
   * one since, or where the account shows them late, or where another account was looked at since.
   */
  readonly forgotten = new Set<string>();
  /** What runs have bought whose plugin died on another machine than the last runs are on, and for which stack. */
  private readonly diedElsewhere: { readonly number: string; readonly stack: Stack }[] = [];
  /** Backends whose CLI has kept stacks from a run, without a sign that there are more. */
  readonly blind = new Set<string>();
  /** What a stack still ends with after what it asked for was done. */
  readonly stuck: string[] = [];
  /** State that the newest code could not read again. */
  readonly unreadable: string[] = [];
  /** How far the clock of the second machine is ahead, in minutes. */
  minutesAhead = 0;
  readonly random: Random;
  private serial = 0;
  private other: VendorAccount | undefined;

  constructor(
    readonly vendor: SimulatedVendor,
    seed: string,
    settleSeconds = 10,
  ) {
    this.random = new Random(seed);
    this.account = new VendorAccount(vendor, "stock", this.clock, settleSeconds);
    this.stacks = [
      new Stack("file:///backend-a", "phones", "dev", "file:///backend-a"),
      new Stack("file:///backend-a", "phones", "prod", "file:///backend-a"),
      // Another checkout, whose Pulumi.yaml names the backend: the same project and the same stack name.
      new Stack("file:///backend-b", "phones", "dev", undefined),
      new Stack("file:///backend-c", "phones", "dev", undefined),
      new Stack("file:///backend-a", "support", "dev", "file:///backend-a"),
    ];
  }

  /** Another account at the vendor, which one run may have the keys of. */
  get elsewhere(): VendorAccount {
    this.other ??= new VendorAccount(this.vendor, "elsewhere", this.clock, 10);
    return this.other;
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
    this.add(stack, { name, args: { vendor: this.vendor, ...args }, options });
  }

  add(stack: Stack, declaration: Declaration): void {
    const { name } = declaration;
    // A name that is somebody's alias would be two resources in one: the engine refuses such a program.
    const kept = stack.program
      .filter((each) => each.name !== name)
      .map((each) => ({
        ...each,
        options: {
          ...each.options,
          aliases: (each.options.aliases ?? []).filter((alias) => alias.name !== name),
        },
      }));
    stack.program = [...kept, declaration];
  }

  private aheadMs({ machine }: RunOrder): number {
    return machine % this.disks.length === 1 ? this.minutesAhead * 60_000 : 0;
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
    // The account is one: a fault meets whoever calls first.
    if (orders.some(({ trouble }) => (trouble?.vendor.length ?? 0) > 0)) {
      for (const { stack } of orders) this.inDoubt.add(this.stack(stack).backend);
    }
    const running = orders.map((order) => this.clock.ahead(this.aheadMs(order), () => this.start(order)));
    const past = await this.clock.run(Promise.all(running));
    this.clock.clear();
    for (const each of [this.account, this.other]) each?.control.clearFaults();
    this.runs.push(...past);
    this.latest = past;
    for (const [place, { stack, command, exitCode }] of past.entries()) {
      const order = orders[place];
      if (order?.isElsewhere)
        this.takeBack(stack, this.disk(order.machine), command === "up" && exitCode === 0);
      else if (command !== "preview") stack.remember();
    }
    this.leaveHalfDeleted();
    return past;
  }

  /** A person notices the wrong keys: what they have bought is given back, and taken out of the state. */
  private takeBack(stack: Stack, disk: Disk, hasSucceeded: boolean): void {
    // A later success says of a plugin that died with its disk that nothing is open, in whatever account that was.
    const lost = this.movements.filter(
      ({ number, kind, stack: buyer }) => kind === "bought" && buyer === stack && !this.isInState(number),
    );
    if (hasSucceeded) for (const { number } of lost) this.forgotten.add(number);
    for (const number of this.elsewhere.owned()) {
      const row = stack.live().find(({ outputs }) => outputs.e164 === number);
      const first = row && this.account.owned().find((each) => this.isNotedFor(disk, stack, row.urn, each));
      if (first !== undefined) this.boughtTwice.push(`${number} was bought for ${row?.urn}, as ${first} was`);
      stack.checkpoint.rows = stack.checkpoint.rows.filter(({ outputs }) => outputs.e164 !== number);
      this.elsewhere.releaseByHand(number);
    }
  }

  /** Whether the journal says that a number may have been bought for a resource of the stack, and nobody has it or has let it go. */
  private isNotedFor({ files }: Disk, stack: Stack, urn: string, number: string): boolean {
    if (this.isInState(number) || this.isLetGo(number) || this.handmade.has(number)) return false;
    if (!this.movements.some((each) => each.stack === stack && each.number === number)) return false;
    return [...files.values()].some((text) => {
      const { claim, candidates, asked, isHandedOver } = JSON.parse(text);
      return claim === urn && !isHandedOver && candidates.slice(0, asked).includes(number);
    });
  }

  // A deletion that released the number and did not end leaves the row, and an up that declares it takes the row for what it says.
  private leaveHalfDeleted(): void {
    for (const { number, kind } of this.movements) {
      if (kind === "released" && this.isInState(number)) this.vanished.add(number);
    }
  }

  private async start(order: RunOrder): Promise<PastRun> {
    const { command, options, trouble } = order;
    const stack = this.stack(order.stack);
    const account = order.isElsewhere ? this.elsewhere : this.account;
    const processes = new Processes(trouble?.death);
    const bought: string[] = [];
    if (options?.clearPending) this.strikeOff(stack);
    const deleting = new Set<Row>();
    if (trouble?.death !== undefined) this.inDoubt.add(stack.backend);
    if (trouble?.cli.some(({ how }) => how === "only-own")) this.blind.add(stack.backend);
    for (const fault of trouble?.vendor ?? []) {
      // Nothing can see through this answer where what was sold is shown to nobody, or not at once.
      const isHidden = this.vendor === "cald" || trouble?.vendor.some((each) => each.fault === "list-lag");
      if (fault.fault === "taken-after" && isHidden) continue;
      account.control.postFault({ vendor: this.vendor, ...fault } as never);
    }
    const wrote = (what: string) => {
      if (command === "preview") this.previewWrites.push(what);
    };
    const machinery = {
      processes,
      deleting,
      letGo: (row: Row) => this.letGoOf(stack, row),
      programFailsAfter: trouble?.programFailsAfter,
      configuration: account.configuration,
      environment: environmentOf(stack),
      cli: openCli(this.clock, processes, stack, this.stacks, trouble?.cli ?? []),
      exchange: account.exchange(processes, this.random, (effect) => {
        if (!effect.isRead) {
          wrote(effect.call);
          this.vendorWrites.push(effect.call);
        }
        if (order.isElsewhere) {
          for (const number of effect.bought) this.noteSecond(stack, number, bought, options?.replace);
          return;
        }
        bought.push(...effect.bought);
        for (const number of effect.bought) {
          this.noteSecond(stack, number, bought, options?.replace);
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
    // Beside other numbers it may be one that is to take another's place, or that the program asks for no more: then nothing new is.
    const isBesideOthers = stack.live().length > 0;
    // Nor is it seen where the list shows it only after the next run has bought.
    const isLate = trouble?.vendor.some(({ fault }) => fault === "list-lag") === true;
    const isDeadElsewhere = trouble?.death?.victim === "plugin" && order.machine % this.disks.length !== 0;
    if (isDeadElsewhere && !order.isElsewhere) {
      for (const number of bought) {
        this.diedElsewhere.push({ number, stack });
        if (isBesideOthers || isLate) this.forgotten.add(number);
      }
    }
    return { ...result, stack, bought, isPartial: options?.targets !== undefined };
  }

  /**
   * Notes a purchase for a resource that has no row, and whose interrupted purchase, which the engine keeps, has bought another number; and one
   * for a resource that has a number, which nobody has asked to replace.
   */
  private noteSecond(
    stack: Stack,
    number: string,
    ofThisRun: readonly string[],
    toReplace: readonly string[] = [],
  ): void {
    const creating = stack.checkpoint.pending.filter(({ type }) => type === "creating");
    // Fallbacks may be those of several resources.
    const mayBuy = ({ inputs }: PendingOperation, each: string) =>
      Array.isArray(inputs.candidates) && inputs.candidates[0] === each;
    const adopted = stack.program.map(({ args }) => args.adopt);
    const lapsing = this.account.lapsing();
    const open = this.movements
      .filter((each) => each.kind === "bought" && each.stack === stack && !ofThisRun.includes(each.number))
      .map((each) => each.number)
      .filter((each) => this.account.owned().includes(each) && !lapsing.has(each))
      .filter((each) => !this.isInState(each) && !this.isLetGo(each) && !adopted.includes(each));
    for (const declaration of stack.program) {
      const urns = stack.urnsOf(declaration);
      const own = creating.filter(({ urn }) => urns.includes(urn));
      const [now, before] = [true, false].map((isNow) =>
        own.filter((each) => mayBuy(each, number) === isNow),
      );
      // Under a later name of the resource it is resumed there: this is a new one that has the name it had. And another resource of this
      // run may have it that would have fallen back on it; whether it does, is judged at the end.
      const isAnothers = (each: string) =>
        creating.some(
          (other) => !own.includes(other) && [other.inputs.candidates].flat().some((may) => may === each),
        );
      const first = open.find(
        (each) => before?.some((operation) => mayBuy(operation, each)) && !isAnothers(each),
      );
      const row = stack.live().find(({ urn }) => urns.includes(urn));
      // The engine keeps what a resource was to buy once: by then it may be another's first choice.
      const isFirstOfAnother = creating.some((other) => !own.includes(other) && mayBuy(other, number));
      if (
        now?.length !== 0 &&
        !isFirstOfAnother &&
        row !== undefined &&
        isKept(row, declaration, toReplace)
      ) {
        this.boughtTwice.push(
          `${number} was bought for ${row.urn} (${stack.backend}), which has ${row.outputs.e164} and is not to be replaced`,
        );
      }
      if (now?.length === 0 || first === undefined || row !== undefined) continue;
      this.boughtTwice.push(
        `${number} was bought for ${urns[0]} (${stack.backend}), which had bought ${first}`,
      );
    }
  }

  private released(number: string, stack: Stack, command: Command, deleting: ReadonlySet<Row>): void {
    for (const row of deleting) {
      if (row.outputs.e164 === number && row.outputs.deletionProtection === true) {
        this.protectedReleases.push(number);
      }
      if (row.outputs.e164 === number && command === "up" && this.waitsForAnother(stack, row)) {
        this.earlyReleases.push(number);
      }
    }
    // Where the vendor gives a number another id with each purchase, the row of an earlier one can tell.
    const isOutOfDate =
      this.account.vendor === "plivo" &&
      [...deleting].some((row) => this.outOfDate.has(row) && row.outputs.e164 === number);
    const owners = this.owners(number).filter(
      (owner) =>
        !deleting.has(owner.row) &&
        owner.row.outputs.status !== "unsettled" &&
        (owner.stack === stack || !this.outOfDate.has(owner.row)) &&
        (owner.stack === stack || !isOutOfDate) &&
        // Backends cannot see each other's stacks.
        (owner.stack.backend === stack.backend ||
          ![stack, owner.stack].some(({ backend }) => this.inDoubt.has(backend))),
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

  /** Whether a row was replaced by one of a resource of the program whose purchase is not settled. */
  private waitsForAnother(stack: Stack, { isOld, urn }: Row): boolean {
    if (!isOld) return false;
    const declared = stack.program.map((each) => stack.urnsOf(each)).filter((urns) => urns.includes(urn));
    return stack
      .live()
      .some((row) => row.outputs.status === "unsettled" && declared.some(([now]) => now === row.urn));
  }

  /** `pulumi state move` has brought a row: a stack that has all that its program asks for does not look at the account. */
  movedInto(stack: Stack, row: Row): void {
    this.moved.add(row);
    for (const died of this.diedElsewhere) if (died.stack === stack) this.forgotten.add(died.number);
  }

  /** The user keeps the number of a row that leaves the state: its being in no state is nobody's fault. To be called once the row is out. */
  letGoOf(stack: Stack, { outputs }: Row): void {
    if (outputs.status === "unsettled") this.strikeOff(stack);
    else this.letGo.add(String(outputs.e164));
  }

  /** A person strikes what a stack has bought, and does not have in its state, from the books. */
  strikeOff(stack: Stack): void {
    for (const { number, kind, stack: buyer } of this.movements) {
      if (kind === "bought" && buyer === stack && !this.isInState(number)) this.letGo.add(number);
    }
  }

  /** `pulumi stack import` of a checkpoint that was exported before: what only the newer one has is thrown away deliberately. */
  restore(stack: Stack, checkpoint: Checkpoint): void {
    const before = stack.checkpoint.rows.map(({ outputs }) => String(outputs.e164));
    stack.import(checkpoint);
    this.strikeOff(stack);
    for (const number of before) if (!this.isInState(number)) this.letGo.add(number);
    const owned = new Set(this.account.owned());
    for (const { outputs, isPendingReplacement } of checkpoint.rows) {
      const number = String(outputs.e164);
      // A row whose number was retained already, and that waits for another, does not bring it back.
      if (!isPendingReplacement) this.letGo.delete(number);
      if (!owned.has(number)) this.vanished.add(number);
    }
    for (const row of stack.checkpoint.rows) {
      if (this.vanished.has(String(row.outputs.e164))) this.outOfDate.add(row);
    }
  }

  /** Reads every row of every state again, as a later run of the newest code would. */
  async reread(): Promise<void> {
    for (const stack of this.stacks) {
      const config: ConfigurationReader = { get: (key) => this.account.configuration.get(key) };
      const processes = new Processes(undefined);
      const context = openContext(config, {
        tell: () => {},
        cli: openCli(this.clock, processes, stack, this.stacks, []),
        environment: environmentOf(stack),
        exchange: this.account.exchange(processes, this.random, () => {}),
        files: new Disk().open(processes, undefined, () => {}),
      });
      useContext(config, context);
      for (const row of stack.checkpoint.rows) {
        const { id, inputs, outputs } = JSON.parse(JSON.stringify(row)) as Row;
        const reading = async () => {
          await runtime.read(config, id, outputs);
          await runtime.diff(config, id, outputs, inputs);
        };
        await this.clock.run(reading()).catch((error: unknown) => {
          // A number that is gone, and keys that are not those it was bought with, are told of: nobody can tell whether it is another account's.
          const isUnseen = this.vanished.has(String(outputs.e164)) || outputs.status === "unsettled";
          if (error instanceof WrongAccountError && isUnseen) return;
          this.unreadable.push(`${row.urn} (${stack.backend}): ${String(error)}`);
        });
      }
    }
  }

  /** The resources of all stacks that have a number. */
  owners(number: string): { readonly stack: Stack; readonly row: Row }[] {
    return this.stacks.flatMap((stack) =>
      stack
        .live()
        .filter((row) => (row.outputs.e164 ?? row.id) === number)
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

function environmentOf(stack: Stack): Environment {
  return { PULUMI_HOME: "/home", PULUMI_BACKEND_URL: stack.backend };
}

export function noTrouble(): Trouble {
  return { cli: [], vendor: [] };
}

/** Whether a row must not get another number: it is protected, or nothing asks for another in the place of its own. An unsettled one has none. */
function isKept(
  { isTainted, outputs }: Row,
  { name, args }: Declaration,
  toReplace: readonly string[],
): boolean {
  if (outputs.status === "unsettled") return false;
  const isAsked = isTainted === true || args.replaceable === true || toReplace.includes(name);
  return outputs.deletionProtection === true || !isAsked;
}
