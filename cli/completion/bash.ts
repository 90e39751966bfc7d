import type { CompletedCommand, CompletedOption, CompletedValue } from "./completed-commands";

/** A completion script for bash 3.2 and later. */
export function bashCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const values = commands.flatMap(({ name, options: own }) =>
    own.flatMap(({ long, value }) =>
      value === undefined ? [] : [`    "${name} ${long}") ${reply(value)} return ;;`],
    ),
  );
  const others = commands.map(({ name, options: own, argument }) => {
    const words = [...own.map(({ long }) => long), ...(Array.isArray(argument) ? argument : [])];
    const files = argument === "file" ? ` [[ $word == -* ]] || ${reply("file")}` : "";
    return `    ${name}) ${reply(words)}${files} ;;`;
  });
  const first = [...commands.map(({ name }) => name), ...options.map(({ long }) => long)];
  return `# bash completion of pulumi-phone: source <(pulumi-phone completion bash)
_pulumi_phone() {
  local IFS=$'\\n' word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  # --option=value comes as three words.
  if [[ $word == "=" ]]; then word=""; fi
  if [[ $before == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if (( COMP_CWORD == 1 )); then
    ${reply(first)}
    return
  fi
  case "\${COMP_WORDS[1]} $before" in
${values.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${others.join("\n")}
  esac
}
complete -o filenames -F _pulumi_phone pulumi-phone
`;
}

function reply(value: CompletedValue): string {
  if (value === "unknown") return ":;";
  if (value === "file") return 'COMPREPLY=($(compgen -f -- "$word"));';
  return `COMPREPLY=($(compgen -W $'${value.join("\\n")}' -- "$word"));`;
}
