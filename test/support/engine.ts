import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";
import { EngineStack } from "./engine-stack";
import { childEnvironment } from "./environment";
import { languageHost } from "./language-host";
import { pythonEnvironment } from "./python-environment";
import { type RunResult, run } from "./run";

export type { EngineStack } from "./engine-stack";

/** How the Pulumi program is written; each is what a user of that kind has. */
const languages = {
  javascript: { main: "index.js", type: "commonjs", runtime: "nodejs" },
  typescript: { main: "index.ts", type: "commonjs", runtime: "nodejs" },
  esm: { main: "index.mjs", type: "module", runtime: "nodejs" },
  yaml: { main: "Main.yaml", type: "commonjs", runtime: "yaml" },
  python: { main: "__main__.py", type: "commonjs", runtime: "python" },
} as const;

export type Language = keyof typeof languages;

/** The file with the program. */
export function programFile(language: Language): string {
  return languages[language].main;
}

/**
 * The environment for a command whose program fails. Printing the stack of such an error takes Node.js 20 half a minute:
 * it does not get past a file directly below `node_modules/@scope`, and the SDK's source maps name such a file
 * (nodejs/node#64011). The error's message is printed all the same.
 */
export const withoutStacks = { NODE_OPTIONS: "--stack-trace-limit=0" };

export interface EngineProjectOptions {
  readonly language: Language;
  /** The text of the Pulumi program. */
  readonly program: string;
  /** More files of the program's folder, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The project's name. */
  readonly name?: string;
  /** Whether the project has the package's plugin. */
  readonly hasPlugin?: boolean;
  /** The folder whose `node_modules` the program finds; by default that of the installed package. */
  readonly installation?: string;
  /** A backend to share with another project; by default the project has its own. */
  readonly backendUrl?: string;
  /** Variables for the CLI and all it starts, besides those that keep it off every account and network. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A Pulumi project below the installed package, so that its program finds the package as a user's program does, with a
 * backend and a Pulumi home of its own. It calls the real CLI, which starts the real engine.
 */
export class EngineProject {
  private constructor(
    private readonly folder: string,
    /** The program's folder, where Pulumi.yaml is. */
    readonly workDir: string,
    /** Variables for every process of this project. */
    readonly environment: Record<string, string>,
    private readonly language: Language,
    readonly name: string,
  ) {}

  static async create(options: EngineProjectOptions): Promise<EngineProject> {
    const projects = path.join(options.installation ?? inject("projectFolder"), "projects");
    await mkdir(projects, { recursive: true });
    const folder = await mkdtemp(path.join(projects, "project-"));
    const [workDir, home, state, cli] = ["program", "home", "state", "cli"].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string];
    for (const directory of [workDir, home, state, cli]) await mkdir(directory);
    // The Automation API wants a folder that has the CLI in `bin`, wherever the CLI really is.
    await symlink(inject("pulumiBin"), path.join(cli, "bin"));
    const environment = childEnvironment(
      {
        PULUMI_BACKEND_URL: options.backendUrl ?? `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "passphrase",
        PULUMI_HOME: home,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // The CLI does not run long enough for its memory to be worth the time of collecting it.
        GOGC: "400",
        ...options.environment,
      },
      [inject("pulumiBin"), ...(await toolsOf(options.language, workDir))],
    );
    const name = options.name ?? "harness";
    const project = new EngineProject(folder, workDir, environment, options.language, name);
    const { main, type, runtime } = languages[options.language];
    const plugin = path.relative(workDir, path.join(projects, "../node_modules/pulumi-phone/plugin"));
    const plugins = `plugins:\n  providers:\n    - name: phone\n      path: ${plugin}\n`;
    await project.write(
      "Pulumi.yaml",
      `name: ${name}\nruntime: ${runtime}\n${options.hasPlugin ? plugins : ""}`,
    );
    await project.write("package.json", JSON.stringify({ name: "program", private: true, main, type }));
    await project.writeProgram(options.program);
    for (const [file, text] of Object.entries(options.files ?? {})) await project.write(file, text);
    return project;
  }

  get backendUrl(): string {
    return this.environment.PULUMI_BACKEND_URL ?? "";
  }

  /** The folder to give to the Automation API as the CLI's root. */
  get cliRoot(): string {
    return path.join(this.folder, "cli");
  }

  /** Replaces the program, as a user edits it between two commands. */
  async writeProgram(text: string): Promise<void> {
    await this.write(programFile(this.language), text);
  }

  async createStack(name: string): Promise<EngineStack> {
    const created = await this.pulumi(["stack", "init", name]);
    if (created.exitCode !== 0) throw new Error(`stack ${name} was not created: ${created.all}`);
    return new EngineStack(this, name);
  }

  /** A command of the CLI that concerns no stack in particular. */
  pulumi(args: readonly string[]): Promise<RunResult> {
    return run("pulumi", [...args, "--non-interactive"], { cwd: this.workDir, env: this.environment });
  }

  /** Deletes the project with its state; resources that are left only ever existed in that state or in a sandbox. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The text of a file of the program's folder. */
  read(file: string): Promise<string> {
    return readFile(path.join(this.workDir, file), "utf8");
  }

  /** Writes a file of the program's folder. */
  async write(file: string, text: string): Promise<void> {
    const target = path.join(this.workDir, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** The folders of what a language needs beside the CLI's own. */
async function toolsOf(language: Language, workDir: string): Promise<readonly string[]> {
  if (language === "yaml") return [await languageHost(language)];
  if (language === "python") return [await languageHost(language), await pythonEnvironment(workDir)];
  return [];
}

/** Gives a new project to the work and removes it afterwards, however the work ends. */
export async function withEngineProject<T>(
  options: EngineProjectOptions,
  work: (project: EngineProject) => Promise<T>,
): Promise<T> {
  const project = await EngineProject.create(options);
  try {
    return await work(project);
  } finally {
    await project.remove();
  }
}
