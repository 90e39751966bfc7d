import type { Command } from "commander";
import { exitFailed, exitFound } from "../exit-codes";
import { standardOutput } from "../output/terminal";
import { addFleetOptions, type FleetOptions, fleetQuery } from "./fleet-options";
import { jsonOf, printRemarks, printRows, unsettledNote } from "./print-fleet";
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
  const { rows, knowsStacks, knowsAccounts, problems } = fleet;
  process.stderr.write(printRemarks(fleet));
  if (problems.length > 0) process.exitCode = exitFailed;
  // Without the stacks every number would look like one.
  if (!knowsStacks) return;
  const orphans = rows.filter(({ finding }) => finding === "orphan");
  const unsettled = unsettledNote(rows);
  if (json) process.stdout.write(jsonOf(orphans));
  else if (orphans.length > 0)
    process.stdout.write(`${printRows(orphans, false, standardOutput())}${advice}`);
  else if (problems.length === 0) {
    const limit = knowsAccounts ? "" : " of the accounts that were asked";
    const who = unsettled === undefined ? "a stack" : "a stack, or a purchase that is open,";
    process.stdout.write(`No orphans: ${who} has every number${limit}.\n`);
  }
  if (unsettled !== undefined) process.stderr.write(printRemarks({ problems: [], notes: [unsettled] }));
  if (orphans.length > 0 && problems.length === 0) process.exitCode = exitFound;
}

const advice =
  "No stack of this backend has them. Nothing was released: take one into a program by adopt, all of them by pulumi-phone export, or release it in the vendor's console.\n";
