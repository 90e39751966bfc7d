import { Argument, type Command } from "commander";
import { chosenFrom } from "../words/chosen-from";
import { bashCompletion } from "./bash";
import { completedCommands, optionsOf } from "./completed-commands";
import { fishCompletion } from "./fish";
import { zshCompletion } from "./zsh";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function addCompletionCommand(program: Command): void {
  program
    .command("completion")
    .description("Print a script that completes commands and options in your shell.")
    .addArgument(
      new Argument("<shell>", "your shell")
        .choices(Object.keys(scripts))
        .argParser(chosenFrom(Object.keys(scripts))),
    )
    .addHelpText(
      "after",
      [
        "",
        "Put this line into the file that your shell reads at its start:",
        "  ~/.bashrc                   source <(pulumi-phone completion bash)",
        "  ~/.zshrc, after compinit    source <(pulumi-phone completion zsh)",
        "  ~/.config/fish/config.fish  pulumi-phone completion fish | source",
      ].join("\n"),
    )
    .action((shell: keyof typeof scripts) => {
      process.stdout.write(scripts[shell](completedCommands(program), optionsOf(program)));
    });
}
