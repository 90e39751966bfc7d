import { type Front, fronts } from "./fronts";

/** Arguments of a number, as a program has them. */
export type Args = Record<string, unknown>;

/** Where a resource was before. */
export interface Alias {
  readonly name: string;
  readonly isGrouped: boolean;
  /** The type that it had, if not that of the stack's front. */
  readonly type?: string;
}

/** One resource that a program declares. */
export interface Declaration {
  readonly name: string;
  readonly args: Args;
  readonly options: DeclarationOptions;
}

export interface DeclarationOptions {
  readonly aliases?: readonly Alias[];
  /** Whether a component is its parent. */
  readonly isGrouped?: boolean;
  /** Arguments that the program marks as secret. */
  readonly secretInputs?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
}

/** One resource as the checkpoint has it. */
export interface Row {
  urn: string;
  id: string;
  inputs: Args;
  outputs: Args;
  readonly created: string;
  initErrors: readonly string[];
  /** Replaced, and still to be deleted. */
  isOld: boolean;
  /** Deleted so that it can be replaced, which has not happened yet. */
  isPendingReplacement: boolean;
  /** `pulumi state taint`: the next update replaces it. */
  isTainted?: boolean;
  options: DeclarationOptions;
}

export interface PendingOperation {
  readonly type: "creating" | "updating" | "deleting";
  urn: string;
  readonly inputs: Args;
  readonly options: DeclarationOptions;
}

/** What the engine keeps of a stack. */
export interface Checkpoint {
  rows: Row[];
  pending: PendingOperation[];
  writtenAt: string;
}

const groupType = "app:index:Group";
/** How many checkpoints of a stack a person can go back to. */
const historyLength = 5;

/** One stack of one project in one backend. */
export class Stack {
  checkpoint: Checkpoint = { rows: [], pending: [], writtenAt: new Date(0).toISOString() };
  program: Declaration[] = [];
  /** What serves the numbers of its program. */
  front: Front = "dynamic";
  /** What `pulumi stack history` tells, the latest first. A run that dies with its machine leaves nothing there. */
  readonly pastUpdates: {
    kind: string;
    result: string;
    startTime: string;
    endTime: string;
    environment: Readonly<Record<string, string>>;
    resourceChanges: Readonly<Record<string, number>>;
  }[] = [];
  /** Exports that a person has kept, the newest last, under the stack's name of that time. */
  readonly history: { readonly name: string; readonly json: string }[] = [];

  constructor(
    /** Which of the backends it is in: two backends do not know each other's stacks. */
    readonly backend: string,
    readonly project: string,
    public name: string,
    /** How its command line names the backend, if not by PULUMI_BACKEND_URL. */
    readonly backendVariable: string | undefined,
  ) {}

  get fullName(): string {
    return `organization/${this.project}/${this.name}`;
  }

  /** The URN of a resource; the parent's type is in it, and the parent's name is not. */
  urn(resource: string, isGrouped = false, type: string = fronts[this.front].type): string {
    return `${this.head}${isGrouped ? `${groupType}$${type}` : type}::${resource}`;
  }

  urnOf({ name, options }: Declaration): string {
    return this.urn(name, options.isGrouped);
  }

  /** The URN of a resource, and those it had before. */
  urnsOf({ name, options }: Declaration): readonly string[] {
    const own: Alias = { name, isGrouped: options.isGrouped === true };
    // The plugin's class brings the other type along.
    const other = this.front === "plugin" ? [{ ...own, type: fronts.dynamic.type }] : [];
    const all = [own, ...other, ...(options.aliases ?? [])];
    return [...new Set(all.map((each) => this.urn(each.name, each.isGrouped, each.type)))];
  }

  private get head(): string {
    return `urn:pulumi:${this.name}::${this.project}::`;
  }

  /** `pulumi stack rename`: the engine rewrites what is its own, which is URNs; inputs and outputs it leaves alone. */
  rename(name: string): void {
    const from = this.head;
    this.name = name;
    for (const row of [...this.checkpoint.rows, ...this.checkpoint.pending]) {
      row.urn = row.urn.replace(from, this.head);
    }
  }

  /** `pulumi state move` of one resource: again only the URN is rewritten. False when the other stack has one of that URN. */
  move(row: Row, to: Stack): boolean {
    const urn = row.urn.replace(this.head, to.head);
    if (to.checkpoint.rows.some((each) => each.urn === urn)) return false;
    this.checkpoint.rows = this.checkpoint.rows.filter((each) => each !== row);
    to.checkpoint.rows.push(row);
    row.urn = urn;
    return true;
  }

  /** Keeps an export, to which a person may want to go back. */
  remember(): void {
    this.history.push({ name: this.name, json: JSON.stringify(this.checkpoint) });
    if (this.history.length > historyLength) this.history.shift();
  }

  /** `pulumi stack import` of what was exported: it drops pending operations, with a warning. */
  import(checkpoint: Checkpoint): void {
    this.checkpoint = { ...checkpoint, pending: [] };
  }

  /** The resources that are not on their way out. */
  live(): Row[] {
    return this.checkpoint.rows.filter((row) => !row.isOld && !row.isPendingReplacement);
  }

  /** `pulumi stack export`. */
  export(): string {
    const { rows, pending, writtenAt } = this.checkpoint;
    return JSON.stringify({
      version: 3,
      deployment: {
        manifest: { time: writtenAt, magic: "sim", version: "v3.248.0" },
        resources: rows.map((row) => ({
          urn: row.urn,
          custom: true,
          type: typeOf(row.urn),
          id: row.id,
          created: row.created,
          ...(row.isOld && { delete: true }),
          ...(row.isTainted && { taint: true }),
          ...(row.isPendingReplacement && { pendingReplacement: true }),
          inputs: sealed(row.inputs, row.options.secretInputs),
          outputs: sealed(row.outputs, [
            ...(row.options.secretInputs ?? []),
            ...(row.options.additionalSecretOutputs ?? []),
          ]),
        })),
        pending_operations: pending.map(({ type, urn, inputs, options }) => ({
          type,
          resource: {
            urn,
            custom: true,
            type: typeOf(urn),
            inputs: sealed(inputs, options.secretInputs),
          },
        })),
      },
    });
  }
}

/** A resource's own type, which is the last of those in its URN. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** Secrets as an export without --show-secrets has them. */
function sealed(properties: Args, secrets: readonly string[] = []): Args {
  const seal = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:c2Vj:cmV0",
  };
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, secrets.includes(name) ? seal : value]),
  );
}
