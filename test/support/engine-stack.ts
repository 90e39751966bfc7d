import { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import type { EngineProject } from "./engine";
import { type RunResult, run, runOrThrow } from "./run";

export interface CommandOptions {
  /** Variables for this command only. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the CLI's process id, for tests that kill it on the way. */
  readonly onStart?: (pid: number) => void;
}

/** What `pulumi stack export` prints, as far as tests look into it. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: readonly string[];
}

export interface ExportedStack {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: ExportedResource }[];
  };
}

/** One stack of a project. Commands give what the CLI printed and its exit code, and do not throw when it fails. */
export class EngineStack {
  constructor(
    private readonly project: EngineProject,
    readonly name: string,
  ) {}

  /** Any command of the CLI; the stack is selected and nothing is ever asked. */
  pulumi(args: readonly string[], options: CommandOptions = {}): Promise<RunResult> {
    return run("pulumi", this.withStack(args), this.runOptions(options));
  }

  preview(args: readonly string[] = [], options?: CommandOptions): Promise<RunResult> {
    return this.pulumi(["preview", ...args], options);
  }

  up(args: readonly string[] = [], options?: CommandOptions): Promise<RunResult> {
    return this.pulumi(["up", "--yes", "--skip-preview", ...args], options);
  }

  refresh(args: readonly string[] = [], options?: CommandOptions): Promise<RunResult> {
    return this.pulumi(["refresh", "--yes", "--skip-preview", ...args], options);
  }

  destroy(args: readonly string[] = [], options?: CommandOptions): Promise<RunResult> {
    return this.pulumi(["destroy", "--yes", "--skip-preview", ...args], options);
  }

  /** Takes away the lock that a killed command leaves. */
  cancel(): Promise<RunResult> {
    return this.pulumi(["cancel", "--yes"]);
  }

  async setConfig(
    key: string,
    value: string,
    options: { secret?: boolean; path?: boolean } = {},
  ): Promise<void> {
    const flags = [options.secret ? "--secret" : "--plaintext", ...(options.path ? ["--path"] : [])];
    await this.text(["config", "set", ...flags, key, value]);
  }

  async outputs(options: { showSecrets?: boolean } = {}): Promise<Record<string, unknown>> {
    const flags = options.showSecrets ? ["--show-secrets"] : [];
    return JSON.parse(await this.text(["stack", "output", "--json", ...flags]));
  }

  async export(): Promise<ExportedStack> {
    return JSON.parse(await this.text(["stack", "export"]));
  }

  /** The same stack through the Automation API. */
  async automation(): Promise<Stack> {
    const workspace = await LocalWorkspace.create({
      workDir: this.project.workDir,
      envVars: this.project.environment,
      pulumiCommand: await PulumiCommand.get({ root: this.project.cliRoot }),
    });
    return Stack.select(this.name, workspace);
  }

  private async text(args: readonly string[]): Promise<string> {
    return (await runOrThrow("pulumi", this.withStack(args), this.runOptions())).stdout;
  }

  private withStack(args: readonly string[]): string[] {
    return [...args, "--stack", this.name, "--non-interactive"];
  }

  private runOptions({ environment, onStart }: CommandOptions = {}) {
    return {
      cwd: this.project.workDir,
      env: { ...this.project.environment, ...environment },
      ...(onStart && { onStart }),
    };
  }
}
