import type { RunCli } from "../../../provider/host/backend";
import type { Environment } from "../../../provider/host/configuration";
import type { JournalFiles } from "../../../provider/host/journal";
import type { SendRequest } from "../../../provider/http/transport";
import { programOf } from "../../support/program-of";
import type { Processes } from "../world/process";
import type { Args, Declaration, PendingOperation, Row, Stack } from "./checkpoint";
import { fronts, type Provider, type ProviderError } from "./fronts";

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
  /** `--continue-on-error`: what fails holds up nothing else, not even what deletes at the end. */
  readonly continueOnError?: boolean;
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
  /** Hears of rows that leave the state without a release, as the program asks. */
  letGo(row: Row): void;
  /** After how many registrations the program ends with an error. */
  readonly programFailsAfter?: number | undefined;
}

/** An error of a run, and the resource it is about. */
export interface RunFailure {
  readonly urn: string | undefined;
  readonly line: string;
}

export interface RunResult {
  readonly command: Command;
  readonly isKilled: boolean;
  readonly exitCode: number;
  /** What the run printed. */
  readonly lines: readonly string[];
  readonly failures: readonly RunFailure[];
  readonly plan: Plan;
}

/**
 * The engine, as far as a custom resource of one type meets it: the order of its calls, what it writes before and after each, and
 * what it drops. Written after pulumi 3.248.0; `docs/simulation.md` says what is assumed.
 */
export class EngineRun {
  private readonly lines: string[] = [];
  private readonly failures: RunFailure[] = [];
  private readonly calls = new Set<Promise<unknown>>();
  private readonly plan = new Map<string, string>();
  private readonly provider: Provider;
  private exitCode = 0;
  private created = 0;
  /** What an earlier run was doing, apart from creations, which alone are kept for a person to look at: the first write drops it. */
  private leftOver: readonly PendingOperation[] = [];
  private found: readonly PendingOperation[] = [];

  constructor(
    private readonly stack: Stack,
    private readonly command: Command,
    private readonly machinery: Machinery,
    private readonly options: RunOptions = {},
  ) {
    const { configuration, environment, cli, exchange, files } = machinery;
    const tell = (line: string) => this.lines.push(line);
    this.provider = fronts[stack.front].open(configuration, { tell, cli, environment, exchange, files });
  }

  /** Runs to its end, or until the engine dies. Never throws. */
  async run(): Promise<RunResult> {
    const startTime = new Date().toISOString();
    const { processes } = this.machinery;
    const ended = await Promise.race([this.play().then(() => "ended" as const), processes.engineDied]);
    // What the plugin was asked to do it does, also when nobody is left to be told.
    if (processes.dead === "engine") await Promise.allSettled(this.calls);
    const { command, lines, failures, plan } = this;
    const isKilled = ended === "killed";
    if (!isKilled && command !== "preview") {
      const result = this.exitCode === 0 ? "succeeded" : "failed";
      const kind = command === "up" ? "update" : command;
      const environment = { ...(this.options.targets && { "pulumi.flag.target": "set" }) };
      const endTime = new Date().toISOString();
      const resourceChanges = this.created > 0 ? { create: this.created } : {};
      this.stack.pastUpdates.unshift({ kind, result, startTime, endTime, environment, resourceChanges });
    }
    const exitCode = isKilled ? 137 : this.exitCode;
    return { command, isKilled, exitCode, lines: [...lines], failures: [...failures], plan };
  }

  private async play(): Promise<void> {
    const { refresh, clearPending } = this.options;
    const { checkpoint } = this.stack;
    if (clearPending) checkpoint.pending = [];
    this.found = checkpoint.pending;
    this.leftOver = checkpoint.pending.filter(({ type }) => type !== "creating");
    if (this.command !== "refresh" && checkpoint.pending.length > 0) {
      const urns = checkpoint.pending.map(({ urn }) => urn).join(", ");
      this.lines.push(`warning: Attempting to deploy or update resources with pending operations: ${urns}`);
    }
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

  // What a refresh has seen is written down at its end.
  private async refresh(): Promise<void> {
    const seen = await Promise.all(
      this.stack.live().map(async (row) => {
        if (!this.isTarget(row.urn)) return;
        const answer = await this.attempt(row.urn, () => this.provider.read(row));
        if (answer === undefined) return;
        if (answer.id === undefined) return () => this.drop(row);
        const { id, props, inputs } = answer;
        return () => Object.assign(row, { id, outputs: props, inputs, initErrors: [] });
      }),
    );
    if (this.command === "preview") return;
    await this.commit(() => {
      for (const write of seen) write?.();
    });
  }

  private async update(): Promise<void> {
    const steps: Promise<void>[] = [];
    const kept = new Set<Row>();
    let hasProgramFailed = false;
    const isOver = () => hasProgramFailed || (this.exitCode !== 0 && this.options.continueOnError !== true);
    for (const [turn, declaration] of this.stack.program.entries()) {
      if (turn === this.machinery.programFailsAfter) {
        this.fail(undefined, "the program ended with exit code 1");
        hasProgramFailed = true;
        break;
      }
      const urn = this.stack.urnOf(declaration);
      const old = this.oldOf(declaration);
      if (old !== undefined) kept.add(old);
      if (!this.isTarget(urn)) continue;
      if (isOver()) break;
      const step = await this.plan1(declaration, turn, urn, old);
      if (step !== undefined && this.command === "up") steps.push(step());
    }
    await Promise.all(steps);
    if (isOver() || this.command !== "up") return;
    const gone = this.stack.checkpoint.rows.filter(
      (row) => (row.isOld || !kept.has(row)) && !this.isDeclared(row) && this.isTarget(row.urn),
    );
    await this.deleteAll(gone);
  }

  private isDeclared(row: Row): boolean {
    return !row.isOld && this.stack.program.some((each) => this.stack.urnOf(each) === row.urn);
  }

  private oldOf(declaration: Declaration): Row | undefined {
    const urns = this.stack.urnsOf(declaration);
    const rows = this.stack.checkpoint.rows.filter(({ isOld }) => !isOld);
    const known = urns.find((urn) => rows.some((row) => row.urn === urn));
    return rows.find((row) => row.urn === known);
  }

  /** Checks and compares one resource, as its registration comes; gives the step that is to be made. */
  private async plan1(
    declaration: Declaration,
    turn: number,
    urn: string,
    old: Row | undefined,
  ): Promise<(() => Promise<void>) | undefined> {
    const { name, args, options } = declaration;
    const [, ...aliases] = this.stack.urnsOf(declaration);
    const given = {
      ...args,
      turn,
      program: programOf(
        this.stack.program.map(({ name, args, options }) => ({ name, args, aliases: options.aliases })),
      ),
      organization: "organization",
      aliases,
    };
    const { secretInputs = [] } = options;
    const isAsked = this.options.replace?.includes(name) === true;
    const isForced = old !== undefined && (isAsked || old.isTainted === true);
    const isRecreated = isForced || old?.isPendingReplacement === true;
    const inputs = await this.check(
      urn,
      old === undefined || isRecreated ? {} : old.inputs,
      given,
      secretInputs,
    );
    if (inputs === undefined) return undefined;
    const isNew = old === undefined || isRecreated;
    if (isNew && !this.keepsToPlan(urn, inputs)) return undefined;
    if (old === undefined) return () => this.create(urn, inputs, options);
    const isDeletedFirst = options.deleteBeforeReplace === true;
    if (old.isPendingReplacement) {
      return () =>
        this.create(urn, inputs, options, () => {
          if (isDeletedFirst) this.drop(old);
          // It was deleted already, which is forgotten here (`CreateStep.Apply`, pkg/resource/deploy/step.go).
          else Object.assign(old, { isOld: true, isPendingReplacement: false });
        });
    }
    if (isForced) return () => this.replace(old, urn, inputs, options, isDeletedFirst);
    const difference = await this.attempt(urn, () => this.provider.diff(old, inputs));
    if (difference === undefined) return undefined;
    if (difference.replaces.length > 0) {
      const anew = await this.check(urn, {}, given, secretInputs);
      if (anew === undefined || !this.keepsToPlan(urn, anew)) return undefined;
      const isFirst = isDeletedFirst || difference.deleteBeforeReplace;
      return () => this.replace(old, urn, anew, options, isFirst);
    }
    if (!this.keepsToPlan(urn, inputs)) return undefined;
    if (difference.changes || old.initErrors.length > 0) return () => this.change(old, urn, inputs, options);
    return () => this.same(old, urn, inputs, options);
  }

  private async check(
    urn: string,
    olds: Args,
    news: Args,
    secrets: readonly string[],
  ): Promise<Args | undefined> {
    const checked = await this.attempt(urn, () => this.provider.check(urn, olds, news, secrets));
    if (checked === undefined) return undefined;
    for (const { property, reason } of checked.failures) this.fail(urn, `${property}: ${reason}`);
    return checked.failures.length > 0 ? undefined : checked.inputs;
  }

  private keepsToPlan(urn: string, inputs: Args): boolean {
    const text = JSON.stringify(inputs);
    this.plan.set(urn, text);
    const { plan } = this.options;
    if (plan === undefined || plan.get(urn) === undefined || plan.get(urn) === text) return true;
    this.fail(urn, `resource ${urn} violates plan: properties changed`);
    return false;
  }

  /** Creates, and writes down in one go what came of it; `andThen`: what else is true once there is a new one. */
  private async create(
    urn: string,
    inputs: Args,
    options: Row["options"],
    andThen: () => void = () => {},
  ): Promise<void> {
    const operation = await this.begin({ type: "creating", urn, inputs, options });
    let made: { id: string; outputs: Args; initErrors: readonly string[] } | undefined;
    try {
      const { id, outs } = await this.call(() =>
        this.provider.create(urn, inputs, options.secretInputs ?? []),
      );
      made = { id, outputs: outs, initErrors: [] };
    } catch (error) {
      const { id, properties, reasons = [] } = error as ProviderError;
      if (id !== undefined && properties !== undefined) {
        made = { id, outputs: properties, initErrors: reasons };
      }
      this.fail(urn, messageOf(error));
    }
    await this.end(operation, () => {
      if (made === undefined) return;
      this.created += 1;
      const created = new Date().toISOString();
      const flags = { isOld: false, isPendingReplacement: false };
      this.stack.checkpoint.rows.push({
        urn,
        inputs,
        created,
        options,
        ...made,
        ...flags,
      });
      andThen();
    });
  }

  private async same(row: Row, urn: string, inputs: Args, options: Row["options"]): Promise<void> {
    const wanted = { urn, inputs, options };
    const was = { urn: row.urn, inputs: row.inputs, options: row.options };
    if (JSON.stringify(was) !== JSON.stringify(wanted)) await this.commit(() => Object.assign(row, wanted));
  }

  private async change(row: Row, urn: string, inputs: Args, options: Row["options"]): Promise<void> {
    const operation = await this.begin({ type: "updating", urn, inputs, options });
    let changed: Partial<Row> | undefined;
    try {
      const secrets = options.secretInputs ?? [];
      const { outs } = await this.call(() => this.provider.update(row, urn, inputs, secrets));
      changed = { outputs: outs, initErrors: [] };
    } catch (error) {
      const { id, properties, reasons = [] } = error as ProviderError;
      if (id !== undefined && properties !== undefined) {
        changed = { outputs: properties, initErrors: reasons };
      }
      this.fail(urn, messageOf(error));
    }
    await this.end(operation, () => {
      if (changed !== undefined) Object.assign(row, { urn, inputs, options, ...changed });
    });
  }

  private async replace(
    old: Row,
    urn: string,
    inputs: Args,
    options: Row["options"],
    isDeletedFirst: boolean,
  ): Promise<void> {
    if (!isDeletedFirst) {
      // The old one is on its way out only once there is another.
      return this.create(urn, inputs, options, () => {
        old.isOld = true;
      });
    }
    if (await this.delete(old, true)) await this.create(urn, inputs, options, () => this.drop(old));
  }

  private async deleteAll(rows: readonly Row[]): Promise<void> {
    await Promise.all(rows.map((row) => this.delete(row, false)));
  }

  private async delete(row: Row, isReplaced: boolean): Promise<boolean> {
    const { machinery, provider } = this;
    const gone = () => {
      if (isReplaced) row.isPendingReplacement = true;
      else this.drop(row);
    };
    if (row.isPendingReplacement || row.options.retainOnDelete) {
      await this.commit(() => {
        gone();
        machinery.letGo(row);
      });
      return true;
    }
    const { urn, inputs, options } = row;
    const operation = await this.begin({ type: "deleting", urn, inputs, options });
    machinery.deleting.add(row);
    const isDone = await this.attempt(urn, () => provider.delete(row).then(() => true));
    machinery.deleting.delete(row);
    await this.end(operation, () => {
      if (!isDone) return;
      gone();
      // What has waited since it was replaced does what the program says by now.
      const declared = row.isOld
        ? this.stack.program.find((each) => this.stack.urnsOf(each).includes(urn))
        : undefined;
      const policies = [row.outputs.deletionPolicy, declared?.args.deletionPolicy].map(String);
      if (policies.some((policy) => ["retain", "detach"].includes(policy))) machinery.letGo(row);
    });
    return isDone === true;
  }

  private drop(row: Row): void {
    const { checkpoint } = this.stack;
    checkpoint.rows = checkpoint.rows.filter((each) => each !== row);
  }

  private async begin(operation: PendingOperation): Promise<PendingOperation> {
    await this.commit(() => {
      const { checkpoint } = this.stack;
      // The engine writes its own operations before those that it has found.
      const own = checkpoint.pending.filter((each) => !this.found.includes(each));
      checkpoint.pending = [
        ...own,
        operation,
        ...this.found.filter((each) => checkpoint.pending.includes(each)),
      ];
    });
    return operation;
  }

  private async end(operation: PendingOperation, write: () => void): Promise<void> {
    await this.commit(() => {
      const { checkpoint } = this.stack;
      checkpoint.pending = checkpoint.pending.filter((each) => each !== operation);
      write();
    });
  }

  /** One write of the checkpoint. */
  private async commit(write: () => void): Promise<void> {
    await this.machinery.processes.at("checkpoint", () => {
      const { checkpoint } = this.stack;
      checkpoint.pending = checkpoint.pending.filter((each) => !this.leftOver.includes(each));
      write();
      checkpoint.writtenAt = new Date().toISOString();
    });
  }

  private async attempt<T>(urn: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.call(call);
    } catch (error) {
      this.fail(urn, messageOf(error));
      return undefined;
    }
  }

  /** A call of the plugin: it fails when the plugin dies, and never ends when the engine does. */
  private async call<T>(call: () => Promise<T>): Promise<T> {
    const { processes } = this.machinery;
    if (processes.dead === "plugin") throw new Error("error reading from server: EOF");
    const asked = call();
    this.calls.add(asked);
    const outcome = await Promise.race([
      asked.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
      processes.pluginDied,
    ]);
    this.calls.delete(asked);
    await processes.engineAlive();
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  private fail(urn: string | undefined, text: string): void {
    const line = `error: ${text}`;
    this.exitCode = 1;
    this.lines.push(line);
    this.failures.push({ urn, line });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
