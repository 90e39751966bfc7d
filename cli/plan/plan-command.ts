import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { readConfiguration } from "../../provider/host/configuration";
import { pulumi } from "../../provider/host/pulumi-cli";
import { exitFound } from "../exit-codes";
import { withProgress } from "../output/progress";
import { standardOutput } from "../output/terminal";
import { type Plan, planOf } from "./plan";
import { planMarkdown } from "./plan-markdown";
import { type Preview, readPreview } from "./preview";
import { printPlan } from "./print-plan";

interface PlanOptions {
  readonly stack?: string;
  readonly json?: true;
  readonly markdown?: true;
  readonly allowRelease?: true;
}

export function addPlanCommand(program: Command): void {
  program
    .command("plan")
    .description(
      "Say what the next pulumi up would buy, change and release, and how the monthly bill changes. A gate for CI: " +
        `exits ${exitFound} when numbers would be given up, unless --allow-release is given.`,
    )
    .argument(
      "[preview]",
      "output of pulumi preview --json --show-replacement-steps: a file, or - for standard input; without it, it is run",
    )
    .option("--stack <name>", "stack to preview; default: the selected one")
    .option("--json", "print the plan as JSON")
    .addOption(
      new Option("--markdown", "print the plan as Markdown, for a comment on a pull request").conflicts(
        "json",
      ),
    )
    .option("--allow-release", "exit 0 also when numbers would be released, replaced or ended")
    .action(runPlan);
}

async function runPlan(source: string | undefined, options: PlanOptions): Promise<void> {
  const text = await withProgress((waitingFor) => {
    waitingFor("Waiting for the preview …");
    return previewText(source, options.stack);
  });
  const { steps, errors, moved, ...settings } = readPreview(text);
  const failure = `the preview failed: ${errors.join("\n")}`;
  if (errors.length > moved.length) throw new Error(failure);
  const { now, releaseWindowMs } = clockOf(settings);
  const plan = planOf(steps, await now(), releaseWindowMs, moved);
  process.stdout.write(printed(plan, options));
  // What is refused is not done, whatever is allowed.
  if (errors.length > 0 && options.allowRelease) throw new Error(failure);
  if (errors.length > 0) process.stderr.write(`${failure}\n`);
  if (!plan.givesUp || options.allowRelease) return;
  process.stderr.write("Numbers would be given up. If that is meant, add --allow-release.\n");
  process.exitCode = exitFound;
}

function printed(plan: Plan, { json, markdown }: PlanOptions): string {
  if (json) return `${JSON.stringify(plan, null, 2)}\n`;
  return markdown ? planMarkdown(plan) : printPlan(plan, standardOutput());
}

/** The clock that the stack's numbers go by, and its window. */
function clockOf({ sandbox, releaseWindowHours }: Pick<Preview, "sandbox" | "releaseWindowHours">) {
  const values = new Map([
    ["phone:sandbox", sandbox],
    ["phone:releaseWindowHours", releaseWindowHours?.toString()],
  ]);
  return readConfiguration({ get: (key) => values.get(key) }, process.env);
}

// A program may build more than numbers.
const longestPreviewMs = 30 * 60_000;

async function previewText(source: string | undefined, stack: string | undefined): Promise<string> {
  if (source === "-") return decoded(await buffer(process.stdin));
  if (source !== undefined) {
    const bytes = await readFile(source).catch((error: NodeJS.ErrnoException) => {
      throw new Error(
        `the preview cannot be read from ${source} (${error.code}). Give a file with the output of pulumi preview --json, or - for standard input.`,
      );
    });
    return decoded(bytes);
  }
  // Without its steps the engine does not show a number that an earlier replacement has left to be released.
  const args = [
    "preview",
    "--json",
    "--show-replacement-steps",
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  // A preview that fails has printed why, as JSON too.
  return pulumi(args, longestPreviewMs).catch((error: { stdout?: string; message: string }) => {
    if (error.stdout) return error.stdout;
    throw new Error(`pulumi preview did not run: ${error.message}`);
  });
}

/** Windows PowerShell writes UTF-16 to a file, and a mark before what it pipes. */
function decoded(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}
