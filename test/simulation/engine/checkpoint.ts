/** Arguments of a number, as a program has them. */
export type Args = Record<string, unknown>;

/** One resource that a program declares. */
export interface Declaration {
  readonly name: string;
  readonly args: Args;
  readonly options: DeclarationOptions;
}

export interface DeclarationOptions {
  /** Logical names it had before. */
  readonly aliases?: readonly string[];
  /** Arguments that the program marks as secret. */
  readonly secretInputs?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
}

/** One resource as the checkpoint has it. */
export interface Row {
  urn: string;
  readonly type: string;
  id: string;
  inputs: Args;
  outputs: Args;
  readonly created: string;
  initErrors: readonly string[];
  /** Replaced, and still to be deleted. */
  isOld: boolean;
  /** Deleted so that it can be replaced, which has not happened yet. */
  isPendingReplacement: boolean;
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

export const phoneNumberType = "pulumi-nodejs:dynamic/phone:PhoneNumber";

/** One stack of one project in one backend. */
export class Stack {
  readonly checkpoint: Checkpoint = { rows: [], pending: [], writtenAt: new Date(0).toISOString() };
  program: Declaration[] = [];

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

  urn(resource: string): string {
    return `urn:pulumi:${this.name}::${this.project}::${phoneNumberType}::${resource}`;
  }

  /** `pulumi stack rename`: the engine rewrites what is its own, which is URNs; inputs and outputs it leaves alone. */
  rename(name: string): void {
    const from = this.urn("");
    this.name = name;
    const to = this.urn("");
    for (const row of [...this.checkpoint.rows, ...this.checkpoint.pending]) {
      row.urn = row.urn.replace(from, to);
    }
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
          type: row.type,
          id: row.id,
          created: row.created,
          ...(row.isOld && { delete: true }),
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
            type: phoneNumberType,
            inputs: sealed(inputs, options.secretInputs),
          },
        })),
      },
    });
  }
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
