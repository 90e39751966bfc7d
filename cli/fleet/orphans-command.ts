import type { Command } from "commander";
import { exitFailed, exitFound } from "../exit-codes";
import { standardOutput } from "../output/terminal";
import { countOf } from "../words/count-of";
import { addFleetOptions, type FleetOptions, fleetQuery } from "./fleet-options";
import { jsonOf, printRemarks, printRows } from "./print-fleet";
import { readFleet } from "./read-fleet";

export function addOrphansCommand(program: Command): void {
  const command = program
    .command("orphans")
    .description(
      "Name the numbers that an account pays for and no stack of the backend has. Releases nothing. " +
        `Exits ${exitFound} when there are any.`,
    );
  addFleetOptions(command).action(runOrphans);
}

async function runOrphans({ json, ...options }: FleetOptions): Promise<void> {
  const fleet = await readFleet(fleetQuery(options, true));
  const { rows, knowsStacks, problems } = fleet;
  process.stderr.write(printRemarks(fleet));
  if (problems.length > 0) process.exitCode = exitFailed;
  // Without the stacks every number would look like one.
  if (!knowsStacks) return;
  const orphans = rows.filter(({ finding }) => finding === "orphan");
  const unsettled = rows.filter(({ finding }) => finding === "unsettled");
  if (json) process.stdout.write(jsonOf(orphans));
  else if (orphans.length > 0)
    process.stdout.write(`${printRows(orphans, false, standardOutput())}${advice}`);
  else if (problems.length === 0) process.stdout.write("No orphans: a stack has every number.\n");
  if (unsettled.length > 0) {
    process.stderr.write(
      `note: ${countOf(unsettled.length, "number")} of purchases that are open: pulumi-phone list shows them, pulumi up takes them up again\n`,
    );
  }
  if (orphans.length > 0 && problems.length === 0) process.exitCode = exitFound;
}

const advice =
  "No stack of this backend has them. Nothing was released: take one into a program by adopt, or release it in the vendor's console.\n";
