import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { fleetPage } from "../../fleet/fleet-page";
import type { FleetRow } from "../../fleet/fleet-row";
import { firstReasonOf } from "../../provider/domain/reason";
import { exitFailed } from "../exit-codes";
import { standardOutput } from "../output/terminal";
import type { Fleet } from "./fleet";
import { addFleetOptions, type FleetOptions, fleetQuery } from "./fleet-options";
import { jsonOf, printRemarks, printRows, shortName } from "./print-fleet";
import { readFleet } from "./read-fleet";

export function addListCommand(program: Command): void {
  const command = program
    .command("list")
    .description(
      "Say which number is whose: every number of the configured accounts, with who answers it, what it costs, when it renews, and the " +
        "stack and the resource that have it.",
    );
  addFleetOptions(command)
    .option(
      "--no-stacks",
      "do not read the stacks: needs no Pulumi CLI, and says nothing of who has a number",
    )
    .option("--html <file>", "write it as a page of its own, too, to be kept, sent and printed")
    .action(runList);
}

interface ListOptions extends FleetOptions {
  readonly stacks: boolean;
  readonly html?: string;
}

async function runList({ json, stacks, html, ...options }: ListOptions): Promise<void> {
  const fleet = await readFleet(fleetQuery(options, stacks));
  const { rows, knowsStacks, problems } = fleet;
  if (json) process.stdout.write(jsonOf(rows));
  else if (rows.length > 0) process.stdout.write(printRows(rows, knowsStacks, standardOutput()));
  else if (problems.length === 0) process.stdout.write("No numbers.\n");
  process.stderr.write(printRemarks(fleet));
  if (html !== undefined) await writePage(html, fleet);
  if (problems.length > 0) process.exitCode = exitFailed;
}

async function writePage(file: string, { rows, knowsStacks, problems, notes }: Fleet): Promise<void> {
  const groupOf = ({ stack, vendor }: FleetRow) => shortName(knowsStacks ? stack : vendor);
  const remarks = [...problems, ...notes];
  const page = fleetPage({ rows, groupOf, remarks, at: new Date() });
  await writeFile(file, page).catch((error: unknown) => {
    throw new Error(`--html ${file} cannot be written: ${firstReasonOf(error)}`, { cause: error });
  });
}
