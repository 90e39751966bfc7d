import type { Command } from "commander";
import { exitFailed } from "../exit-codes";
import { standardOutput } from "../output/terminal";
import { addFleetOptions, type FleetOptions, fleetQuery } from "./fleet-options";
import { jsonOf, printRemarks, printRows } from "./print-fleet";
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
    .action(runList);
}

interface ListOptions extends FleetOptions {
  readonly stacks: boolean;
}

async function runList({ json, stacks, ...options }: ListOptions): Promise<void> {
  const fleet = await readFleet(fleetQuery(options, stacks));
  const { rows, knowsStacks, problems } = fleet;
  if (json) process.stdout.write(jsonOf(rows));
  else if (rows.length > 0) process.stdout.write(printRows(rows, knowsStacks, standardOutput()));
  else if (problems.length === 0) process.stdout.write("No numbers.\n");
  process.stderr.write(printRemarks(fleet));
  if (problems.length > 0) process.exitCode = exitFailed;
}
