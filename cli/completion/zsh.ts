import type { CompletedCommand, CompletedOption, CompletedValue } from "./completed-commands";

/** A completion script for zsh: to be sourced, or put on `fpath` as `_pulumi-phone`. */
export function zshCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const names = commands.map(({ name, description }) => `    '${name}:${quoted(description)}'`);
  const cases = commands.map(({ name, options: own, argument }) => {
    const specs = [
      ...own.map(optionSpec),
      ...(argument === undefined ? [] : [`'1:argument:${action(argument)}'`]),
    ];
    return `    ${name}) _arguments ${specs.join(" ")} ;;`;
  });
  return `#compdef pulumi-phone
# zsh completion of pulumi-phone: source <(pulumi-phone completion zsh), after compinit
_pulumi-phone() {
  local -a commands
  commands=(
${names.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    _arguments ${options.map(optionSpec).join(" ")}
    return
  fi
  shift words
  (( CURRENT -= 1 ))
  case $words[1] in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _pulumi-phone ]]; then _pulumi-phone "$@"; else compdef _pulumi-phone pulumi-phone; fi
`;
}

function optionSpec({ long, description, value }: CompletedOption): string {
  const spec = `*${long}${value === undefined ? "" : "="}[${quoted(description).replace(/[[\]]/g, "\\$&")}]`;
  return `'${spec}${value === undefined ? "" : `:value:${action(value)}`}'`;
}

function action(value: CompletedValue): string {
  if (value === "file") return "_files";
  return value === "unknown" ? "" : `(${value.join(" ")})`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(":", "\\:");
}
