import type { Command } from "commander";
import { vendorOption } from "../accounts/vendor-option";
import type { FleetQuery } from "./read-fleet";

/** Whose numbers a command is told to read. */
export interface AccountOptions {
  readonly vendor?: readonly string[];
  readonly account?: string;
  readonly stack?: readonly string[];
}

/** What `list` and `orphans` are told. */
export interface FleetOptions extends AccountOptions {
  readonly json?: true;
}

/** The options that `list` and `orphans` share. */
export function addFleetOptions(command: Command): Command {
  return addAccountOptions(command).option("--json", "print JSON");
}

/** The options that say whose numbers are read. */
export function addAccountOptions(command: Command): Command {
  const collected = (value: string, others: readonly string[] = []) => [...others, value];
  return command
    .addOption(vendorOption("only this vendor; repeatable").argParser(collected))
    .option("--account <name>", "only this entry of phone:accounts")
    .option(
      "--stack <name>",
      "take keys from the configuration of this stack, too; repeatable; default: the environment alone",
      collected,
    );
}

export function fleetQuery(
  { vendor = [], account, stack = [] }: AccountOptions,
  stacks: boolean,
): FleetQuery {
  return { vendor, account, stack, stacks };
}
