import type { Command } from "commander";
import { vendorOption } from "../accounts/vendor-option";
import type { FleetQuery } from "./read-fleet";

/** What `list` and `orphans` are told. */
export interface FleetOptions {
  readonly vendor?: readonly string[];
  readonly account?: string;
  readonly stack?: readonly string[];
  readonly json?: true;
}

/** The options that `list` and `orphans` share. */
export function addFleetOptions(command: Command): Command {
  const collected = (value: string, others: readonly string[] = []) => [...others, value];
  return command
    .addOption(vendorOption("only this vendor; repeatable").argParser(collected))
    .option("--account <name>", "only this entry of phone:accounts")
    .option(
      "--stack <name>",
      "take keys from the configuration of this stack, too; repeatable; default: the environment alone",
      collected,
    )
    .option("--json", "print JSON");
}

export function fleetQuery({ vendor = [], account, stack = [] }: FleetOptions, stacks: boolean): FleetQuery {
  return { vendor, account, stack, stacks };
}
