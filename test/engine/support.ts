import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { type SandboxOptions, startSandbox } from "../../sandbox/index";
import { EngineProject, type EngineProjectOptions, type EngineStack, withoutStacks } from "../support/engine";
import type { CommandOptions, ExportedResource, ExportedStack } from "../support/engine-stack";
import { defined } from "../support/expect";
import { type Front, phoneNumber, pluginNumber } from "../support/fronts";
import { NotOnThisMachine } from "../support/not-on-this-machine";
import { repository } from "../support/repository";
import { type RunResult, run } from "../support/run";
import { Bench } from "../support/sandbox";

/** Arguments of a number, as JSON. */
export type Args = Readonly<Record<string, unknown>>;

/** What the process of either is called by. */
export const providerProcess = /\/cmd\/dynamic-provider\/|\/plugin\/phone\.js/;

/** The command `pulumi-phone`. */
export const commandFile = path.join(repository, "dist/cli/main.js");

/** What a program loads the class of either from. */
export function moduleOf(front: Front): string {
  return front === "plugin" ? "pulumi-phone/plugin" : "pulumi-phone";
}

/** A program that declares these numbers and exports each one's number under its name. */
export function programOf(numbers: Readonly<Record<string, Args>>, front: Front = "dynamic"): string {
  const declarations = Object.entries(numbers).map(
    ([name, args]) =>
      `exports[${JSON.stringify(name)}] = new PhoneNumber(${JSON.stringify(name)}, ${JSON.stringify(args)}).e164;`,
  );
  return [`const { PhoneNumber } = require("${moduleOf(front)}");`, ...declarations].join("\n");
}

/** How the stack reaches the sandbox: all by `PHONE_SANDBOX`, by the vendor's own variables, or as the test configures. */
type Access = "sandbox" | "variables" | "none";

export interface NumberInState {
  readonly urn: string;
  readonly id: string;
  readonly inputs: ExportedResource["inputs"] | undefined;
  readonly outputs: ExportedResource["outputs"] | undefined;
  readonly initErrors: ExportedResource["initErrors"] | undefined;
}

export interface PhoneStackOptions extends Partial<EngineProjectOptions> {
  readonly sandbox?: SandboxOptions;
  readonly access?: Access;
  /** Of the programs that `declare` writes. */
  readonly front?: Front;
}

/** A stack of phone numbers, and the sandbox they are bought from. */
export class PhoneStack extends Bench {
  project!: EngineProject;
  stack!: EngineStack;
  private front: Front = "dynamic";

  static async open({
    sandbox,
    access = "sandbox",
    front = "dynamic",
    ...options
  }: PhoneStackOptions): Promise<PhoneStack> {
    const opened = new PhoneStack();
    opened.front = front;
    opened.sandbox = await startSandbox(sandbox);
    opened.project = await EngineProject.create({
      language: "javascript",
      program: "",
      hasPlugin: front === "plugin",
      ...options,
      environment: { ...opened.variables(access), ...withoutStacks, ...options.environment },
    });
    opened.stack = await opened.project.createStack("dev");
    return opened;
  }

  async close(): Promise<void> {
    await this.project.remove();
    await this.sandbox.close();
  }

  private variables(access: Access): Record<string, string> {
    if (access === "none") return {};
    if (access === "sandbox") return { PHONE_SANDBOX: this.sandbox.url };
    const { baseUrl } = this.plivo;
    return { PLIVO_BASE_URL: baseUrl, PLIVO_AUTH_ID: this.authId, PLIVO_AUTH_TOKEN: this.token };
  }

  /** What Plivo checks: the id and the token, as they travel. */
  get basicAuth(): string {
    return Buffer.from(`${this.authId}:${this.token}`).toString("base64");
  }

  /** A number is changed in Plivo's console. */
  async changeAtVendor(e164: string, body: Args): Promise<void> {
    expect((await this.update(e164.slice(1), body)).status).toBe(202);
  }

  /** Whether Plivo shows a number by now. */
  async shows(e164: string): Promise<boolean> {
    return (await this.call(`Number/${e164.slice(1)}/`)).status === 200;
  }

  /** A line of a resource as it is printed: the engine puts the name of a plugin's resource above what it says. */
  line(text: string, name = "main"): string {
    return this.front === "dynamic" ? `${name}: ${text}` : text;
  }

  /** Writes the program. */
  declare(numbers: Readonly<Record<string, Args>>): Promise<void> {
    return this.project.writeProgram(programOf(numbers, this.front));
  }

  // The commands that have to succeed; they give what was printed.

  async preview(args?: readonly string[], options?: CommandOptions): Promise<string> {
    return succeeded(await this.stack.preview(args, options));
  }

  async up(args?: readonly string[], options?: CommandOptions): Promise<string> {
    return succeeded(await this.stack.up(args, options));
  }

  async refresh(args?: readonly string[], options?: CommandOptions): Promise<string> {
    return succeeded(await this.stack.refresh(args, options));
  }

  async destroy(args?: readonly string[], options?: CommandOptions): Promise<string> {
    return succeeded(await this.stack.destroy(args, options));
  }

  /** `pulumi-phone plan`, which runs the preview itself. */
  plan(...args: string[]): Promise<RunResult> {
    const { workDir, environment } = this.project;
    const command = [commandFile, "plan", "--stack", this.stack.name, ...args];
    return run(process.execPath, command, { cwd: workDir, env: environment });
  }

  /** The numbers in state, by logical name, as far as they are the provider's business. */
  async numbersInState(): Promise<Record<string, NumberInState>> {
    return numbersIn(await this.stack.export());
  }

  /** One number in state. */
  async inState(name = "main"): Promise<NumberInState> {
    return defined((await this.numbersInState())[name]);
  }

  /** What the sandbox has of the only number there is. */
  get only() {
    expect(this.state.owned).toHaveLength(1);
    return defined(this.state.owned[0]);
  }
}

/** The numbers of an exported stack, by logical name. */
export function numbersIn({ deployment: { resources = [] } }: ExportedStack): Record<string, NumberInState> {
  const numbers = resources.filter(({ type }) => type === phoneNumber || type === pluginNumber);
  return Object.fromEntries(
    numbers.map(({ urn, id = "", inputs, outputs, initErrors }) => [
      defined(urn.split("::").at(-1)),
      { urn, id, inputs, outputs, initErrors },
    ]),
  );
}

export function succeeded(result: RunResult): string {
  expect(result.exitCode, result.all).toBe(0);
  return result.all;
}

/** The command was refused; gives what was printed. */
export function refused(result: RunResult): string {
  expect(result.exitCode, result.all).not.toBe(0);
  return result.all;
}

/** One stack for the tests of a file or of a group, each of which goes on from where the one before it ended. */
export function usePhoneStack(options: PhoneStackOptions = {}): () => PhoneStack {
  return useOpened(
    () => PhoneStack.open(options),
    (phones) => phones.close(),
  );
}

/** What a language needs may have to be downloaded and built. */
const toolsMs = 15 * 60_000;

/** What is opened once for the tests of a file or of a group. Where this machine lacks what it needs, they are skipped and say why. */
export function useOpened<T>(open: () => Promise<T>, close: (opened: T) => Promise<void>): () => T {
  let opened: T | undefined;
  let missing: string | undefined;
  beforeAll(async () => {
    try {
      opened = await open();
    } catch (error) {
      if (!(error instanceof NotOnThisMachine)) throw error;
      missing = error.message;
    }
  }, toolsMs);
  beforeEach(({ skip }) => {
    if (missing !== undefined) skip(missing);
  });
  afterAll(async () => {
    if (opened !== undefined) await close(opened);
  });
  return () => defined(opened);
}

/** Gives a new stack to the work and removes it afterwards, however the work ends. */
export async function withPhoneStack<T>(
  options: PhoneStackOptions,
  work: (phones: PhoneStack) => Promise<T>,
): Promise<T> {
  const phones = await PhoneStack.open(options);
  try {
    return await work(phones);
  } finally {
    await phones.close();
  }
}
