import type { Argument, Command, Option } from "commander";

/** What a value can be: one of some words, a file, or what no shell can know. */
export type CompletedValue = readonly string[] | "file" | "unknown";

export interface CompletedOption {
  /** With its dashes: `--json`. */
  readonly long: string;
  readonly description: string;
  /** Undefined where it takes none. */
  readonly value: CompletedValue | undefined;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Of its first argument; undefined where it takes none. */
  readonly argument: CompletedValue | undefined;
}

/** The commands as a shell completes them. */
export function completedCommands(program: Command): readonly CompletedCommand[] {
  const help = program.createHelp();
  return help.visibleCommands(program).map((command) => {
    const [argument] = command.registeredArguments;
    const names = help.visibleCommands(program).map((each) => each.name());
    return {
      name: command.name(),
      description: inShort(command.description()),
      options: optionsOf(command),
      argument: command.name() === "help" ? names : argument && valueFor(argument),
    };
  });
}

/** The options of one command, or of the program itself. */
export function optionsOf(command: Command): readonly CompletedOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap((option) => {
      const { long, description } = option;
      const value = option.required || option.optional ? valueFor(option) : undefined;
      return long ? [{ long, description: inShort(description), value }] : [];
    });
}

function valueFor(taking: Option | Argument): CompletedValue {
  if (taking.argChoices !== undefined) return taking.argChoices;
  const isArgument = !("flags" in taking);
  return isArgument || /<(file|module)>/.test(taking.flags) ? "file" : "unknown";
}

/** The first clause: a shell has one line for it. */
function inShort(description: string): string {
  return description.split(/[.:;](?:\s|$)/)[0] ?? "";
}
