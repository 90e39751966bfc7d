import { expect } from "vitest";
import { programFile } from "../../support/engine";
import { exampleFiles, linkPackages, linkTools } from "../../support/examples";
import { defined } from "../../support/expect";
import { run } from "../../support/run";
import { PhoneStack, type PhoneStackOptions, useOpened } from "../support";

/** How examples start: the sandbox in one terminal, the stack in another. Here both are there before the first test. */
const usual = [
  "npm install",
  "npx pulumi-phone sandbox --port 4999",
  'export PULUMI_BACKEND_URL="file://$PWD" PULUMI_CONFIG_PASSPHRASE=sandbox PHONE_SANDBOX=http://127.0.0.1:4999',
  "pulumi stack init dev",
];

/** One command of a README, and what it is said to print. */
interface Step {
  readonly command: string;
  readonly prints: readonly string[];
}

/** A copy of one of the examples beside the packed package, whose README is followed command by command. */
export class Example {
  private constructor(
    readonly phones: PhoneStack,
    /** The text of its program. */
    readonly program: string,
    private readonly steps: Step[],
  ) {}

  /** Its README has to begin with the commands of `begin`, which are not run here. */
  static async open(
    name: string,
    options: PhoneStackOptions = {},
    begin: readonly string[] = usual,
  ): Promise<Example> {
    const files = await exampleFiles(name);
    const { language = "typescript" } = options;
    const program = defined(files[programFile(language)]);
    const phones = await PhoneStack.open({ program, files, ...options, language });
    if (language === "typescript") await linkTools(phones.project.workDir);
    else await linkPackages(phones.project.workDir);
    const steps = stepsOf(defined(files["README.md"]));
    const isDone = ({ command }: Step) => begin.includes(command);
    expect(steps.filter(isDone).map(({ command }) => command)).toEqual(begin);
    return new Example(
      phones,
      program,
      steps.filter((step) => !isDone(step)),
    );
  }

  /** Runs the README's next command, which has to be this one, and gives what it printed: that has to be what the README says. */
  async follow(command: string, exitCode = 0): Promise<string> {
    const step = defined(this.steps.shift());
    expect(step.command).toBe(command);
    const { project, sandbox } = this.phones;
    const here = command.replaceAll("http://127.0.0.1:4999", sandbox.url);
    const result = await run("sh", ["-c", unasked(here)], { cwd: project.workDir, env: project.environment });
    expect(result.exitCode, result.all).toBe(exitCode);
    for (const line of step.prints) expect(result.all).toMatch(patternOf(line));
    return result.all;
  }

  /** The README has nothing more to follow. */
  finish(): void {
    expect(this.steps).toEqual([]);
  }
}

/** One copy of an example for the tests of a file, each of which goes on from where the one before it ended. */
export function useExample(
  name: string,
  options?: PhoneStackOptions,
  begin?: readonly string[],
): () => Example {
  return useOpened(
    () => Example.open(name, options, begin),
    ({ phones }) => phones.close(),
  );
}

/** The commands of a README's blocks of `sh`; the comment behind one, and below it, is what it prints. */
function stepsOf(readme: string): Step[] {
  const steps: { command: string; prints: string[] }[] = [];
  for (const [, block = ""] of readme.matchAll(/```sh\n(.*?)```/gs)) {
    for (const line of block.split("\n")) {
      const [, command = "", printed] = /^(.*?)(?:\s*(?<=^|\s)# (.*))?$/.exec(line) ?? [];
      if (command !== "") steps.push({ command, prints: [] });
      if (printed !== undefined) steps.at(-1)?.prints.push(printed);
    }
  }
  return steps;
}

/** A line in which `…` stands for the rest of a word. */
function patternOf(line: string): RegExp {
  const literal = line.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(literal.replaceAll("…", "\\S*"));
}

/** The same command where nobody is there to be asked. */
function unasked(command: string): string {
  return command.replace(/^pulumi (up|destroy|refresh)\b/, "$& --yes --skip-preview");
}
