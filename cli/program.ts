import { Command } from "commander";
import { printable } from "../provider/domain/characters";
import { addCompletionCommand } from "./completion/completion-command";
import { addContractCommand } from "./contract-command";
import { addDoctorCommand } from "./doctor/doctor-command";
import { addExportCommand } from "./export/export-command";
import { addListCommand } from "./fleet/list-command";
import { addOrphansCommand } from "./fleet/orphans-command";
import { addPlanCommand } from "./plan/plan-command";
import { addSandboxCommand } from "./sandbox-command";
import { addSearchCommand } from "./search/search-command";

/** Every command with its options: what is parsed, the help and the completion of shells are made from it. */
export function createProgram(version: string): Command {
  const program = new Command("pulumi-phone")
    .description("Phone numbers as code: tools around the Pulumi resource.")
    .version(version)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(printable(text)) })
    .showHelpAfterError("(add --help for the options)")
    .addHelpText("afterAll", "\nExit codes: 0 fine, 1 failed, 2 not understood, 3 something found.");
  addSearchCommand(program);
  addListCommand(program);
  addOrphansCommand(program);
  addExportCommand(program);
  addPlanCommand(program);
  addDoctorCommand(program);
  addSandboxCommand(program);
  addContractCommand(program);
  addCompletionCommand(program);
  return program;
}
