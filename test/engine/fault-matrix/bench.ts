import {
  type AccountState,
  type Call,
  type FaultInput,
  type Sandbox,
  startSandbox,
} from "../../../sandbox/index";
import { EngineProject, withoutStacks } from "../../support/engine";
import type { EngineStack } from "../../support/engine-stack";
import { defined } from "../../support/expect";
import { phoneNumber } from "../../support/fronts";
import { type Args, type NumberInState, numbersIn, programOf } from "../support";
import { type Cell, keyOf, type Operation } from "./cells";

/** How one cell stood after one run. */
export interface Seen {
  /** The cell's calls of the operation in this run. */
  readonly calls: readonly Call[];
  readonly inState: NumberInState | undefined;
  readonly account: AccountState;
}

/** Which of a vendor's calls are of the operation: those that the sandbox's faults of it meet. */
const callsOf: Record<Operation, (call: Call) => boolean> = {
  buy: ({ method, path }) =>
    method === "POST" && /\/(PhoneNumber\/\d+\/|buy\/?|purchase|v1\/phonenumbers)$/.test(path),
  bind: ({ method, path }) =>
    (method === "POST" && /\/(Number\/\d+\/|inbound\/(setup|unlink))$/.test(path)) ||
    (method === "PATCH" && /\/phonenumbers\/[^/]+$/.test(path)) ||
    (method === "PUT" && /\/assistant\/\d+$/.test(path)),
  release: ({ method }) => method === "DELETE",
};

/**
 * One stack with a number for each cell, each in an account of its own: a stand-in of its own, with its own keys. So all cells
 * go through one run of the engine, and no fault meets a call of another cell.
 */
export class MatrixBench {
  private readonly sandboxes = new Map<string, Sandbox>();
  private project!: EngineProject;
  private stack!: EngineStack;

  private constructor(
    readonly operation: Operation,
    readonly cells: readonly Cell[],
  ) {}

  static async open(operation: Operation, cells: readonly Cell[]): Promise<MatrixBench> {
    const bench = new MatrixBench(operation, cells);
    for (const cell of cells) {
      const place = placeOf(cell);
      if (bench.sandboxes.has(place)) continue;
      // The seed decides the keys, and accounts with the same keys are one account.
      const seed = `${operation} ${place}`;
      bench.sandboxes.set(place, await startSandbox({ seed, stock: 60, rateLimit: false }));
    }
    const config = { "phone:accounts": bench.accounts(), "phone:settleSeconds": "1" };
    bench.project = await EngineProject.create({
      language: "javascript",
      program: "",
      files: { "Pulumi.dev.yaml": JSON.stringify({ config }) },
      environment: withoutStacks,
    });
    bench.stack = await bench.project.createStack("dev");
    return bench;
  }

  async close(): Promise<void> {
    await this.project.remove();
    for (const sandbox of this.sandboxes.values()) await sandbox.close();
  }

  agents(cell: Cell): readonly string[] {
    return defined(this.control(cell).vendors()[cell.vendor]).agents;
  }

  account(cell: Cell): AccountState {
    return defined(this.control(cell).state()[cell.vendor]);
  }

  /** The name by which the provider knows the cell's number. */
  claim(cell: Cell): string {
    return `urn:pulumi:dev::harness::${phoneNumber}::${keyOf(cell)}`;
  }

  post(cell: Cell, fault: Omit<FaultInput, "vendor">): void {
    this.control(cell).postFault({ vendor: cell.vendor, ...fault });
  }

  /** How many more calls the cell's fault would meet. */
  waiting(cell: Cell): number {
    return this.control(cell)
      .faults()
      .filter(({ vendor, fault }) => vendor === cell.vendor && fault === cell.fault)
      .reduce((sum, { times }) => sum + times, 0);
  }

  clearFaults(): void {
    for (const { control } of this.sandboxes.values()) control.clearFaults();
  }

  /** The end of a lag of the list, without waiting for it. */
  reveal(cell: Cell): void {
    for (const { e164, agent, subaccount } of this.account(cell).owned) {
      const { vendor } = cell;
      this.control(cell).changeNumbers({ vendor, drop: [e164] });
      const purchasedAt = new Date().toISOString();
      const more = { ...(agent && { agent }), ...(subaccount && { subaccount }) };
      this.control(cell).changeNumbers({ vendor, own: [{ e164, country: "US", purchasedAt, ...more }] });
    }
  }

  /** Runs the program with these numbers; a cell without arguments has none. */
  async up(argsOf: (cell: Cell) => Args | undefined): Promise<ReadonlyMap<string, Seen>> {
    const numbers = this.cells.flatMap((cell) => {
      const args = argsOf(cell);
      return args === undefined
        ? []
        : [[keyOf(cell), { ...args, vendor: cell.vendor, account: keyOf(cell) }]];
    });
    await this.project.writeProgram(programOf(Object.fromEntries(numbers)));
    return this.run("up");
  }

  destroy(): Promise<ReadonlyMap<string, Seen>> {
    return this.run("destroy");
  }

  refresh(): Promise<ReadonlyMap<string, Seen>> {
    return this.run("refresh");
  }

  private async run(command: "up" | "destroy" | "refresh"): Promise<ReadonlyMap<string, Seen>> {
    for (const { control } of this.sandboxes.values()) control.clearCalls();
    // Without going on, the engine would not come to the other cells, which are meant as if each had a stack of its own.
    const goOn = command === "refresh" ? [] : ["--continue-on-error"];
    await this.stack[command]([...goOn, "--parallel", "200"]);
    const numbers = numbersIn(await this.stack.export());
    return new Map(
      this.cells.map((cell) => {
        const calls = this.control(cell).calls(cell.vendor).filter(callsOf[this.operation]);
        const inState = numbers[keyOf(cell)];
        return [keyOf(cell), { calls, inState, account: this.account(cell) }];
      }),
    );
  }

  private accounts() {
    return Object.fromEntries(
      this.cells.map((cell) => {
        const { baseUrl, credentials } = defined(this.control(cell).vendors()[cell.vendor]);
        return [keyOf(cell), { vendor: cell.vendor, baseUrl, ...credentials }];
      }),
    );
  }

  private control(cell: Cell) {
    return defined(this.sandboxes.get(placeOf(cell))).control;
  }
}

// Cells of different vendors never meet in a sandbox, which keeps them apart.
function placeOf({ fault, reach }: Cell): string {
  return `${fault} ${reach}`;
}
