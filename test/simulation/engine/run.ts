import type { RunCli } from "../../../provider/host/backend";
import type { ConfigurationReader, Environment } from "../../../provider/host/configuration";
import type { JournalFiles } from "../../../provider/host/journal";
import type { SendRequest } from "../../../provider/http/transport";
import * as runtime from "../../../provider/pulumi/runtime";
import type { Processes } from "../world/process";
import {
  type Args,
  type Declaration,
  type PendingOperation,
  phoneNumberType,
  type Row,
  type Stack,
} from "./checkpoint";

export type Command = "preview" | "up" | "refresh" | "destroy";

export interface RunOptions {
  /** `--refresh`. */
  readonly refresh?: boolean;
  /** `--replace`: logical names. */
  readonly replace?: readonly string[];
  /** `--target`: logical names. */
  readonly targets?: readonly string[];
  /** `--plan`: what a preview has saved. */
  readonly plan?: Plan | undefined;
  /** `refresh --clear-pending-creates`. */
  readonly clearPending?: boolean;
}

/** The checked inputs of each resource, as `preview --save-plan` keeps them. */
export type Plan = ReadonlyMap<string, string>;

/** What a run has around it. */
export interface Machinery {
  readonly processes: Processes;
  readonly configuration: ReadonlyMap<string, string>;
  readonly environment: Environment;
  readonly cli: RunCli;
  readonly exchange: SendRequest;
  readonly files: JournalFiles;
  /** Runs while the engine deletes a row, so that it is known who asked for a release. */
  readonly deleting: Set<Row>;
  /** Numbers that leave the state without a release, as the program asks. */
  readonly letGo: Set<string>;
}

export interface RunResult {
  readonly command: Command;
  readonly isKilled: boolean;
  readonly exitCode: number;
  /** What the run printed. */
  readonly lines: readonly string[];
  readonly plan: Plan;
}

interface ProviderError extends Error {
  readonly id?: string;
  readonly properties?: Args;
  readonly reasons?: readonly string[];
}

/**
 * The engine, as far as a custom resource of one type meets it: the order of its calls, what it writes before and after each, and
 * what it drops. Written after pulumi 3.248.0; `docs/simulation.md` says what is assumed.
 */
export class EngineRun {
  private readonly lines: string[] = [];
  private readonly plan = new Map<string, string>();
  private readonly config: ConfigurationReader;
  private exitCode = 0;

  constructor(
    private readonly stack: Stack,
    private readonly command: Command,
    private readonly machinery: Machinery,
    private readonly options: RunOptions = {},
  ) {
    const { configuration, environment, cli, exchange, files } = machinery;
    this.config = { get: (key) => configuration.get(key) };
    const tell = (line: string) => this.lines.push(line);
    runtime.useContext(
      this.config,
      runtime.openContext(this.config, { tell, cli, environment, exchange, files }),
    );
  }

  /** Runs to its end, or until the machine dies. Never throws. */
  async run(): Promise<RunResult> {
    const ended = await Promise.race([
      this.play().then(() => "ended" as const),
      this.machinery.processes.machineDied,
    ]);
    const { command, lines, plan } = this;
    const isKilled = ended === "killed";
    return { command, isKilled, exitCode: isKilled ? 137 : this.exitCode, lines: [...lines], plan };
  }

  private async play(): Promise<void> {
    const { refresh, clearPending } = this.options;
    const { checkpoint } = this.stack;
    if (clearPending) checkpoint.pending = [];
    // Only creations are kept for a person to look at.
    checkpoint.pending = checkpoint.pending.filter(({ type }) => type === "creating");
    if (this.command === "refresh" || refresh) await this.refresh();
    if (this.exitCode !== 0 || this.command === "refresh") return;
    if (this.command === "destroy")
      await this.deleteAll(checkpoint.rows.filter((row) => this.isTarget(row.urn)));
    else await this.update();
  }

  private isTarget(urn: string): boolean {
    const { targets } = this.options;
    return targets === undefined || targets.some((name) => urn.endsWith(`::${name}`));
  }

  private async refresh(): Promise<void> {
    await Promise.all(
      this.stack.live().map(async (row) => {
        if (!this.isTarget(row.urn)) return;
        const answer = await this.attempt(() => runtime.read(this.config, row.id, row.outputs));
        if (answer === undefined) return;
        if (!("id" in answer)) {
          if (this.command !== "preview") this.remove(row);
          return;
        }
        if (this.command === "preview") return;
        Object.assign(row, { id: answer.id, outputs: answer.props, inputs: answer.inputs, initErrors: [] });
        this.written();
      }),
    );
  }

  private async update(): Promise<void> {
    const steps: Promise<void>[] = [];
    const kept = new Set<Row>();
    for (const [turn, declaration] of this.stack.program.entries()) {
      const urn = this.stack.urn(declaration.name);
      const old = this.oldOf(declaration);
      if (old !== undefined) kept.add(old);
      if (!this.isTarget(urn)) continue;
      if (this.exitCode !== 0) break;
      const step = await this.plan1(declaration, turn, urn, old);
      if (step !== undefined && this.command === "up") steps.push(step());
    }
    await Promise.all(steps);
    if (this.exitCode !== 0 || this.command !== "up") return;
    const gone = this.stack.checkpoint.rows.filter(
      (row) => (row.isOld || !kept.has(row)) && !this.isDeclared(row) && this.isTarget(row.urn),
    );
    await this.deleteAll(gone);
  }

  private isDeclared(row: Row): boolean {
    return !row.isOld && this.stack.program.some(({ name }) => this.stack.urn(name) === row.urn);
  }

  private oldOf({ name, options }: Declaration): Row | undefined {
    const urns = [name, ...(options.aliases ?? [])].map((each) => this.stack.urn(each));
    return this.stack.checkpoint.rows.find((row) => !row.isOld && urns.includes(row.urn));
  }

  /** Checks and compares one resource, as its registration comes; gives the step that is to be made. */
  private async plan1(
    declaration: Declaration,
    turn: number,
    urn: string,
    old: Row | undefined,
  ): Promise<(() => Promise<void>) | undefined> {
    const { name, args, options } = declaration;
    const given = { ...args, turn, organization: "organization", claim: urn, __provider: "text" };
    const isForced = this.options.replace?.includes(name) === true && old !== undefined;
    const isRecreated = isForced || old?.isPendingReplacement === true;
    if (old !== undefined && this.command === "up") Object.assign(old, { urn, options });
    const inputs = await this.check(old === undefined || isRecreated ? {} : old.inputs, given);
    if (inputs === undefined || !this.keepsToPlan(urn, inputs)) return undefined;
    if (old === undefined) return () => this.create(urn, inputs, options);
    if (old.isPendingReplacement) {
      return async () => {
        this.remove(old);
        await this.create(urn, inputs, options);
      };
    }
    if (isForced) return () => this.replace(old, urn, inputs, options, options.deleteBeforeReplace === true);
    const difference = await this.attempt(() => runtime.diff(this.config, old.id, old.outputs, inputs));
    if (difference === undefined) return undefined;
    if (difference.replaces.length > 0) {
      const anew = await this.check({}, given);
      if (anew === undefined) return undefined;
      this.plan.set(urn, JSON.stringify(anew));
      const isDeletedFirst = options.deleteBeforeReplace === true || difference.deleteBeforeReplace;
      return () => this.replace(old, urn, anew, options, isDeletedFirst);
    }
    if (!difference.changes && old.initErrors.length === 0) {
      if (this.command === "up") old.inputs = inputs;
      return undefined;
    }
    return () => this.change(old, inputs);
  }

  private async check(olds: Args, news: Args): Promise<Args | undefined> {
    const checked = await this.attempt(() => runtime.check(this.config, olds, news));
    if (checked === undefined) return undefined;
    for (const { property, reason } of checked.failures) this.fail(`${property}: ${reason}`);
    return checked.failures.length > 0 ? undefined : { ...checked.inputs, __provider: "text" };
  }

  private keepsToPlan(urn: string, inputs: Args): boolean {
    const text = JSON.stringify(inputs);
    this.plan.set(urn, text);
    const { plan } = this.options;
    if (plan === undefined || plan.get(urn) === undefined || plan.get(urn) === text) return true;
    this.fail(`resource ${urn} violates plan: properties changed`);
    return false;
  }

  private async create(urn: string, inputs: Args, options: Row["options"]): Promise<void> {
    const operation = this.begin({ type: "creating", urn, inputs, options });
    try {
      const { id, outs } = await this.call(() => runtime.create(this.config, inputs));
      this.add(urn, id, inputs, outs, [], options);
    } catch (error) {
      const { id, properties, reasons } = error as ProviderError;
      if (id !== undefined && properties !== undefined) {
        this.add(urn, id, inputs, properties, reasons ?? [], options);
      }
      this.fail(messageOf(error));
    }
    this.end(operation);
  }

  private async change(row: Row, inputs: Args): Promise<void> {
    const operation = this.begin({ type: "updating", urn: row.urn, inputs, options: row.options });
    try {
      const { outs } = await this.call(() => runtime.update(this.config, row.id, row.outputs, inputs));
      Object.assign(row, { inputs, outputs: outs, initErrors: [] });
    } catch (error) {
      const { id, properties, reasons = [] } = error as ProviderError;
      if (id !== undefined && properties !== undefined) {
        Object.assign(row, { inputs, outputs: properties, initErrors: reasons });
      }
      this.fail(messageOf(error));
    }
    this.end(operation);
  }

  private async replace(
    old: Row,
    urn: string,
    inputs: Args,
    options: Row["options"],
    isDeletedFirst: boolean,
  ): Promise<void> {
    if (!isDeletedFirst) {
      const rows = this.stack.checkpoint.rows.length;
      old.isOld = true;
      await this.create(urn, inputs, options);
      // The old one is on its way out only once there is another.
      if (this.stack.checkpoint.rows.length === rows) old.isOld = false;
      return;
    }
    if (!(await this.delete(old, true))) return;
    await this.create(urn, inputs, options);
    if (this.exitCode === 0 || this.stack.live().some((row) => row.urn === urn)) this.remove(old);
  }

  private async deleteAll(rows: readonly Row[]): Promise<void> {
    await Promise.all(rows.map((row) => this.delete(row, false)));
  }

  private async delete(row: Row, isReplaced: boolean): Promise<boolean> {
    const { machinery, config } = this;
    if (row.isPendingReplacement || row.options.retainOnDelete) {
      machinery.letGo.add(row.id);
      if (isReplaced) row.isPendingReplacement = true;
      else this.remove(row);
      return true;
    }
    const operation = this.begin({
      type: "deleting",
      urn: row.urn,
      inputs: row.inputs,
      options: row.options,
    });
    machinery.deleting.add(row);
    const isDone = await this.attempt(() => runtime.delete(config, row.id, row.outputs).then(() => true));
    machinery.deleting.delete(row);
    if (isDone && isReplaced) row.isPendingReplacement = true;
    else if (isDone) this.remove(row);
    this.end(operation);
    return isDone === true;
  }

  private add(
    urn: string,
    id: string,
    inputs: Args,
    outputs: Args,
    initErrors: readonly string[],
    options: Row["options"],
  ): void {
    const created = new Date().toISOString();
    const flags = { isOld: false, isPendingReplacement: false };
    this.stack.checkpoint.rows.push({
      urn,
      type: phoneNumberType,
      id,
      inputs,
      outputs,
      created,
      initErrors,
      options,
      ...flags,
    });
    this.written();
  }

  private remove(row: Row): void {
    const { checkpoint } = this.stack;
    checkpoint.rows = checkpoint.rows.filter((each) => each !== row);
    this.written();
  }

  private begin(operation: PendingOperation): PendingOperation {
    this.stack.checkpoint.pending.push(operation);
    this.written();
    return operation;
  }

  private end(operation: PendingOperation): void {
    const { checkpoint } = this.stack;
    checkpoint.pending = checkpoint.pending.filter((each) => each !== operation);
    this.written();
  }

  private written(): void {
    this.stack.checkpoint.writtenAt = new Date().toISOString();
  }

  private async attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.call(call);
    } catch (error) {
      this.fail(messageOf(error));
      return undefined;
    }
  }

  /** A call of the plugin: it fails when the plugin dies, and never ends when the machine does. */
  private async call<T>(call: () => Promise<T>): Promise<T> {
    const { processes } = this.machinery;
    if (processes.dead === "plugin") throw new Error("error reading from server: EOF");
    const outcome = await Promise.race([
      call().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      processes.pluginDied,
    ]);
    await processes.machineAlive();
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  private fail(line: string): void {
    this.exitCode = 1;
    this.lines.push(`error: ${line}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
