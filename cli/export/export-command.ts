import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Command, Option } from "commander";
import { billOf, type FleetRow, formatBill } from "../../fleet/fleet-row";
import { firstReasonOf } from "../../provider/domain/reason";
import { howToAdopt } from "../../provider/lifecycle/steps/adopt";
import { exitFailed } from "../exit-codes";
import { type AccountOptions, addAccountOptions, fleetQuery } from "../fleet/fleet-options";
import { printRemarks, shortName, unsettledNote } from "../fleet/print-fleet";
import { readFleet } from "../fleet/read-fleet";
import { chosenFrom } from "../words/chosen-from";
import { countOf } from "../words/count-of";
import { UsageError } from "../words/usage-error";
import { type DeclaredNumber, declaredNumbers } from "./declared-numbers";
import { type Language, languages, programText } from "./program-text";

export function addExportCommand(program: Command): void {
  const command = program
    .command("export")
    .description(
      "Bring a fleet under code: write the file that pulumi import --file takes, with every number that an account owns and no stack of the " +
        "backend has, and the declarations, too. Changes nothing.",
    );
  addAccountOptions(command)
    .option("--file <file>", "write the import file here; default: standard output")
    .addOption(
      new Option("--program <language>", "write the declarations, too, as a program of this language")
        .choices(languages)
        .argParser(chosenFrom(languages)),
    )
    .option(
      "--out <file>",
      "with --program: write the declarations here, where nothing is yet; default: standard output",
    )
    .action(runExport);
}

interface ExportOptions extends AccountOptions {
  readonly file?: string;
  readonly program?: Language;
  readonly out?: string;
}

async function runExport({ file, program, out, ...options }: ExportOptions): Promise<void> {
  if (out !== undefined && program === undefined) throw new UsageError("--out goes with --program");
  if (program !== undefined && isSame(file, out)) {
    throw new UsageError(
      "--program: the declarations and the import file are two. Name a file for one of them by --out or --file; the other goes to standard output",
    );
  }
  const fleet = await readFleet(fleetQuery(options, true));
  const { rows, knowsStacks, problems, definitions, resources } = fleet;
  const unlisted = [...definitions.values()].filter(({ capabilities }) => !capabilities.list);
  const hint = howToAdopt(unlisted.map(({ name }) => name));
  if (unlisted.length === definitions.size) throw new Error(`nothing can be exported. ${hint}`);
  if (problems.length > 0) process.exitCode = exitFailed;
  // Without the stacks nobody can tell which numbers are nobody's.
  if (!knowsStacks) return void process.stderr.write(printRemarks(fleet));
  const orphans = rows.filter(({ finding }) => finding === "orphan");
  const declared = declaredNumbers(orphans, resources, definitions);
  const { numbers, notes } = declared;
  if (program !== undefined) await write("out", out, programText(program, numbers));
  await write("file", file, importFile(numbers));
  const left = [heldNote(rows), unsettledNote(rows), unlisted.length > 0 ? hint : undefined];
  const remarks = [
    ...fleet.notes,
    ...notes,
    ...left.flatMap((note) => note ?? []),
    summary(declared.rows, file),
  ];
  process.stderr.write(printRemarks({ problems, notes: remarks }));
}

/** Whether both are one file, or both standard output. */
function isSame(file: string | undefined, out: string | undefined): boolean {
  return (
    file === out || (file !== undefined && out !== undefined && path.resolve(file) === path.resolve(out))
  );
}

/** The form that `pulumi import --file` takes. */
function importFile(numbers: readonly DeclaredNumber[]): string {
  const resources = numbers.map(({ name, id }) => ({ type: "phone:index:PhoneNumber", name, id }));
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}

async function write(option: "file" | "out", file: string | undefined, text: string): Promise<void> {
  if (file === undefined) return void process.stdout.write(text);
  // An import file is made anew each time; a program may be somebody's work.
  const flag = option === "out" ? "wx" : "w";
  await writeFile(file, text, { flag }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EEXIST" ? "it is there already. Name another file" : firstReasonOf(error);
    throw new Error(`--${option} ${file} cannot be written: ${reason}`, { cause: error });
  });
}

// Who wants to know of each asks list.
const mostNamed = 20;

/** What stacks have already. */
function heldNote(rows: readonly FleetRow[]): string | undefined {
  const held = rows.filter(
    ({ e164, finding, resource, status }) =>
      e164 !== null && finding === null && resource !== null && status !== "released",
  );
  if (held.length === 0) return undefined;
  const named = held
    .slice(0, mostNamed)
    .map(({ e164, resource, stack }) => `${e164} (${resource} of ${shortName(stack)})`);
  const more =
    held.length > mostNamed ? ` and ${held.length - mostNamed} more, which pulumi-phone list shows` : "";
  return `left out, as a stack has it: ${named.join(", ")}${more}`;
}

function summary(exported: readonly FleetRow[], file = "<file>"): string {
  if (exported.length === 0) return "there is nothing to import";
  const bill = `${countOf(exported.length, "number")}: ${formatBill(billOf(exported))}`;
  return `${bill}. pulumi import --file ${file} takes ${exported.length === 1 ? "it" : "them"} into a stack, and buys nothing`;
}
