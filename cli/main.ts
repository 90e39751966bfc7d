#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { addContractCommand } from "./contract-command";
import { addDoctorCommand } from "./doctor/doctor-command";
import { exitFailed, exitOk, exitUsage } from "./exit-codes";
import { addPlanCommand } from "./plan/plan-command";
import { addSandboxCommand } from "./sandbox-command";

function createProgram(): Command {
  const program = new Command("pulumi-phone")
    .description("Phone numbers as code: tools around the Pulumi resource.")
    .exitOverride()
    .showHelpAfterError("(add --help for the options)");
  addPlanCommand(program);
  addSandboxCommand(program);
  addContractCommand(program);
  addDoctorCommand(program);
  return program;
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? exitOk);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitOk : exitUsage;
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitFailed;
  }
}

// Set rather than exit, so that what was printed is written out whole.
void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
