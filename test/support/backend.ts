import type { RunCli } from "../../provider/host/backend";
import { checkNew, type Properties } from "./checking";
import { defined } from "./expect";
import type { Told } from "./sandbox";

/** A resource as `pulumi stack export` has it. */
export interface ExportedNumber {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

/** What a stack has, as far as a test says. */
export interface StackContents {
  /** When its state was written last, as ISO time; just now unless said otherwise. */
  readonly time?: string;
  readonly resources?: readonly unknown[];
  readonly pending?: readonly unknown[];
}

/** A backend with the stacks that the test gives it, and the CLI in front of it. */
export class Stacks {
  /** The commands that were run. */
  readonly commands: string[] = [];
  /** What `pulumi stack history` tells of each stack, the latest first. */
  readonly history: {
    kind: string;
    result: string;
    startTime: string;
    endTime: string;
    environment?: Readonly<Record<string, string>>;
    resourceChanges?: Readonly<Record<string, number>> | undefined;
  }[] = [];
  private readonly exports = new Map<string, string>();

  /** Writes a stack, under its full name: organization/project/stack. */
  put(name: string, { time = new Date().toISOString(), resources, pending }: StackContents = {}): this {
    const deployment = {
      manifest: { time, magic: "f00d", version: "v3.248.0" },
      secrets_providers: { type: "passphrase", state: { salt: "v1:c2FsdA==:v1:nonce:text" } },
      ...(resources && { resources }),
      ...(pending && { pending_operations: pending }),
      metadata: {},
    };
    return this.putText(name, JSON.stringify({ version: 3, deployment }));
  }

  /** The same, as whatever the CLI prints. */
  putText(name: string, text: string): this {
    this.exports.set(name, text);
    return this;
  }

  readonly cli: RunCli = async (args) => {
    this.commands.push(args.join(" "));
    if (args[1] === "history") return JSON.stringify(pageOf(this.history, args));
    if (args[1] === "ls") {
      const names = [...this.exports.keys()];
      return JSON.stringify(names.map((name) => ({ name, current: false, updateInProgress: false })));
    }
    const name = args.at(-1) ?? "";
    const text = this.exports.get(name);
    if (text === undefined) throw new Error(`error: no stack named '${name}' found`);
    return text;
  };
}

/** The page of a history that the CLI is asked for. */
export function pageOf<T>(history: readonly T[], args: readonly string[]): readonly T[] {
  const option = (name: string) => Number(args[args.indexOf(name) + 1]);
  const size = option("--page-size");
  const page = args.includes("--page") ? option("--page") : 1;
  return history.slice((page - 1) * size, page * size);
}

/** The stack of the claims of `claimOf`. */
export const ownStack = "organization/phones/dev";
export const otherStack = "organization/phones/prod";

/** A number in a stack's state. */
export function numberInState(claim: string, e164: string, more: Properties = {}): ExportedNumber {
  const inputs = { __provider: "…", vendor: "plivo", country: "US", claim, candidates: [e164] };
  const outputs = { ...inputs, e164, status: "active", stateVersion: 1, ...more };
  return { urn: claim, type: "pulumi-nodejs:dynamic/phone:PhoneNumber", id: e164, inputs, outputs };
}

/** A purchase that was under way when its engine was killed: what check had pinned is all there is. */
export function creating(inputs: Properties): unknown {
  const resource = {
    urn: String(inputs.claim),
    custom: true,
    type: "pulumi-nodejs:dynamic/phone:PhoneNumber",
    inputs: { __provider: "…", ...inputs },
    parent: "urn:pulumi:dev::phones::pulumi:pulumi:Stack::phones-dev",
  };
  return { resource, type: "creating" };
}

/** What check pins for a new resource, as the engine writes it down before the purchase. */
export async function pinnedInputs(told: Told, args: Properties, name = "line"): Promise<Properties> {
  const { inputs, failures } = await checkNew(told, args, name);
  if (failures.length > 0) throw new Error(`check failed: ${JSON.stringify(failures)}`);
  return inputs;
}

/** The first of the numbers that were pinned: the one that is asked for first. */
export function firstPinned(inputs: Properties): string {
  return defined((inputs.candidates as readonly string[])[0]);
}

/** An ISO time so many minutes from now. */
export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
